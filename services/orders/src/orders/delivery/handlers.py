"""The delivery order's table: requests of ordering pages, reports of delivery partners."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts import topics
from contracts.billing import BillingTarget
from contracts.deliveries import (
    CourierPositionReported,
    DeliveryPlaced,
    DeliveryStatusReported,
    PlaceDeliveryOrder,
)
from contracts.message import Message
from orders.delivery.billing import billing_target
from orders.delivery.model import DeliveryOrder, deliveries
from orders.delivery.news import news
from orders.delivery.placing import (
    differing_field,
    placed,
    placed_differently,
    refusal,
    with_early_knowledge,
)
from orders.delivery.tracking import moved, position_reported, status_reported
from orders.properties.model import properties

table = HandlerTable("orders")
table.state(deliveries, topics.ORDERS_BILLING_STATE)(billing_target)


@table.on(
    PlaceDeliveryOrder,
    document=deliveries,
    reads=lambda request: (properties.ref(request.property_id),),
)
def place(
    order: DeliveryOrder | None, message: PlaceDeliveryOrder, context: Context
) -> Outcome[DeliveryOrder]:
    """Take the order, or say why not; what partners reported before it counts from now on."""
    if order is not None and order.placement is not None:
        differing = differing_field(order, message)
        return Outcome(events=[placed_differently(message, differing)] if differing else [])
    refused = refusal(message, context.read(properties.ref(message.property_id)))
    if refused is not None:
        return Outcome(events=[refused])
    return _opened(placed(message, context.envelope.actor), order)


@table.on(DeliveryStatusReported, document=deliveries)
def status_was_reported(
    order: DeliveryOrder | None, message: DeliveryStatusReported, context: Context
) -> Outcome[DeliveryOrder]:
    """Move the order as far as the partner says, never backwards."""
    known = order or _unplaced(message)
    return _told(known, status_reported(known, message, context.envelope.actor))


@table.on(CourierPositionReported, document=deliveries)
def position_was_reported(
    order: DeliveryOrder | None, message: CourierPositionReported, context: Context
) -> Outcome[DeliveryOrder]:
    """Keep the courier's last position, and the expected time that came with it."""
    known = order or _unplaced(message)
    return _told(known, position_reported(known, message))


def _unplaced(report: DeliveryStatusReported | CourierPositionReported) -> DeliveryOrder:
    """An order of which only a partner has spoken yet."""
    return DeliveryOrder(order_id=report.order_id, property_id=report.property_id)


def _opened(order: DeliveryOrder, early: DeliveryOrder | None) -> Outcome[DeliveryOrder]:
    """A new order's first events, then those of what was reported before it, in their order."""
    assert order.placement is not None  # noqa: S101 - it was placed one line above
    events: list[Message] = [
        DeliveryPlaced(
            property_id=order.property_id,
            order_id=order.order_id,
            guest_id=order.placement.guest_id,
            reference=order.placement.reference,
            content=order.placement.content,
        )
    ]
    if early is None:
        return Outcome(order, events)
    now = with_early_knowledge(order, early)
    events += news(order, now)
    for sighting in sorted(early.early, key=lambda seen: seen.status.rank):
        before, now = now, moved(now, sighting)
        events += news(before, now)
    return Outcome(now, [*events, *_billing(order, now)])


def _told(before: DeliveryOrder, after: DeliveryOrder) -> Outcome[DeliveryOrder]:
    """The outcome of a report: nothing at all where it brought nothing new."""
    if after is before:
        return Outcome()
    return Outcome(after, [*news(before, after), *_billing(before, after)])


def _billing(before: DeliveryOrder, after: DeliveryOrder) -> list[BillingTarget]:
    """The folio's new target, where the order's end changed it."""
    target = billing_target(after) if after.status is not before.status else None
    return [] if target is None else [target]
