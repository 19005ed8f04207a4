"""A payment as its guest sees it: where to pay, until when, and how it ended."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from chassis.documents import Collection, Document
from contracts.message import Instant
from contracts.payments import FormField
from contracts.properties import Language
from contracts.selling import Night, PaymentMeans
from contracts.stay_payments import PaymentEnd


class PaymentStage(StrEnum):
    OPENING = "opening"  # the provider is being asked
    OPEN = "open"  # the guest may pay
    TAKING = "taking"  # they have, and the money is being taken
    PAID = "paid"
    KEPT = "kept"  # a card, as a guarantee: nothing is paid
    ENDED = "ended"  # it was not paid: the places are given back
    REFUNDED = "refunded"  # it was paid, and all of it was given back


class PaymentView(Document):
    """The newest payment of a stay, kept under the order's id. `amount` is due now, of the stay's
    `total`; `refunded` is what was given back; all in minor units. `form` goes with the guest to
    `pay_at`, where the provider wants one. What is heard of the provider first has no more than
    that."""

    order_id: str
    property_id: str
    payment_id: str
    stage: PaymentStage = PaymentStage.OPENING
    reference: str | None = None
    means: PaymentMeans | None = None
    amount: int | None = None
    total: int | None = None
    currency: str | None = None
    language: Language | None = None
    nights: tuple[Night, ...] = ()
    pays_until: Instant | None = None
    pay_at: str | None = None
    form: tuple[FormField, ...] = ()
    reason: PaymentEnd | None = None
    refunded: int = 0

    def but(self, **changes: Any) -> PaymentView:
        return self.model_copy(update=changes)

    @property
    def is_over(self) -> bool:
        return self.stage in (
            PaymentStage.PAID,
            PaymentStage.KEPT,
            PaymentStage.ENDED,
            PaymentStage.REFUNDED,
        )


PAYMENTS = Collection("payments", PaymentView)
