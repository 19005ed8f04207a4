"""What the huts answer, and what becomes of the stay by that: all or nothing."""

from __future__ import annotations

from datetime import datetime

from chassis.outcome import Outcome
from contracts.message import Message, PropertyId
from contracts.planning import PlacesRefused
from contracts.stays import PropertyShortage, StayRefusal
from orders.stay.deadlines import option_timers
from orders.stay.model import Asking, Holding, Phase, Stay
from orders.stay.objections import Objection, first_shortages, refused_later
from orders.stay.option_time import OPTIONS
from orders.stay.paying import to_be_paid
from orders.stay.places import releases
from orders.stay.telling import booked, changed
from orders.stay.topping_up import squared

NOBODY_ANSWERED = "could not be asked in time; nothing is held, try again"


def awaited(stay: Stay | None, property_id: PropertyId, attempt: int) -> Asking | None:
    """What a stay asks this hut under this attempt. None where the answer is late, or was heard
    before: what it is about is held or released already."""
    asking = None if stay is None else stay.asking
    if asking is None or asking.attempt != attempt or property_id not in asking.unanswered:
        return None
    return asking


def held(stay: Stay, asking: Asking, property_id: PropertyId, now: datetime) -> Outcome[Stay]:
    """One hut more holds its part; the last one makes the stay what was asked for."""
    answered = asking.answered(property_id)
    if answered.unanswered:
        return Outcome(stay.changed(asking=answered))
    return _booked(stay, answered, now) if stay.holding is None else _swapped(stay, answered, now)


def refused(stay: Stay, asking: Asking, message: PlacesRefused) -> Outcome[Stay]:
    """One hut cannot: the others let go, and who asked is told which night is short."""
    shortages = tuple(
        PropertyShortage(property_id=message.property_id, shortage=shortage)
        for shortage in message.shortages
    )
    detail = first_shortages(shortages)
    objection = Objection(StayRefusal.NO_PLACES, "cart.nights", detail, shortages)
    others = [id for id in asking.properties if id != message.property_id]
    return _given_up(stay, asking, objection, others)


def unanswered(stay: Stay, asking: Asking) -> Outcome[Stay]:
    """Some hut has not answered in time: all let go, those too that may yet hold their part."""
    missing = ", ".join(asking.unanswered)
    objection = Objection(StayRefusal.NO_ANSWER, "cart.nights", f"{missing} {NOBODY_ANSWERED}")
    return _given_up(stay, asking, objection, list(asking.properties))


def _given_up(
    stay: Stay, asking: Asking, objection: Objection, holders: list[PropertyId]
) -> Outcome[Stay]:
    """What was asked for is let go. A stay that was booked before is as it was."""
    phase = Phase.REFUSED if stay.holding is None else stay.phase
    told: list[Message] = [refused_later(stay, asking, objection)]
    after = stay.changed(asking=None, phase=phase)
    return Outcome(after, [*told, *releases(stay.order_id, asking, holders)])


def _booked(stay: Stay, asking: Asking, now: datetime) -> Outcome[Stay]:
    holding = _holding(stay, asking)
    if holding.payment is not None and holding.payment.amount:
        return to_be_paid(holding, asking, now)
    phase = Phase.OPTION if stay.wanted.wish in OPTIONS else Phase.FIRM
    firm_at = now if phase is Phase.FIRM else None
    done = holding.changed(phase=phase, firm_at=firm_at)
    return Outcome(done, [booked(done, asking.request_id, now)], option_timers(done))


def _swapped(stay: Stay, asking: Asking, now: datetime) -> Outcome[Stay]:
    assert stay.holding is not None  # noqa: S101 - its one caller has just looked
    after, repayment = squared(_holding(stay, asking), asking)
    told = changed(stay, after, asking, now)
    return Outcome(after, [told, *releases(stay.order_id, stay.holding), *repayment])


def _holding(stay: Stay, asking: Asking) -> Stay:
    """The stay with what was asked for in its hands."""
    kept = {name: getattr(asking, name) for name in Holding.model_fields}
    return stay.changed(holding=Holding(**kept), asking=None, terms=asking.terms)
