"""What the guest's folio should hold for a delivery order."""

from __future__ import annotations

from contracts.billing import BillingReason, BillingTarget
from contracts.money import Amount
from orders.delivery.model import DeliveryOrder
from orders.delivery.transitions import DeliveryStatus

_REASONS = {
    DeliveryStatus.DELIVERED: BillingReason.DELIVERED,
    DeliveryStatus.CANCELLED: BillingReason.CANCELLED,
    DeliveryStatus.RETURNED: BillingReason.RETURNED,
}


def billing_target(order: DeliveryOrder) -> BillingTarget | None:
    """The whole amount once delivered, nothing once that is taken back (O14, O18, O21).

    None before delivery, and for an order that ended without it: a folio that was never to hold
    anything need not be told so.
    """
    placement = order.placement
    if placement is None or order.status_at is None or not order.was_delivered:
        return None
    content = placement.content
    owed = order.status is DeliveryStatus.DELIVERED
    return BillingTarget(
        property_id=order.property_id,
        order_id=order.order_id,
        guest_id=placement.guest_id,
        reference=placement.reference,
        room=content.room,
        guest=content.guest,
        description=f"{content.restaurant.name[:190]} {placement.reference}",
        amount=content.amount if owed else Amount.nothing(content.amount.currency),
        reason=_REASONS[order.status],
        since=order.status_at,
    )
