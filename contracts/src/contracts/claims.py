"""Claims: the hotel's complaint to the delivery partner, which may end in a refund (O19, O23)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import ExternalId, Instant, Message, OrderId, Part, Text
from contracts.money import Amount, Currency, MinorUnits

ClaimId = Annotated[str, Field(min_length=1, max_length=64)]


class ClaimReason(StrEnum):
    MISSING_ITEM = "missing_item"
    WRONG_ITEM = "wrong_item"
    DAMAGED = "damaged"
    QUALITY = "quality"
    LATE = "late"
    NOT_DELIVERED = "not_delivered"
    OTHER = "other"


class ClaimedItem(Part):
    """A dish of the order, by the number of its line counted from 0."""

    line: Annotated[int, Field(ge=0, le=199)]
    quantity: Annotated[int, Field(ge=1, le=999)]


class ClaimContent(Part):
    """`amount` is what the hotel asks back, gross, in minor units of `currency`. `photos` are links
    that whoever holds them may open for a while."""

    reason: ClaimReason
    items: Annotated[tuple[ClaimedItem, ...], Field(max_length=200)] = ()
    amount: Annotated[MinorUnits, Field(gt=0)]
    currency: Currency
    description: Annotated[str, Field(max_length=2000)] = ""
    photos: Annotated[tuple[Annotated[str, Field(max_length=500)], ...], Field(max_length=10)] = ()


class _AboutClaim(Message):
    order_id: OrderId
    claim_id: ClaimId


class OpenClaim(
    _AboutClaim,
    type="orders.delivery.open-claim.v1",
    topic=topics.ORDERS_DELIVERY_COMMANDS,
    key="order_id",
):
    """Complain to the partner about an order."""

    content: ClaimContent


class WithdrawClaim(
    _AboutClaim,
    type="orders.delivery.withdraw-claim.v1",
    topic=topics.ORDERS_DELIVERY_COMMANDS,
    key="order_id",
):
    """Take back a claim that the partner has not decided yet."""


class ClaimOpened(
    _AboutClaim,
    type="orders.delivery.claim-opened.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """A claim was opened; the partner is being told. It is to answer by `deadline`."""

    content: ClaimContent
    partner_id: str
    external_id: str
    deadline: Instant
    occurred_at: Instant


class ClaimRefusal(StrEnum):
    UNKNOWN_ORDER = "unknown_order"
    UNKNOWN_CLAIM = "unknown_claim"
    TOO_EARLY = "too_early"  # the order is still on its way
    TOO_LATE = "too_late"  # the partner takes no claims so long after the end
    NOT_BILLED = "not_billed"  # the order was cancelled: the partner bills nothing (O21)
    UNKNOWN_LINE = "unknown_line"
    EXCEEDS_ORDER = "exceeds_order"  # more than the order's amount less what was refunded
    CURRENCY_MISMATCH = "currency_mismatch"
    ALREADY_OPEN = "already_open"  # one claim at a time
    ALREADY_DECIDED = "already_decided"


class ClaimRefused(
    _AboutClaim,
    type="orders.delivery.claim-refused.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """A request about a claim was not taken: which field, and why."""

    reason: ClaimRefusal
    field: str
    detail: str


class ClaimVerdict(StrEnum):
    ACCEPTED = "accepted"
    PARTIALLY_ACCEPTED = "partially_accepted"
    REJECTED = "rejected"


class ClaimDecisionReported(
    _AboutClaim,
    type="bridge.delivery.claim-decided.v1",
    topic=topics.BRIDGE_DELIVERY_EVENTS,
    key="order_id",
):
    """The partner decided a claim. What it refunds comes with it, and is told again as a refund
    under the claim's id or not: both count once."""

    verdict: ClaimVerdict
    refunded: Annotated[MinorUnits, Field(ge=0)] = 0
    currency: Currency
    amount: Amount | None = None
    note: Text | None = None
    reported_at: Instant
    external_id: ExternalId | None = None


class ClaimOutcome(StrEnum):
    """How a claim ended."""

    ACCEPTED = "accepted"
    PARTIALLY_ACCEPTED = "partially_accepted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    UNANSWERED = "unanswered"  # the deadline passed; a late decision still counts


class ClaimEnded(
    _AboutClaim,
    type="orders.delivery.claim-ended.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """A claim came to its end, or to another one after its deadline had passed."""

    outcome: ClaimOutcome
    note: Text | None = None
    occurred_at: Instant


class ClaimDeadlineCame(
    _AboutClaim,
    type="orders.delivery.claim-deadline.v1",
    topic=topics.ORDERS_DELIVERY_REPORTS,
    key="order_id",
):
    """Report: the time that the partner had to answer is over."""
