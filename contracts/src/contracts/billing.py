"""Billing converges: `orders` says what a folio should hold, `pms-bridge` makes it so."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.deliveries import Guest
from contracts.message import Instant, Message, OrderId, Text
from contracts.money import Amount


class BillingReason(StrEnum):
    """Why the target is what it is."""

    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURNED = "returned"


class BillingTarget(
    Message,
    type="orders.billing.target.v1",
    topic=topics.ORDERS_BILLING_STATE,
    key="order_id",
):
    """What the guest's folio should hold for this order now, per tax line (O14 to O21)."""

    order_id: OrderId
    guest_id: str
    reference: str
    room: str
    guest: Guest
    description: Text
    amount: Amount
    reason: BillingReason
    since: Instant


class FolioProblem(StrEnum):
    """Why a PMS did not take a charge, in words that fit any PMS."""

    NOT_FOUND = "not_found"  # nobody of that name is in that room
    AMBIGUOUS = "ambiguous"  # several guests match: a person must choose
    NO_POST = "no_post"  # the guest may not charge to the room
    INVALID_CODE = "invalid_code"  # no transaction code is set for a tax rate
    REFUSED = "refused"  # the PMS refused for a reason of its own
    NOT_CONNECTED = "not_connected"  # the property's PMS takes no charges from us


class _AboutFolio(Message):
    order_id: OrderId


class FolioPosted(
    _AboutFolio, type="bridge.folio.posted.v1", topic=topics.BRIDGE_FOLIO_EVENTS, key="order_id"
):
    """The PMS confirmed a posting; a negative amount takes an earlier one back."""

    posting_id: str
    amount: Amount
    transaction_numbers: Annotated[tuple[str, ...], Field(max_length=100)]


class FolioSettled(
    _AboutFolio, type="bridge.folio.settled.v1", topic=topics.BRIDGE_FOLIO_EVENTS, key="order_id"
):
    """The folio holds exactly what it should."""

    amount: Amount


class FolioPostingUnknown(
    _AboutFolio, type="bridge.folio.unknown.v1", topic=topics.BRIDGE_FOLIO_EVENTS, key="order_id"
):
    """The PMS did not answer; the posting is being looked up, not repeated."""

    posting_id: str
    detail: str


class FolioNeedsAttention(
    _AboutFolio, type="bridge.folio.attention.v1", topic=topics.BRIDGE_FOLIO_EVENTS, key="order_id"
):
    """A person must post `amount`, or mend what stands in the way."""

    posting_id: str
    problem: FolioProblem
    detail: str
    amount: Amount


class PostingConfirmed(
    _AboutFolio, type="bridge.folio.confirmed.v1", topic=topics.BRIDGE_FOLIO_REPORTS, key="order_id"
):
    """Report: the PMS holds the posting. `copies` above 1 means it holds it more than once."""

    posting_id: str
    reservation_id: str
    transaction_numbers: Annotated[tuple[str, ...], Field(max_length=100)]
    copies: Annotated[int, Field(ge=1)] = 1


class PostingRejected(
    _AboutFolio, type="bridge.folio.rejected.v1", topic=topics.BRIDGE_FOLIO_REPORTS, key="order_id"
):
    """Report: the PMS did not take the posting and holds nothing of it."""

    posting_id: str
    problem: FolioProblem
    detail: str


class PostingUnknown(
    _AboutFolio,
    type="bridge.folio.outcome-unknown.v1",
    topic=topics.BRIDGE_FOLIO_REPORTS,
    key="order_id",
):
    """Report: no answer came; whether the PMS holds the posting is not known yet."""

    posting_id: str
    detail: str
