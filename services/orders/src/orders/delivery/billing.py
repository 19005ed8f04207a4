"""What the guest's folio should hold for a delivery order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from contracts.billing import BillingReason, BillingTarget
from contracts.money import Amount
from orders.delivery.model import DeliveryOrder, Placement
from orders.delivery.refunds import settled
from orders.delivery.rooms import room_of
from orders.delivery.transitions import DeliveryStatus

_REASONS = {
    DeliveryStatus.CANCELLED: BillingReason.CANCELLED,
    DeliveryStatus.FAILED: BillingReason.FAILED,
    DeliveryStatus.RETURNED: BillingReason.RETURNED,
}


def billing_target(order: DeliveryOrder) -> BillingTarget | None:
    """The amount less its refunds once delivered, nothing once that is taken back (O14, O18..O21).

    None before delivery, and for an order that ended without it: a folio that was never to hold
    anything need not be told so.
    """
    placement, ended_at = order.placement, order.status_at
    if placement is None or ended_at is None or not order.was_delivered:
        return None
    amount, reason, since = _owed(order, placement, ended_at)
    return BillingTarget(
        property_id=order.property_id,
        order_id=order.order_id,
        guest_id=placement.guest_id,
        reference=placement.reference,
        room=room_of(order, placement),
        guest=placement.content.guest,
        description=f"{placement.content.restaurant.name[:190]} {placement.reference}",
        amount=amount,
        reason=reason,
        since=since if order.move is None else max(since, order.move.at),
        partner_id=placement.content.partner_id,
        external_id=placement.content.external_id,
        placed_at=placement.content.placed_at,
    )


def billing_news(before: DeliveryOrder, after: DeliveryOrder) -> Iterator[BillingTarget]:
    """The folio's new target, where it is another one.

    The target follows from the order alone and is told whenever it changes, so that of the order
    before is the one that was told last.
    """
    target = billing_target(after)
    if target is not None and target != billing_target(before):
        yield target


def _owed(
    order: DeliveryOrder, placement: Placement, ended_at: datetime
) -> tuple[Amount, BillingReason, datetime]:
    """What, why, and since when."""
    amount = placement.content.amount
    if order.status is not DeliveryStatus.DELIVERED:
        return Amount.nothing(amount.currency), _REASONS[order.status], ended_at
    refunds = settled(order)
    if not refunds.counted:
        return amount, BillingReason.DELIVERED, ended_at
    since = max(ended_at, *(each.refund.reported_at for each in refunds.counted))
    reason = BillingReason.REFUNDED if refunds.in_full else BillingReason.PARTIALLY_REFUNDED
    return refunds.left, reason, since
