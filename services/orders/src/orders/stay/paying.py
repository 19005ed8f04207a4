"""A booking that is paid online: the huts hold its places while its guest pays (R56).

places held -> waiting for the guest -> authorised -> captured -> firm. Whatever ends it before that
gives the places back once, and nothing of the payment is kept, however late it comes.
"""

from __future__ import annotations

from datetime import datetime

from chassis.outcome import Outcome
from contracts.message import Message
from contracts.payments import (
    AboutPayment,
    PaymentAuthorised,
    PaymentFailed,
    PaymentProblem,
    PaymentSettled,
    SettlePayment,
    StartPayment,
)
from contracts.selling import PaymentMeans
from contracts.stay_payments import PaymentEnd, StayAwaitsPayment, StayPaymentEnded
from contracts.stay_requests import CancelStay
from orders.stay.deadlines import payment_awaited
from orders.stay.model import Asking, Payment, PaymentState, Phase, Stay
from orders.stay.places import releases
from orders.stay.telling import booked, cancelled


def to_be_paid(stay: Stay, asking: Asking, now: datetime) -> Outcome[Stay]:
    """Every hut holds its places: from now on the guest has so long to pay."""
    payment = stay.being_paid.model_copy(update={"until": now + stay.being_paid.within})
    paying = stay.changed(phase=Phase.PAYING, payment=payment)
    price = paying.booked.price
    told = StayAwaitsPayment(
        property_id=paying.properties[0],
        order_id=paying.order_id,
        request_id=asking.request_id,
        guest_id=paying.guest_id,
        reference=paying.reference,
        payment_id=payment.payment_id,
        means=payment.means,
        amount=payment.amount,
        price=price,
        language=paying.wanted.language,
        pays_until=payment.ends_at,
    )
    return Outcome(paying, [told, start(paying, payment)], [payment_awaited(paying, payment)])


def authorised(stay: Stay | None, message: PaymentAuthorised, now: datetime) -> Outcome[Stay]:
    """The money is there: it is taken, where the places are still held for it. A payment that comes
    too late, or of an order that nobody knows, is given back."""
    if stay is None or not _is_of(stay, message):
        return Outcome(events=[_settle(message, 0)])
    payment = stay.being_paid
    if stay.guarantee is not None:
        return Outcome()
    if stay.phase is not Phase.PAYING:
        return Outcome(events=[_settle(message, payment.keep)])
    if payment.state is PaymentState.TAKEN:
        return Outcome()
    if (message.amount, message.currency) != (payment.amount, stay.booked.price.currency):
        return ended(stay, PaymentEnd.DECLINED, now)
    if payment.means is PaymentMeans.CARD_CAPTURE:
        return _guaranteed(stay, message, now)
    taken = payment.changed(state=PaymentState.TAKEN, keep=payment.amount)
    return Outcome(stay.changed(payment=taken), [_settle(message, payment.amount)])


def _guaranteed(stay: Stay, message: PaymentAuthorised, now: datetime) -> Outcome[Stay]:
    """A card is kept: the stay is firm, and nothing is paid (R57)."""
    kept = stay.being_paid.changed(state=PaymentState.KEPT)
    firm = stay.changed(phase=Phase.FIRM, firm_at=now, payment=kept, card=message.card)
    return Outcome(firm, [booked(firm, kept.request_id, now)])


def settled(stay: Stay | None, message: PaymentSettled, now: datetime) -> Outcome[Stay]:
    """What is ours of the payment is as it was asked: the stay is firm once all of it is."""
    if stay is None or not _is_of(stay, message):
        return Outcome()
    payment = stay.being_paid.changed(kept=message.kept)
    noted = stay.changed(payment=payment)
    if stay.phase is not Phase.PAYING or payment.state is not PaymentState.TAKEN:
        return Outcome(noted)
    if message.kept < payment.amount:
        return ended(noted, PaymentEnd.DECLINED, now)
    firm = noted.changed(phase=Phase.FIRM, firm_at=now)
    return Outcome(firm, [booked(firm, payment.request_id, now)])


