"""A paid stay that a change has made dearer or cheaper: the difference is paid, or given back.

The stay is firm all the while. What its guest does not pay online this time, they may pay another
time, or at the hut.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeGuard

from chassis.identity import derived_id
from chassis.outcome import Outcome
from contracts.message import Message
from contracts.payments import (
    AboutPayment,
    PaymentAuthorised,
    PaymentFailed,
    PaymentProblem,
    PaymentSettled,
)
from contracts.stay_payments import PaymentEnd, StayAwaitsPayment, StayPaid, StayPaymentMissed
from contracts.stay_requests import PayStay
from contracts.stays import StayRefusal
from orders.stay.deadlines import PAID_WITHIN, payment_awaited
from orders.stay.model import Asking, Payment, PaymentState, Phase, Stay
from orders.stay.objections import Objection
from orders.stay.paying import repaid, settle, start, with_payment

# A guest who begins to pay again and again is told to pay at the hut.
MOST_TRIES = 20


def squared(stay: Stay, asking: Asking) -> tuple[Stay, list[Message]]:
    """A paid stay after a change: what is paid too much is given back, at once; what is due more is
    asked of its guest, or left for the hut. More than it costs is never kept."""
    price, paid = stay.booked.price, stay.paid
    if not paid:
        return stay, []
    kept = price.due_now if asking.refund else price.total
    after, repayment = repaid(stay, max(0, paid - kept))
    missing = max(0, price.due_now - after.paid)
    return after.changed(at_hut=missing if asking.at_hut else min(stay.at_hut, missing)), repayment


def objection_to_paying(stay: Stay, message: PayStay) -> Objection | None:
    """None where so much is due, and nobody is paying it already."""
    if stay.being_topped_up is not None or stay.asking is not None:
        return Objection(StayRefusal.BUSY, "order_id", "it is being paid or changed just now")
    if not stay.due or len(stay.more) >= MOST_TRIES:
        return Objection(StayRefusal.MODE_NOT_OFFERED, "order_id", "nothing is to be paid online")
    if stay.due != message.expected:
        return Objection(StayRefusal.PRICE_CHANGED, "expected", "another sum is due now")
    return None


def asked(stay: Stay, message: PayStay, request_id: str, now: datetime) -> Outcome[Stay]:
    """The guest has so long to pay, as when they booked."""
    payment = Payment(
        payment_id=derived_id("stay-payment", stay.order_id, request_id),
        property_id=stay.being_paid.property_id,
        request_id=request_id,
        means=message.means or stay.being_paid.means,
        amount=stay.due,
        return_to=message.return_to,
        within=PAID_WITHIN,
        until=now + PAID_WITHIN,
    )
    after = stay.changed(more=(*stay.more, payment))
    told = StayAwaitsPayment(
        **_about(after, payment),
        request_id=request_id,
        guest_id=after.guest_id,
        reference=after.reference,
        means=payment.means,
        amount=payment.amount,
        price=after.booked.price,
        language=after.wanted.language,
        pays_until=payment.ends_at,
    )
    return Outcome(after, [told, start(after, payment)], [payment_awaited(after, payment)])


def is_of(stay: Stay | None, message: AboutPayment) -> TypeGuard[Stay]:
    """Whether the message is about a payment of what was due later."""
    return stay is not None and any(one.payment_id == message.payment_id for one in stay.more)


def authorised(stay: Stay, message: PaymentAuthorised, now: datetime) -> Outcome[Stay]:
    """The money is there: it is taken, where it is still waited for; else it is let go."""
    payment = _of(stay, message)
    if payment.state is not PaymentState.WAITING:
        return Outcome(events=[settle(stay, payment)])
    due = (payment.amount, stay.booked.price.currency)
    if stay.phase is not Phase.FIRM or (message.amount, message.currency) != due:
        return _missed(stay, payment, PaymentEnd.DECLINED, now)
    taken = payment.changed(state=PaymentState.TAKEN, keep=payment.amount)
    return Outcome(with_payment(stay, taken), [settle(stay, taken)])


def settled(stay: Stay, message: PaymentSettled, now: datetime) -> Outcome[Stay]:
    """It is told once, when it is ours."""
    before = _of(stay, message)
    payment = before.changed(kept=message.kept)
    noted = with_payment(stay, payment)
    if before.state is not PaymentState.TAKEN or before.kept or not message.kept:
        return Outcome(noted)
    told = StayPaid(
        **_about(noted, payment),
        guest_id=noted.guest_id,
        amount=payment.amount,
        paid=noted.paid,
        paid_at=now,
    )
    return Outcome(noted, [told])


def failed(stay: Stay, message: PaymentFailed, now: datetime) -> Outcome[Stay]:
    payment = _of(stay, message)
    if payment.state is PaymentState.ENDED or payment.kept:
        return Outcome()
    declined = message.problem is PaymentProblem.DECLINED
    reason = PaymentEnd.DECLINED if declined else PaymentEnd.NOT_OFFERED
    return _missed(stay, payment, reason, now)


def not_paid_in_time(stay: Stay, now: datetime) -> Outcome[Stay]:
    """The timer has rung. What is being taken just now is waited for."""
    payment = stay.being_topped_up
    waiting = payment is not None and payment.state is PaymentState.WAITING
    if payment is None or not waiting or now < payment.ends_at:
        return Outcome()
    return _missed(stay, payment, PaymentEnd.EXPIRED, now)


def given_up(stay: Stay, now: datetime) -> tuple[Stay, list[Message]]:
    """A stay that is off: what was not paid yet is not to be paid any more."""
    payment = stay.being_topped_up
    if payment is None or payment.state is not PaymentState.WAITING:
        return stay, []
    over = _missed(stay, payment, PaymentEnd.GIVEN_UP, now)
    assert over.state is not None  # noqa: S101 - it has just been changed
    return over.state, list(over.events)


def _missed(stay: Stay, payment: Payment, reason: PaymentEnd, now: datetime) -> Outcome[Stay]:
    """Nothing is kept, of what may still come, either."""
    over = payment.changed(state=PaymentState.ENDED, keep=0)
    after = with_payment(stay, over)
    told = StayPaymentMissed(
        **_about(after, over), guest_id=after.guest_id, reason=reason, ended_at=now
    )
    return Outcome(after, [told, settle(after, over)])


def _of(stay: Stay, message: AboutPayment) -> Payment:
    return next(one for one in stay.more if one.payment_id == message.payment_id)


def _about(stay: Stay, payment: Payment) -> dict[str, Any]:
    return {
        "property_id": stay.properties[0],
        "order_id": stay.order_id,
        "payment_id": payment.payment_id,
    }
