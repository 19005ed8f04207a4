"""A delivery order: what was ordered, how far it has come, and what was said and claimed of it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from chassis.documents import Collection, Document
from contracts.chats import ChatMessageId, Words
from contracts.claims import ClaimContent, ClaimId, ClaimOutcome
from contracts.deliveries import Courier, DeliveryContent, Position, Room, ValidationCode
from contracts.message import ExternalId, Instant, Text
from contracts.money import Amount, Currency, MinorUnits
from contracts.refunds import RefundId
from orders.delivery.transitions import DeliveryStatus

# Couriers may change for ever; the milestones of one order cannot. Only the former are cut off.
TIMELINE_LIMIT = 100


class TimelineKind(StrEnum):
    PLACED = "placed"
    ACCEPTED = "accepted"
    PREPARING = "preparing"
    COURIER_ASSIGNED = "courier_assigned"
    PICKED_UP = "picked_up"
    NEAR = "near"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    FAILED = "failed"
    RETURNED = "returned"


class _Piece(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


class TimelineEntry(_Piece):
    """What happened at `at`, and who told us (an envelope's actor)."""

    kind: TimelineKind
    at: Instant
    by: str


class Sighting(_Piece):
    """A status as the delivery partner reported it, and who brought the report."""

    status: DeliveryStatus
    at: Instant
    by: str
    reason: Text | None = None


class End(_Piece):
    """An end that the partner reported: the first and the last time that it named for it. It may
    say one end many times, and several that exclude each other."""

    status: DeliveryStatus
    first_at: Instant
    last_at: Instant


class Hearsay(_Piece):
    """Since when, and from whom (an envelope's actor), an order is known that nobody has placed,
    and what the partner calls it. `told`: that it is missing has been said."""

    since: Instant
    by: str
    external_id: ExternalId | None = None
    told: bool = False


class Whereabouts(_Piece):
    """Where the courier was seen."""

    position: Position
    at: Instant


class Refund(_Piece):
    """A refund as the partner reported it; `total` is gross, `amount` how it falls on tax lines."""

    refund_id: RefundId
    total: MinorUnits
    currency: Currency
    amount: Amount | None = None
    claim_id: ClaimId | None = None
    reason: Text | None = None
    reported_at: Instant


class CourierWord(_Piece):
    """A message of the courier. Its text is kept only until it can be told."""

    message_id: ChatMessageId
    sent_at: Instant
    text: Words | None = None


class Claim(_Piece):
    """A claim of the hotel: open while it has no outcome. `content` is kept as long, to know the
    same request again. `decided_at` is the partner's, where it was the partner that decided."""

    claim_id: ClaimId
    opened_at: Instant
    deadline: Instant
    content: ClaimContent | None = None
    outcome: ClaimOutcome | None = None
    ended_at: Instant | None = None
    decided_at: Instant | None = None
    note: Text | None = None


class Move(_Piece):
    """Another room than the one that was ordered to, since when."""

    room: Room
    at: Instant


class Placement(_Piece):
    """What placing the order fixed for good."""

    guest_id: str
    reference: str
    content: DeliveryContent


class DeliveryOrder(Document):
    """One order, kept under its id; before it is placed it only remembers early reports: those of
    one property, and in `elsewhere` those of others, of which at most one will turn out to be the
    order's. `hearsay` is there as long.

    `courier`, `expected_at` and `validation_code` are the newest that were reported, as of
    `courier_at`, `expected_as_of` and `code_as_of`. `early` holds at most one sighting per status.
    `was_delivered` stays true when a delivery is taken back: the folio must hear of that.
    `ends` are all that were reported, those too that cannot be. `shown` is the position that was
    last told. Positions are not in the timeline: the last one suffices.
    `refunds` are all that were reported, those too that cannot be: what counts is reckoned.
    """

    order_id: str
    property_id: str
    placement: Placement | None = None
    status: DeliveryStatus = DeliveryStatus.PLACED
    status_at: Instant | None = None
    ended_because: Text | None = None
    courier: Courier | None = None
    courier_at: Instant | None = None
    expected_at: Instant | None = None
    expected_as_of: Instant | None = None
    validation_code: ValidationCode | None = None
    code_as_of: Instant | None = None
    whereabouts: Whereabouts | None = None
    shown: Whereabouts | None = None
    early: tuple[Sighting, ...] = ()
    was_delivered: bool = False
    ends: tuple[End, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    move: Move | None = None
    heard: tuple[CourierWord, ...] = ()
    refunds: tuple[Refund, ...] = ()
    claims: tuple[Claim, ...] = ()
    hearsay: Hearsay | None = None
    elsewhere: tuple[DeliveryOrder, ...] = ()

    def changed(self, **fields: Any) -> Self:
        return self.model_copy(update=fields)

    def noting(self, kind: TimelineKind, at: Instant, by: str) -> Self:
        """With one more entry in the timeline, unless it is one courier too many."""
        if kind is TimelineKind.COURIER_ASSIGNED and len(self.timeline) >= TIMELINE_LIMIT:
            return self
        return self.changed(timeline=(*self.timeline, TimelineEntry(kind=kind, at=at, by=by)))


def placement_at(order: DeliveryOrder | None, property_id: str) -> Placement | None:
    """What was placed, if it was placed at this property: another one's people cannot tell."""
    return order.placement if order is not None and order.property_id == property_id else None


deliveries = Collection("deliveries", DeliveryOrder)
