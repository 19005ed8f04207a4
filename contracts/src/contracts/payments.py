"""Payments of stays: asked for, paid on a provider's own page, kept or given back (R56, R57).

`orders` says how much of a payment is to be kept; `pms-bridge` makes it so at the provider, as it
makes a folio hold what it should. No card is ever seen here: guests pay on the provider's page.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.huts import WebAddress
from contracts.message import Message, OrderId, Part
from contracts.money import Currency, MinorUnits
from contracts.properties import Language
from contracts.selling import Night, PaymentMeans

Sum = Annotated[MinorUnits, Field(ge=0)]
Detail = Annotated[str, Field(max_length=500)]


class FormField(Part):
    """One hidden field of a form that the guest's browser posts to a provider's page. They are sent
    in this order: a provider may have them signed so."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,40}$")]
    value: Annotated[str, Field(max_length=2000)]


Form = Annotated[tuple[FormField, ...], Field(max_length=40)]


class KeptCard(Part):
    """A card that a provider keeps as a guarantee, until the end of a day. Nothing of the card is
    known here: not its number, not a digit of it."""

    keeper: Annotated[str, Field(min_length=1, max_length=60, examples=["Coffre Alpin"])]
    until: Night


class AboutPayment(Message):
    """`payment_id` is one attempt to pay an order, and its key at the provider. What happens is
    told of each by itself, under the order's key."""

    order_id: OrderId
    payment_id: Annotated[str, Field(min_length=1, max_length=64)]


class StartPayment(
    AboutPayment,
    type="bridge.payment.start.v1",
    topic=topics.BRIDGE_PAYMENT_COMMANDS,
    key="order_id",
):
    """Open a payment at the provider of the property. The guest is led to its page and comes back
    to `return_to`; no money moves before `SettlePayment` says that some is kept."""

    means: PaymentMeans
    amount: Annotated[MinorUnits, Field(gt=0)]
    currency: Currency
    reference: Annotated[str, Field(max_length=40)]
    language: Language
    return_to: WebAddress


class CheckPayment(
    AboutPayment,
    type="bridge.payment.check.v1",
    topic=topics.BRIDGE_PAYMENT_COMMANDS,
    key="order_id",
):
    """Look at the provider how the payment stands: its guest came back, or the provider sent word.
    What either of them says is not believed; what the provider answers is."""


class SettlePayment(
    AboutPayment,
    type="bridge.payment.settle.v1",
    topic=topics.BRIDGE_PAYMENT_COMMANDS,
    key="order_id",
):
    """So much of the payment is to be kept: what is authorised is captured; what is more than that
    is refunded; of nothing kept, what is authorised is voided. A later one counts instead."""

    keep: Sum


class PaymentOpened(
    AboutPayment,
    type="bridge.payment.opened.v1",
    topic=topics.BRIDGE_PAYMENT_EVENTS,
    key="order_id",
    subject="payment_id",
):
    """The guest may pay at this address: led there, or with `form` where there is one, which their
    browser posts to it."""

    pay_at: WebAddress
    form: Form = ()


class PaymentAuthorised(
    AboutPayment,
    type="bridge.payment.authorised.v1",
    topic=topics.BRIDGE_PAYMENT_EVENTS,
    key="order_id",
    subject="payment_id",
):
    """The provider holds the money for us; it is not ours yet. Of a `card` that is kept as a
    guarantee nothing is held, and up to `amount` may be charged."""

    amount: Sum
    currency: Currency
    card: KeptCard | None = None


class PaymentSettled(
    AboutPayment,
    type="bridge.payment.settled.v1",
    topic=topics.BRIDGE_PAYMENT_EVENTS,
    key="order_id",
    subject="payment_id",
):
    """What was asked for is so: `kept` is ours; `refunded` had been, and was given back."""

    kept: Sum
    refunded: Sum = 0
    currency: Currency


class PaymentProblem(StrEnum):
    DECLINED = "declined"  # the provider does not give the money
    NOT_CONNECTED = "not_connected"  # the property has no account with that provider
    REFUSED = "refused"  # the provider does not take what it is asked


class PaymentFailed(
    AboutPayment,
    type="bridge.payment.failed.v1",
    topic=topics.BRIDGE_PAYMENT_EVENTS,
    key="order_id",
    subject="payment_id",
):
    """The payment comes to nothing; nothing is held of it, nor ours."""

    problem: PaymentProblem
    detail: Detail = ""


class PaymentStep(StrEnum):
    """One thing that is asked of a provider."""

    OPEN = "open"
    AUTHORISE = "authorise"
    CAPTURE = "capture"
    VOID = "void"
    REFUND = "refund"


class StepEnd(StrEnum):
    DONE = "done"
    NOT_YET = "not_yet"  # the guest has not paid so far
    DECLINED = "declined"
    NOT_CONNECTED = "not_connected"
    REFUSED = "refused"


class PaymentStepDone(
    AboutPayment,
    type="bridge.payment.step-done.v1",
    topic=topics.BRIDGE_PAYMENT_REPORTS,
    key="order_id",
):
    """Report: how a step ended, and how the payment stands at the provider after it, in minor
    units: what it holds for us, what is ours, what was given back of that."""

    step: PaymentStep
    end: StepEnd
    detail: Detail = ""
    provider_id: Annotated[str, Field(max_length=100)] | None = None
    pay_at: WebAddress | None = None
    form: Form = ()
    card: KeptCard | None = None
    authorised: Sum = 0
    captured: Sum = 0
    refunded: Sum = 0
