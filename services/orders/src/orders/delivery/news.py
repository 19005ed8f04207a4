"""What others are told of an order: the difference between what it was and what it is."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.deliveries import (
    CourierAssigned,
    CourierNear,
    DeliveryCancelled,
    DeliveryDelivered,
    DeliveryPickedUp,
    DeliveryReturned,
    ExpectedTimeChanged,
)
from contracts.message import Message
from orders.delivery.model import DeliveryOrder
from orders.delivery.transitions import DeliveryStatus

_Milestone = (
    type[DeliveryPickedUp]
    | type[CourierNear]
    | type[DeliveryDelivered]
    | type[DeliveryCancelled]
    | type[DeliveryReturned]
)
_ENDS: dict[DeliveryStatus, _Milestone] = {
    DeliveryStatus.DELIVERED: DeliveryDelivered,
    DeliveryStatus.CANCELLED: DeliveryCancelled,
    DeliveryStatus.RETURNED: DeliveryReturned,
}
_BEFORE_PICKUP = (DeliveryStatus.PLACED, DeliveryStatus.TO_PICKUP)


def news(before: DeliveryOrder, after: DeliveryOrder) -> tuple[Message, ...]:
    """All that is new in a placed order since `before`: its courier, its expected time, and how
    far it is, in that order. Nothing is told of an order that is not placed."""
    return (
        *_courier(before, after),
        *_expected_time(before, after),
        *_progress(before, after),
    )


def _courier(before: DeliveryOrder, after: DeliveryOrder) -> Iterator[CourierAssigned]:
    if after.placement is None or after.courier is None or after.courier_at is None:
        return
    if after.courier != before.courier:
        yield CourierAssigned(
            property_id=after.property_id,
            order_id=after.order_id,
            guest_id=after.placement.guest_id,
            courier=after.courier,
            occurred_at=after.courier_at,
        )


def _expected_time(before: DeliveryOrder, after: DeliveryOrder) -> Iterator[ExpectedTimeChanged]:
    if after.placement is None or after.expected_at is None or after.expected_as_of is None:
        return
    if after.expected_at != before.expected_at:
        yield ExpectedTimeChanged(
            property_id=after.property_id,
            order_id=after.order_id,
            occurred_at=after.expected_as_of,
            expected_at=after.expected_at,
        )


def _progress(before: DeliveryOrder, after: DeliveryOrder) -> Iterator[Message]:
    if after.placement is None or after.status_at is None or after.status is before.status:
        return
    for milestone in _milestones(before.status, after.status):
        yield milestone(
            property_id=after.property_id, order_id=after.order_id, occurred_at=after.status_at
        )


def _milestones(before: DeliveryStatus, after: DeliveryStatus) -> Iterator[_Milestone]:
    """The road is told without gaps while it lasts: a courier seen near has picked up, by then at
    the latest. An end is told alone: when the meal was picked up is not known, so it is not said.
    """
    if after.ended:
        yield _ENDS[after]
        return
    if before in _BEFORE_PICKUP and after not in _BEFORE_PICKUP:
        yield DeliveryPickedUp
    if after is DeliveryStatus.NEAR:
        yield CourierNear