def failed(stay: Stay | None, message: PaymentFailed, now: datetime) -> Outcome[Stay]:
    if stay is None or not _is_of(stay, message) or stay.phase is not Phase.PAYING:
        return Outcome()
    declined = message.problem is PaymentProblem.DECLINED
    return ended(stay, PaymentEnd.DECLINED if declined else PaymentEnd.NOT_OFFERED, now)


def not_paid_in_time(stay: Stay, now: datetime) -> Outcome[Stay]:
    """The timer has rung: whoever has not paid by then loses the places. What is being taken just
    now is waited for."""
    waiting = stay.phase is Phase.PAYING and stay.being_paid.state is PaymentState.WAITING
    return ended(stay, PaymentEnd.EXPIRED, now) if waiting else Outcome()


def given_up(stay: Stay, message: CancelStay, request_id: str, now: datetime) -> Outcome[Stay]:
    """Its guest does not want to pay after all."""
    over = ended(stay, PaymentEnd.GIVEN_UP, now)
    assert over.state is not None  # noqa: S101 - it has just ended
    answer = cancelled(over.state, message, request_id, now, changed=True)
    return Outcome(over.state, [answer, *over.events])


def may_be_given_up(stay: Stay) -> bool:
    return stay.phase is Phase.PAYING and stay.being_paid.state is PaymentState.WAITING


def ended(stay: Stay, reason: PaymentEnd, now: datetime) -> Outcome[Stay]:
    """The places are given back, once: a stay is being paid once and never again. Nothing is kept,
    of what may still come, either."""
    payment = stay.being_paid.changed(state=PaymentState.ENDED, keep=0)
    over = stay.changed(phase=Phase.EXPIRED, payment=payment, ended_at=now, ended_because=reason)
    told = StayPaymentEnded(
        property_id=over.properties[0],
        order_id=over.order_id,
        guest_id=over.guest_id,
        payment_id=payment.payment_id,
        reason=reason,
        ended_at=now,
    )
    return Outcome(over, [told, *releases(over.order_id, over.booked), settle(over, payment)])


def repaid(stay: Stay, refund: int) -> tuple[Stay, list[Message]]:
    """The stay with so much of what was paid given back, of the newest payment first, and who is
    asked for it."""
    after, asked, left = stay, list[Message](), refund
    for payment in reversed(stay.payments):
        back = min(left, payment.keep)
        if back:
            less = payment.changed(keep=payment.keep - back)
            after = with_payment(after, less)
            asked.append(settle(after, less))
            left -= back
    return after, asked


def with_payment(stay: Stay, payment: Payment) -> Stay:
    """The stay with one of its payments as it is now."""
    if stay.payment is not None and stay.payment.payment_id == payment.payment_id:
        return stay.changed(payment=payment)
    more = (payment if one.payment_id == payment.payment_id else one for one in stay.more)
    return stay.changed(more=tuple(more))


def _is_of(stay: Stay, message: AboutPayment) -> bool:
    return stay.payment is not None and stay.payment.payment_id == message.payment_id


def start(stay: Stay, payment: Payment) -> StartPayment:
    return StartPayment(
        property_id=payment.property_id,
        order_id=stay.order_id,
        payment_id=payment.payment_id,
        means=payment.means,
        amount=payment.amount,
        currency=stay.booked.price.currency,
        reference=stay.reference,
        language=stay.wanted.language,
        return_to=payment.return_to,
    )


def settle(stay: Stay, payment: Payment) -> SettlePayment:
    """It goes to the property that the payment was started at, wherever the stay is now."""
    return SettlePayment(
        property_id=payment.property_id,
        order_id=stay.order_id,
        payment_id=payment.payment_id,
        keep=payment.keep,
    )


def _settle(message: AboutPayment, keep: int) -> SettlePayment:
    return SettlePayment(
        property_id=message.property_id,
        order_id=message.order_id,
        payment_id=message.payment_id,
        keep=keep,
    )
