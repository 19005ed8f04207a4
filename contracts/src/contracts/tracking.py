"""What delivery partners report about a delivery: late, repeated and out of order, as they do."""

from __future__ import annotations

from enum import StrEnum

from contracts import topics
from contracts.deliveries import AboutOrder, Courier, Position, ValidationCode
from contracts.message import ExternalId, Instant, Text


class ReportedStatus(StrEnum):
    """Where a delivery partner says a delivery is, in our words."""

    PENDING = "pending"
    ACCEPTED = "accepted"  # by the restaurant
    PREPARING = "preparing"
    TO_PICKUP = "to_pickup"
    PICKED_UP = "picked_up"
    TO_DROPOFF = "to_dropoff"
    NEAR = "near"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    FAILED = "failed"  # the courier came and could not hand it over
    RETURNED = "returned"


class DeliveryStatusReported(
    AboutOrder,
    type="bridge.delivery.status-reported.v1",
    topic=topics.BRIDGE_DELIVERY_EVENTS,
    key="order_id",
):
    """A partner reported a status: late, repeated and out of order, as partners do."""

    guest_id: str
    delivery_id: str
    status: ReportedStatus
    reported_at: Instant
    courier: Courier | None = None
    expected_at: Instant | None = None
    validation_code: ValidationCode | None = None
    reason: Text | None = None
    external_id: ExternalId | None = None


class CourierPositionReported(
    AboutOrder,
    type="bridge.delivery.position-reported.v1",
    topic=topics.BRIDGE_DELIVERY_EVENTS,
    key="order_id",
):
    """A partner reported where the courier is; every twenty seconds or so while on the way."""

    guest_id: str
    delivery_id: str
    position: Position
    reported_at: Instant
    expected_at: Instant | None = None
    external_id: ExternalId | None = None
