"""How an option becomes firm, and how a stay ends: cancelled or expired (R44, R50, R53)."""

from __future__ import annotations

from datetime import datetime

from chassis.outcome import Outcome
from contracts.message import Message
from contracts.stay_requests import CancelStay, ConfirmStay
from contracts.stays import StayRefusal
from orders.stay import guarantee, topping_up
from orders.stay.model import Phase, Stay
from orders.stay.objections import Objection, refused_later
from orders.stay.paying import repaid
from orders.stay.places import releases
from orders.stay.telling import cancelled, confirmed, expired, reminder


def firm(stay: Stay, message: ConfirmStay, request_id: str, now: datetime) -> Outcome[Stay]:
    """The option is firm from now on; what is firm already is said again."""
    if stay.firm_at is not None:
        told = confirmed(stay, message, request_id, stay.firm_at, changed=False)
        return Outcome(events=[told])
    after = stay.changed(phase=Phase.FIRM, firm_at=now)
    return Outcome(after, [confirmed(after, message, request_id, now, changed=True)])


def called_off(
    stay: Stay,
    message: CancelStay,
    request_id: str,
    now: datetime,
    refund: int = 0,
    *,
    release: bool = False,
) -> Outcome[Stay]:
    """The stay is cancelled and gives back all that it holds, all that it asks for, and `refund` of
    what was paid online; with `release`, a card that is kept for it, too."""
    over, unpaid = topping_up.given_up(_over(stay, Phase.CANCELLED, now, message.reason), now)
    after, repayment = repaid(over, refund)
    forgotten: list[Message] = []
    if release:
        after, forgotten = guarantee.let_go(after, request_id, now)
    told = cancelled(after, message, request_id, now, changed=True, refunded=refund)
    return Outcome(
        after,
        [*_change_ended(stay, after), told, *_given_back(stay), *repayment, *unpaid, *forgotten],
    )


def said_again(stay: Stay, message: CancelStay, request_id: str) -> Outcome[Stay]:
    """It was cancelled before, and has given back what it held."""
    assert stay.ended_at is not None  # noqa: S101 - its one caller has looked at the phase
    return Outcome(events=[cancelled(stay, message, request_id, stay.ended_at, changed=False)])


def lapsed(stay: Stay, now: datetime) -> Outcome[Stay]:
    """The option's time is over. What is no option any more, or ends by its arrival, stays."""
    if stay.expires_at is None:
        return Outcome()
    after = _over(stay, Phase.EXPIRED, now, None)
    return Outcome(after, [*_change_ended(stay, after), expired(after, now), *_given_back(stay)])


def reminded(stay: Stay) -> Outcome[Stay]:
    """The option's guest is reminded, once."""
    if stay.expires_at is None or stay.reminded:
        return Outcome()
    return Outcome(stay.changed(reminded=True), [reminder(stay, stay.expires_at)])


def _over(stay: Stay, phase: Phase, now: datetime, reason: str | None) -> Stay:
    return stay.changed(phase=phase, asking=None, ended_at=now, ended_because=reason)


def _given_back(stay: Stay) -> list[Message]:
    """All attempts that some hut may hold."""
    attempts = (stay.holding, stay.asking)
    return [
        release
        for each in attempts
        if each is not None
        for release in releases(stay.order_id, each)
    ]


def _change_ended(before: Stay, after: Stay) -> list[Message]:
    """The answer to who had asked for a change that will not come about."""
    if before.asking is None:
        return []
    objection = Objection(StayRefusal.STAY_OVER, "order_id", f"the stay is {after.phase}")
    return [refused_later(before, before.asking, objection)]
