"""Changing a stay in one swap: its huts hold the new places before they let the old ones go."""

from __future__ import annotations

from datetime import datetime

from chassis.outcome import Outcome
from contracts.carts import AcceptedTerms, Price
from contracts.stay_requests import ChangeStay
from contracts.stays import StayRefusal
from orders.stay.conditions import by_guest
from orders.stay.deadlines import answers_awaited
from orders.stay.huts import Huts
from orders.stay.lines import line_key
from orders.stay.model import Asking, Holding, Phase, Stay
from orders.stay.objections import NO_STAY, Objection
from orders.stay.option_time import expiry
from orders.stay.places import holds

# What `contracts.stays.StayChanged` has room for.
MOST_TERMS = 40


def objection_to_request(stay: Stay | None, property_id: str) -> Objection | None:
    """What speaks against any request about a stay; None where it holds places and is this
    property's too."""
    if stay is None or property_id not in stay.properties:
        return NO_STAY
    if stay.phase is Phase.REQUESTED:
        detail = "its huts have not answered yet"
        return Objection(StayRefusal.BUSY, "order_id", detail)
    if stay.phase is Phase.PAYING:
        return Objection(StayRefusal.BUSY, "order_id", "its guest is paying just now")
    if not stay.phase.live:
        return Objection(StayRefusal.STAY_OVER, "order_id", f"the stay is {stay.phase}")
    return None


def objection_to_another(stay: Stay) -> Objection | None:
    """One change at a time: what the next one would replace is not known before."""
    if stay.being_topped_up is not None:
        return Objection(StayRefusal.BUSY, "order_id", "its guest is paying just now")
    if stay.asking is None:
        return None
    return Objection(StayRefusal.BUSY, "order_id", "an earlier change has not ended yet")


def already_so(holding: Holding, price: Price) -> bool:
    """Whether a price is of the very things that are held."""
    return price.currency == holding.price.currency and {
        line_key(line): line for line in price.lines
    } == {line_key(line): line for line in holding.price.lines}


def change_asked(
    stay: Stay,
    message: ChangeStay,
    request_id: str,
    price: Price,
    huts: Huts,
    now: datetime,
    *,
    refund: bool,
) -> Outcome[Stay]:
    """The stay as it is, and what the huts are asked for it to become. `refund` says whether what
    is paid too much is given back."""
    asking = Asking(
        attempt=stay.attempt + 1,
        cart=message.cart,
        price=price,
        expires_at=expiry(stay.lapses_at, message.cart, huts),
        request_id=request_id,
        property_id=message.property_id,
        terms=with_terms(stay.terms, message.terms),
        send_mail=message.send_mail,
        refund=refund,
        at_hut=message.at_hut,
    )
    changing = stay.changed(attempt=asking.attempt, asking=asking)
    asked = holds(stay.order_id, asking, local=not by_guest(message))
    return Outcome(changing, asked, [answers_awaited(changing, now)])


def with_terms(
    known: tuple[AcceptedTerms, ...], accepted: tuple[AcceptedTerms, ...]
) -> tuple[AcceptedTerms, ...]:
    """What was accepted of each property, the newest last time; the oldest are left out."""
    versions = {one.property_id: one for one in (*known, *accepted)}
    return tuple(versions.values())[-MOST_TERMS:]
