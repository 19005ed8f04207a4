"""Keeps how each payment stands, from what orders and the bridge tell of it: in any order between
the two."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.payments import AboutPayment, PaymentAuthorised, PaymentOpened, PaymentSettled
from contracts.stays import StayAwaitsPayment, StayPaymentEnded
from gateway.payments.model import PAYMENTS, PaymentStage, PaymentView

payments = HandlerTable("gateway")
Payment = Outcome[PaymentView]


@payments.on(StayAwaitsPayment, document=PAYMENTS)
def awaits_payment(
    view: PaymentView | None, message: StayAwaitsPayment, context: Context
) -> Payment:
    """What is to be paid, and until when."""
    lines = message.price.lines
    known = view or _view(message)
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
    known = view or _view(message)
    opening = known.stage is PaymentStage.OPENING
    stage = PaymentStage.OPEN if opening else known.stage
    return Outcome(known.but(stage=stage, pay_at=message.pay_at, form=message.form))


@payments.on(PaymentAuthorised, document=PAYMENTS)
def payment_authorised(
    view: PaymentView | None, message: PaymentAuthorised, context: Context
) -> Payment:
    known = view or _view(message)
    return Outcome(known if known.is_over else known.but(stage=PaymentStage.TAKING))


@payments.on(PaymentSettled, document=PAYMENTS)
def payment_settled(view: PaymentView | None, message: PaymentSettled, context: Context) -> Payment:
    known = view or _view(message)
    stage = known.stage
    if message.kept:
        stage = PaymentStage.PAID
    elif message.refunded:
        stage = PaymentStage.REFUNDED
    return Outcome(known.but(stage=stage, refunded=message.refunded))


@payments.on(StayPaymentEnded, document=PAYMENTS)
def payment_ended(view: PaymentView | None, message: StayPaymentEnded, context: Context) -> Payment:
    known = view or _view(message)
    refunded = known.stage is PaymentStage.REFUNDED
    stage = known.stage if refunded else PaymentStage.ENDED
    return Outcome(known.but(stage=stage, reason=message.reason))


def _view(message: AboutPayment | StayAwaitsPayment | StayPaymentEnded) -> PaymentView:
    return PaymentView(
        order_id=message.order_id,
        property_id=message.property_id,
        payment_id=message.payment_id,
    )
