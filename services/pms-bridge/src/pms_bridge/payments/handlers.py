"""What moves a payment: what is wanted of it, who says to look at it, how each step ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.outcome import Context, Effect, Outcome
from chassis.table import HandlerTable
from contracts.message import Message
from contracts.payments import (
    AboutPayment,
    CheckPayment,
    PaymentAuthorised,
    PaymentFailed,
    PaymentOpened,
    PaymentProblem,
    PaymentSettled,
    PaymentStep,
    PaymentStepDone,
    SettlePayment,
    StartPayment,
    StepEnd,
)
from pms_bridge.payments.model import Payment, payments
from pms_bridge.payments.work import asking

table = HandlerTable("pms-bridge")
_PROBLEMS = {
    StepEnd.DECLINED: PaymentProblem.DECLINED,
    StepEnd.NOT_CONNECTED: PaymentProblem.NOT_CONNECTED,
    StepEnd.REFUSED: PaymentProblem.REFUSED,
}


def _payment_id(message: AboutPayment) -> str:
    """An order may be paid several times: what a change has made due is paid by itself."""
    return message.payment_id


@table.on(StartPayment, document=payments, key=_payment_id)
def payment_started(
    payment: Payment | None, message: StartPayment, context: Context
) -> Outcome[Payment]:
    """Open it at the provider, once."""
    if payment is not None and payment.payment_id == message.payment_id:
        return Outcome()
    return _next(Payment.started(message))


@table.on(CheckPayment, document=payments, key=_payment_id)
def payment_to_be_checked(
    payment: Payment | None, message: CheckPayment, context: Context
) -> Outcome[Payment]:
    """Look whether the guest has paid. Of what is over, or is not known, nothing is asked."""
    if payment is None or payment.payment_id != message.payment_id or payment.authorised:
        return Outcome()
    return _next(payment.changed(look=True))


@table.on(SettlePayment, document=payments, key=_payment_id)
def payment_to_be_settled(
    payment: Payment | None, message: SettlePayment, context: Context
) -> Outcome[Payment]:
    """So much is to be ours of it; the same again is answered again once it is so."""
    if payment is None or payment.payment_id != message.payment_id:
        return Outcome()
    late = message.keep == 0 and payment.held_by_page and not payment.authorised
    # A card that is kept may be charged again after it gave nothing.
    failed = payment.failed and not (payment.is_card and message.keep)
    changed = payment.changed(keep=message.keep, told=None, failed=failed)
    return _next(changed.changed(look=payment.look or late))


@table.on(PaymentStepDone, document=payments, key=_payment_id)
def step_ended(
    payment: Payment | None, message: PaymentStepDone, context: Context
) -> Outcome[Payment]:
    """How it stands now is told, and what is still wanted of it is done next."""
    if payment is None or payment.payment_id != message.payment_id:
        return Outcome()
    if message.step is not payment.doing:
        return Outcome()
    return _next(payment.after(message), _told(payment, message))


def _told(before: Payment, report: PaymentStepDone) -> list[Message]:
    """What the step brought. A capture that was declined ends what `settled` tells as nothing."""
    about = _about(before)
    problem = _PROBLEMS.get(report.end)
    if problem is not None:
        failed = PaymentFailed(**about, problem=problem, detail=report.detail)
        return [] if before.failed else [failed]
    if report.step is PaymentStep.OPEN and report.pay_at is not None:
        return [PaymentOpened(**about, pay_at=report.pay_at, form=report.form)]
    if report.authorised and not before.authorised and not report.captured:
        held = PaymentAuthorised(
            **about, amount=report.authorised, currency=before.currency, card=report.card
        )
        return [held]
    return []


def _next(payment: Payment, told: Sequence[Message] = ()) -> Outcome[Payment]:
    """The payment with its next step asked for, or told as settled."""
    step = payment.due_step
    effects: list[Effect] = []
    if step is not None:
        effects = [asking(payment, step)]
        looking = payment.look and step is not PaymentStep.AUTHORISE
        return Outcome(payment.changed(doing=step, look=looking), told, effects)
    if payment.is_settled and payment.told != payment.ours:
        settled = PaymentSettled(
            **_about(payment),
            kept=payment.ours,
            refunded=payment.refunded,
            currency=payment.currency,
        )
        return Outcome(payment.changed(told=payment.ours), [*told, settled])
    return Outcome(payment, told)


def _about(payment: Payment) -> dict[str, Any]:
    return {
        "property_id": payment.property_id,
        "order_id": payment.order_id,
        "payment_id": payment.payment_id,
    }
