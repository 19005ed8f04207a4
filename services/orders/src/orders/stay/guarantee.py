"""A card that a provider keeps as a stay's guarantee: charged once, or released (R57).

Nothing of the card is here. What is charged is a target like any payment's, so that a repeat, a
lost answer or a late one charges nobody twice.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeGuard

from chassis.outcome import Outcome
from contracts.message import Message
from contracts.payments import AboutPayment, PaymentFailed, PaymentSettled
from contracts.stay_payments import CardState, StayCardChanged
from contracts.stay_requests import ChargeStayCard, ReleaseStayCard
from contracts.stays import StayRefusal
from orders.stay.changing import objection_to_request
from orders.stay.model import Payment, PaymentState, Phase, Stay
from orders.stay.objections import NO_STAY, Objection
from orders.stay.paying import settle


def objection_to_charging(
    stay: Stay | None, message: ChargeStayCard | ReleaseStayCard
) -> Objection | None:
    """None where a card is kept for the stay, which nobody has charged. A cancelled stay may be
    charged, too: that is what a guarantee is for."""
    if stay is None or message.property_id not in stay.properties:
        return NO_STAY
    if stay.phase not in (Phase.FIRM, Phase.CANCELLED):
        return objection_to_request(stay, message.property_id)
    payment = stay.guarantee
    if payment is None:
        return Objection(StayRefusal.MODE_NOT_OFFERED, "order_id", "no card is kept for the stay")
    if payment.keep:
        detail = "the card was charged, or is being charged just now"
        return Objection(StayRefusal.BUSY, "order_id", detail)
    if isinstance(message, ChargeStayCard) and message.amount > payment.amount:
        return Objection(StayRefusal.QUANTITY, "amount", "more than the guarantee is for")
    return None


def charged(stay: Stay, message: ChargeStayCard, request_id: str, now: datetime) -> Outcome[Stay]:
    """The provider is asked for so much."""
    payment = _kept(stay).changed(keep=message.amount, request_id=request_id)
    after = stay.changed(payment=payment)
    told = _told(after, payment, CardState.CHARGING, now, message.reason)
    return Outcome(after, [told, settle(after, payment)])


def released(stay: Stay, request_id: str, now: datetime) -> Outcome[Stay]:
    """Its keeper forgets the card; nothing can be charged from now on."""
    payment = _kept(stay).changed(state=PaymentState.ENDED, keep=0, request_id=request_id)
    after = stay.changed(payment=payment, card=None)
    return Outcome(after, [_told(after, payment, CardState.RELEASED, now), settle(after, payment)])


def let_go(stay: Stay, request_id: str, now: datetime) -> tuple[Stay, list[Message]]:
    """A stay that is called off in time: its card is released, unless it was charged."""
    payment = stay.guarantee
    if payment is None or payment.keep:
        return stay, []
    over = released(stay, request_id, now)
    assert over.state is not None  # noqa: S101 - it has just been changed
    return over.state, list(over.events)


def is_of(stay: Stay | None, message: AboutPayment) -> TypeGuard[Stay]:
    """Whether the message is about a card that is kept."""
    payment = stay.guarantee if stay is not None else None
    return payment is not None and payment.payment_id == message.payment_id


def settled(stay: Stay, message: PaymentSettled, now: datetime) -> Outcome[Stay]:
    """It is told once, when it is ours."""
    before = _kept(stay)
    payment = before.changed(kept=message.kept)
    after = stay.changed(payment=payment)
    if before.kept or not message.kept:
        return Outcome(after)
    return Outcome(after, [_told(after, payment, CardState.CHARGED, now)])


def failed(stay: Stay, message: PaymentFailed, now: datetime) -> Outcome[Stay]:
    """The card gave nothing; it may be tried again."""
    payment = _kept(stay)
    if not payment.keep or payment.kept:
        return Outcome()
    told = _told(stay, payment, CardState.DECLINED, now)
    return Outcome(stay.changed(payment=payment.changed(keep=0)), [told])


def _kept(stay: Stay) -> Payment:
    assert stay.guarantee is not None  # noqa: S101 - its callers have looked
    return stay.guarantee


def _told(
    stay: Stay, payment: Payment, state: CardState, now: datetime, reason: str = ""
) -> StayCardChanged:
    about: dict[str, Any] = {
        "property_id": stay.properties[0],
        "order_id": stay.order_id,
        "request_id": payment.request_id,
        "guest_id": stay.guest_id,
    }
    return StayCardChanged(**about, state=state, amount=payment.keep, reason=reason, at=now)
