"""What others are told of an order: the difference between what it was and what it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from contracts.deliveries import (
    CourierAssigned,
    CourierNear,
    CourierSeen,
    DeliveryAccepted,
    DeliveryCancelled,
    DeliveryDelivered,
    DeliveryFailed,
    DeliveryPickedUp,
    DeliveryPreparing,
    DeliveryReturned,
    ExpectedTimeChanged,
    ValidationCodeChanged,
)
from contracts.message import Message
from orders.delivery.claims import claim_news
from orders.delivery.ends import contradiction_news
from orders.delivery.model import DeliveryOrder, TimelineKind
from orders.delivery.refund_news import refund_news
from orders.delivery.transitions import KITCHEN, DeliveryStatus

_BEFORE_PICKUP = KITCHEN | {DeliveryStatus.PLACED, DeliveryStatus.TO_PICKUP}
_IN_THE_KITCHEN: dict[TimelineKind, type[DeliveryAccepted | DeliveryPreparing]] = {
    TimelineKind.ACCEPTED: DeliveryAccepted,
    TimelineKind.PREPARING: DeliveryPreparing,
}


def news(before: DeliveryOrder, after: DeliveryOrder) -> list[Message]:
    """All that is new in a placed order since `before`: its courier, expected time, code and place,
    how far it is, what cannot be of that, its claims and its refunds, in that order. Nothing is
    told of an order that is not placed."""
    if after.placement is None or after is before:
        return []
    return [
        *_courier(before, after),
        *_expected_time(before, after),
        *_code(before, after),
        *_sight(before, after),
        *_kitchen(before, after),
        *_progress(before, after),
        *contradiction_news(before, after),
        *claim_news(before, after),
        *refund_news(before, after),
    ]


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


def _code(before: DeliveryOrder, after: DeliveryOrder) -> Iterator[ValidationCodeChanged]:
    if after.validation_code is None or after.code_as_of is None:
        return
    if after.validation_code != before.validation_code:
        yield ValidationCodeChanged(
            property_id=after.property_id,
            order_id=after.order_id,
            occurred_at=after.code_as_of,
            validation_code=after.validation_code,
        )


def _sight(before: DeliveryOrder, after: DeliveryOrder) -> Iterator[CourierSeen]:
    if after.shown is not None and after.shown != before.shown:
        yield CourierSeen(
            property_id=after.property_id,
            order_id=after.order_id,
            occurred_at=after.shown.at,
            position=after.shown.position,
        )


def _kitchen(before: DeliveryOrder, after: DeliveryOrder) -> Iterator[Message]:
    """What the kitchen did, whenever it is first known: the road may have begun by then."""
    for entry in after.timeline[len(before.timeline) :]:
        if milestone := _IN_THE_KITCHEN.get(entry.kind):
            yield milestone(
                property_id=after.property_id, order_id=after.order_id, occurred_at=entry.at
            )


def _progress(before: DeliveryOrder, after: DeliveryOrder) -> Iterator[Message]:
    """The road is told without gaps while it lasts: a courier seen near has picked up, by then at
    the latest. An end is told alone: when the meal was picked up is not known, so it is not said.
    """
    at, status = after.status_at, after.status
    if at is None or status is before.status:
        return
    if status.ended:
        yield _end(after, at)
        return
    about = {"property_id": after.property_id, "order_id": after.order_id}
    if before.status in _BEFORE_PICKUP and status not in _BEFORE_PICKUP:
        yield DeliveryPickedUp(**about, occurred_at=at)
    if status is DeliveryStatus.NEAR:
        yield CourierNear(**about, occurred_at=at)


def _end(order: DeliveryOrder, at: datetime) -> Message:
    about = {"property_id": order.property_id, "order_id": order.order_id}
    guest_id = None if order.placement is None else order.placement.guest_id
    reason = order.ended_because
    match order.status:
        case DeliveryStatus.CANCELLED:
            return DeliveryCancelled(**about, guest_id=guest_id, reason=reason, occurred_at=at)
        case DeliveryStatus.FAILED:
            return DeliveryFailed(**about, reason=reason, occurred_at=at)
        case DeliveryStatus.RETURNED:
            return DeliveryReturned(**about, reason=reason, occurred_at=at)
        case _:
            return DeliveryDelivered(**about, occurred_at=at)
