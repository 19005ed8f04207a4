"""A payment as it is told to its guest."""

from __future__ import annotations

from contracts.message import Instant
from contracts.payments import FormField
from contracts.selling import PaymentMeans
from contracts.stay_payments import PaymentEnd
from gateway.board.card import Answer
from gateway.payments.model import PaymentStage, PaymentView


class GuestPayment(Answer):
    """`amount` is due now, of the stay's `total`, in minor units. The guest pays at `pay_at`, once
    there is one, until `pays_until`: led there, or, where there is a `form`, with its fields posted
    to it in their order; `reason` says why it came to nothing."""

    stage: PaymentStage
    reference: str | None = None
    means: PaymentMeans | None = None
    amount: int | None = None
    total: int | None = None
    currency: str | None = None
    pays_until: Instant | None = None
    pay_at: str | None = None
    form: tuple[FormField, ...] = ()
    reason: PaymentEnd | None = None
    refunded: int = 0


def guest_payment(view: PaymentView) -> GuestPayment:
    """Where to pay is told while it may still be paid."""
    may_pay = view.stage is PaymentStage.OPEN
    said = {name: getattr(view, name) for name in GuestPayment.model_fields}
    if not may_pay:
        said |= {"pay_at": None, "form": ()}
    return GuestPayment.model_validate(said)
