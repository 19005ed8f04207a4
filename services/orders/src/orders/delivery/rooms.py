"""Which room a meal goes to, and a charge that is not posted yet with it."""

from __future__ import annotations

from datetime import datetime

from contracts.deliveries import (
    ChangeDeliveryRoom,
    DeliveryRefused,
    DeliveryRoomChanged,
    RefusalReason,
)
from orders.delivery.model import DeliveryOrder, Move, Placement, placement_at
from orders.delivery.transitions import WITHOUT_MEAL


def room_of(order: DeliveryOrder, placement: Placement) -> str:
    return placement.content.room if order.move is None else order.move.room


def room_refusal(
    order: DeliveryOrder | None, request: ChangeDeliveryRoom
) -> DeliveryRefused | None:
    """Why an order cannot go to another room; None if it can. After delivery it still can: a charge
    that is not posted yet follows."""
    placement = placement_at(order, request.property_id)
    if order is None or placement is None:
        return _refusal(request, "", RefusalReason.UNKNOWN_ORDER, "no such order")
    if order.status in WITHOUT_MEAL:
        detail = f"the order is {order.status}"
        external_id = placement.content.external_id
        return _refusal(request, external_id, RefusalReason.ORDER_OVER, detail)
    return None


def with_room(order: DeliveryOrder, room: str, at: datetime) -> DeliveryOrder:
    """The order in that room; the very same order where it is that one already."""
    if order.placement is None or room == room_of(order, order.placement):
        return order
    return order.changed(move=Move(room=room, at=at))


def room_changed(order: DeliveryOrder, room: str, at: datetime) -> DeliveryRoomChanged:
    return DeliveryRoomChanged(
        property_id=order.property_id, order_id=order.order_id, occurred_at=at, room=room
    )


def _refusal(
    request: ChangeDeliveryRoom, external_id: str, reason: RefusalReason, detail: str
) -> DeliveryRefused:
    return DeliveryRefused(
        property_id=request.property_id,
        order_id=request.order_id,
        external_id=external_id,
        reason=reason,
        field="order_id",
        detail=detail,
    )
