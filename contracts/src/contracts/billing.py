"""Billing converges: `orders` says what a folio should hold, `pms-bridge` makes it so."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.deliveries import Guest
from contracts.message import Instant, Message, OrderId, Part, Text
from contracts.money import Amount
from contracts.personal import Personal

PartnerName = Annotated[str, Field(min_length=1, max_length=64)]


class BillingReason(StrEnum):
    """Why the target is what it is."""

    DELIVERED = "delivered"
    REFUNDED = "refunded"
    PARTIALLY_REFUNDED = "partially_refunded"
    CANCELLED = "cancelled"
    FAILED = "failed"
    RETURNED = "returned"


class BillingTarget(
    Message,
    type="orders.billing.target.v1",
    topic=topics.ORDERS_BILLING_STATE,
    key="order_id",
):
    """What the guest's folio should hold for this order now, per tax line (O14 to O21).

    `partner_id`, `external_id` and `placed_at` are those of the order: by them a day's folios are
    compared with what its partner bills.
    """

    order_id: OrderId
    guest_id: str
    reference: str
    room: str
    guest: Guest
    description: Text
    amount: Amount
    reason: BillingReason
    since: Instant
    partner_id: PartnerName | None = None
    external_id: PartnerName | None = None
    placed_at: Instant | None = None


class FolioProblem(StrEnum):
    """Why a PMS did not take a charge, in words that fit any PMS."""

    NOT_FOUND = "not_found"  # nobody of that name is in that room
    NOT_IN_HOUSE = "not_in_house"  # the guest has left, or has not arrived
    AMBIGUOUS = "ambiguous"  # several guests match: a person must choose
    NO_POST = "no_post"  # the guest may not charge to the room
    INVALID_CODE = "invalid_code"  # no transaction code is set for a tax rate
    WRONG_CURRENCY = "wrong_currency"  # the order is not in the property's currency
    POSTED_BY_HAND = "posted_by_hand"  # only who posted it by hand knows where to take it back
    REFUSED = "refused"  # the PMS refused for a reason of its own
    NOT_CONNECTED = "not_connected"  # the property's PMS takes no charges from us


class Candidate(Part):
    """A reservation that a charge may belong to, offered to a person to choose from."""

    reservation_id: Annotated[str, Field(min_length=1, max_length=80)]
    guest_name: Annotated[str, Personal, Field(max_length=200)]
    room: Annotated[str, Field(max_length=20)] | None = None


Candidates = Annotated[tuple[Candidate, ...], Field(max_length=20)]


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
    """A person must post `amount`, choose among `candidates`, or mend what stands in the way."""

    guest_id: str
    posting_id: str
    problem: FolioProblem
    detail: str
    amount: Amount
    candidates: Candidates = ()


class AttentionEnd(StrEnum):
    """How a question to a person about a posting ended."""

    BY_HAND = "by_hand"  # a person posted it
    TRYING = "trying"  # it is being tried again, or with the reservation that was chosen
    SUPERSEDED = "superseded"  # the target has changed: another amount is asked, or none


class FolioAttentionEnded(
    _AboutFolio,
    type="bridge.folio.attention-ended.v1",
    topic=topics.BRIDGE_FOLIO_EVENTS,
    key="order_id",
):
    """Nobody is asked about this posting any more; `by` is the actor who answered."""

    posting_id: str
    end: AttentionEnd
    by: str
    amount: Amount
    note: Text | None = None


class PostingConfirmed(
    _AboutFolio, type="bridge.folio.confirmed.v1", topic=topics.BRIDGE_FOLIO_REPORTS, key="order_id"
):
    """Report: the PMS holds the posting. `copies` above 1 means it holds it more than once."""

    posting_id: str
    reservation_id: str
    transaction_numbers: Annotated[tuple[str, ...], Field(max_length=100)]
    copies: Annotated[int, Field(ge=1, le=1000)] = 1


class PostingRejected(
    _AboutFolio, type="bridge.folio.rejected.v1", topic=topics.BRIDGE_FOLIO_REPORTS, key="order_id"
):
    """Report: the PMS did not take the posting and holds nothing of it."""

    guest_id: str
    posting_id: str
    problem: FolioProblem
    detail: str
    candidates: Candidates = ()


class PostingUnknown(
    _AboutFolio,
    type="bridge.folio.outcome-unknown.v1",
    topic=topics.BRIDGE_FOLIO_REPORTS,
    key="order_id",
):
    """Report: no answer came; whether the PMS holds the posting is not known yet."""

    posting_id: str
    detail: str
