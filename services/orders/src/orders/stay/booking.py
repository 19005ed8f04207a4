"""Booking a stay: from a request to asking its huts."""

from __future__ import annotations

from datetime import datetime

from chassis.identity import derived_id
from chassis.outcome import Outcome
from contracts.carts import Price, Wish
from contracts.deliveries import reference_of
from contracts.stay_requests import BookStay
from contracts.stays import StayRefusal, StayRequested
from orders.stay.conditions import by_guest
from orders.stay.deadlines import PAID_WITHIN, answers_awaited
from orders.stay.huts import Huts
from orders.stay.model import Asking, Payment, Phase, Stay, Wanted
from orders.stay.objections import Objection
from orders.stay.option_time import expiry, option_time
from orders.stay.places import holds

FIRST_ATTEMPT = 1


def objection_to_again(stay: Stay, message: BookStay) -> Objection | None:
    """What speaks against a request under an order id that was asked for before; None if it is the
    same request, and what it led to stands."""
    if stay.phase not in (Phase.REQUESTED, Phase.PAYING, Phase.OPTION, Phase.FIRM):
        detail = f"the stay is {stay.phase}: book under another order id"
        return Objection(StayRefusal.STAY_OVER, "order_id", detail)
    wanted = wanted_of(message)
    for name in Wanted.model_fields:
        if getattr(stay.wanted, name) != getattr(wanted, name):
            detail = f"the stay was booked before with another {name.replace('_', ' ')}"
            return Objection(StayRefusal.ALREADY_BOOKED_DIFFERENTLY, name, detail)
    return None


def wanted_of(message: BookStay) -> Wanted:
    return Wanted(**{name: getattr(message, name) for name in Wanted.model_fields})


def requested(
    message: BookStay, request_id: str, price: Price, huts: Huts, now: datetime
) -> Outcome[Stay]:
    """A new stay, and what its huts are asked."""
    time = option_time(message.wish, huts, now)
    asking = Asking(
        attempt=FIRST_ATTEMPT,
        cart=message.cart,
        price=price,
        expires_at=expiry(time.lapses_at, message.cart, huts),
        request_id=request_id,
        property_id=message.property_id,
        terms=message.terms,
        send_mail=message.send_mail,
    )
    stay = Stay(
        order_id=message.order_id,
        reference=reference_of(message.order_id),
        wanted=wanted_of(message),
        attempt=FIRST_ATTEMPT,
        asking=asking,
        requested_at=now,
        lapses_at=time.lapses_at,
        reminds_at=time.reminds_at,
        payment=_payment(message, request_id, price),
    )
    asked = holds(stay.order_id, asking, local=not by_guest(message))
    return Outcome(stay, [_told(stay, asking), *asked], [answers_awaited(stay, now)])


def _payment(message: BookStay, request_id: str, price: Price) -> Payment | None:
    """What is to be paid online for it, if it is a booking with payment. One order is paid once, so
    its id is made of the order's."""
    if message.wish is not Wish.BOOKING or message.payment_means is None:
        return None
    return Payment(
        payment_id=derived_id("stay-payment", message.order_id),
        property_id=message.property_id,
        request_id=request_id,
        means=message.payment_means,
        amount=price.due_now,
        return_to=message.return_to or "",
        within=PAID_WITHIN,
    )


def _told(stay: Stay, asking: Asking) -> StayRequested:
    wanted = stay.wanted
    return StayRequested(
        property_id=asking.properties[0],
        order_id=stay.order_id,
        request_id=asking.request_id,
        guest_id=wanted.guest_id,
        reference=stay.reference,
        contact=wanted.contact,
        wish=wanted.wish,
        source=wanted.source,
        language=wanted.language,
        price=asking.price,
        terms=asking.terms,
        requested_at=stay.requested_at,
    )
