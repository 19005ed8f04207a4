"""Keeps how each payment stands, from what orders and the bridge tell of it: in any order between
the two."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.payments import AboutPayment, PaymentAuthorised, PaymentOpened, PaymentSettled
from contracts.stay_payments import StayAwaitsPayment, StayPaymentEnded, StayPaymentMissed
from gateway.payments.model import PAYMENTS, PaymentStage, PaymentView

payments = HandlerTable("gateway")
Payment = Outcome[PaymentView]
Told = AboutPayment | StayAwaitsPayment | StayPaymentEnded | StayPaymentMissed


@payments.on(StayAwaitsPayment, document=PAYMENTS)
def awaits_payment(
    view: PaymentView | None, message: StayAwaitsPayment, context: Context
) -> Payment:
    """What is to be paid, and until when."""
    lines = message.price.lines
    known = _newest(view, message)
    return Outcome(
        known.but(
            reference=message.reference,
            means=message.means,
            amount=message.amount,
            total=message.price.total,
            currency=message.price.currency,
            language=message.language,
            nights=tuple(sorted({line.night for line in lines if line.night is not None})),
            pays_until=message.pays_until,
        )
    )


@payments.on(PaymentOpened, document=PAYMENTS)
def payment_opened(view: PaymentView | None, message: PaymentOpened, context: Context) -> Payment:
    known = _newest(view, message)
    opening = known.stage is PaymentStage.OPENING
    stage = PaymentStage.OPEN if opening else known.stage
    return Outcome(known.but(stage=stage, pay_at=message.pay_at, form=message.form))


@payments.on(PaymentAuthorised, document=PAYMENTS)
def payment_authorised(
    view: PaymentView | None, message: PaymentAuthorised, context: Context
) -> Payment:
    known = view or _view(message)
    if known.payment_id != message.payment_id:
        return Outcome()
    stage = PaymentStage.TAKING if message.card is None else PaymentStage.KEPT
    return Outcome(known if known.is_over else known.but(stage=stage))


@payments.on(PaymentSettled, document=PAYMENTS)
def payment_settled(view: PaymentView | None, message: PaymentSettled, context: Context) -> Payment:
    known = view or _view(message)
    if known.payment_id != message.payment_id:
        return Outcome()
    stage = known.stage
    if message.kept:
        stage = PaymentStage.PAID
    elif message.refunded:
        stage = PaymentStage.REFUNDED
    return Outcome(known.but(stage=stage, refunded=message.refunded))


@payments.on(StayPaymentEnded, document=PAYMENTS)
def payment_ended(view: PaymentView | None, message: StayPaymentEnded, context: Context) -> Payment:
    return _ended(view, message)


@payments.on(StayPaymentMissed, document=PAYMENTS)
def payment_missed(
    view: PaymentView | None, message: StayPaymentMissed, context: Context
) -> Payment:
    """The stay is booked all the same."""
    return _ended(view, message)


def _ended(view: PaymentView | None, message: StayPaymentEnded | StayPaymentMissed) -> Payment:
    known = view or _view(message)
    if known.payment_id != message.payment_id:
        return Outcome()
    refunded = known.stage is PaymentStage.REFUNDED
    stage = known.stage if refunded else PaymentStage.ENDED
    return Outcome(known.but(stage=stage, reason=message.reason))


def _newest(view: PaymentView | None, message: StayAwaitsPayment | PaymentOpened) -> PaymentView:
    """What a change has made due is paid by itself, in the view of what was paid before."""
    same = view is not None and view.payment_id == message.payment_id
    return view if view is not None and same else _view(message)


def _view(message: Told) -> PaymentView:
    return PaymentView(
        order_id=message.order_id,
        property_id=message.property_id,
        payment_id=message.payment_id,
    )
