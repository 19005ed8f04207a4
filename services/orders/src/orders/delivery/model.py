"""A delivery order: what was ordered, and how far the partner says that it has come."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from chassis.documents import Collection, Document
from contracts.deliveries import Courier, DeliveryContent, Position
from contracts.message import Instant
from orders.delivery.transitions import DeliveryStatus, Hindrance

# Couriers may change for ever; the milestones of one order cannot. Only the former are cut off.
TIMELINE_LIMIT = 100


class TimelineKind(StrEnum):
    PLACED = "placed"
    COURIER_ASSIGNED = "courier_assigned"
    PICKED_UP = "picked_up"
    NEAR = "near"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
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


class Whereabouts(_Piece):
    """Where the courier was last seen."""

    position: Position
    at: Instant


class Placement(_Piece):
    """What placing the order fixed for good."""

    guest_id: str
    reference: str
    content: DeliveryContent


class DeliveryOrder(Document):
    """One order, kept under its id; before it is placed it only remembers early reports.

    `courier` and `expected_at` are the newest that were reported, as of `courier_at` and
    `expected_as_of`. `early` holds at most one sighting per status. `was_delivered`
    stays true when a delivery is taken back: the folio must hear of that. `contradictions` names,
    each once, what the partner said that cannot be. Positions are not in the timeline: the last
    one suffices.
    """

    order_id: str
    property_id: str
    placement: Placement | None = None
    status: DeliveryStatus = DeliveryStatus.PLACED
    status_at: Instant | None = None
    courier: Courier | None = None
    courier_at: Instant | None = None
    expected_at: Instant | None = None
    expected_as_of: Instant | None = None
    whereabouts: Whereabouts | None = None
    early: tuple[Sighting, ...] = ()
    was_delivered: bool = False
    contradictions: tuple[Hindrance, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()

    def changed(self, **fields: Any) -> Self:
        return self.model_copy(update=fields)

    def noting(self, kind: TimelineKind, at: Instant, by: str) -> Self:
        """With one more entry in the timeline, unless it is one courier too many."""
        if kind is TimelineKind.COURIER_ASSIGNED and len(self.timeline) >= TIMELINE_LIMIT:
            return self
        return self.changed(timeline=(*self.timeline, TimelineEntry(kind=kind, at=at, by=by)))


deliveries = Collection("deliveries", DeliveryOrder)
