"""The delivery order's table: what people and ordering pages ask, what delivery partners report."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts import topics
from contracts.chats import CourierMessageReported, SendCourierMessage
from contracts.deliveries import ChangeDeliveryRoom, PlaceDeliveryOrder
from contracts.doubts import PlacementDeadlineCame
from contracts.message import Message
from contracts.refunds import RefundReported
from contracts.tracking import CourierPositionReported, DeliveryStatusReported
from orders.delivery.billing import billing_news, billing_target
from orders.delivery.chat import chat_refusal, received, received_early, sent, with_word
from orders.delivery.claim_handlers import table as claims_table
from orders.delivery.model import DeliveryOrder, deliveries, placement_at
from orders.delivery.news import news
from orders.delivery.placing import (
    caught_up,
    differing_field,
    placed,
    placed_differently,
    refusal,
    told_placed,
)
from orders.delivery.refund_news import refused_as_one_too_many
from orders.delivery.refunds import refund_of, with_refund
from orders.delivery.reports import early_at, left_out, missed, taken
from orders.delivery.rooms import room_changed, room_refusal, with_room
from orders.delivery.telling import refusing, told
from orders.delivery.tracking import position_reported, status_reported
from orders.properties.model import properties

table = HandlerTable("orders")
table.include(claims_table)
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
        return refusing(refused)
    return _opened(placed(message, context.envelope.actor), order)


@table.on(PlacementDeadlineCame, document=deliveries)
def placement_deadline_came(
    order: DeliveryOrder | None, message: PlacementDeadlineCame, context: Context
) -> Outcome[DeliveryOrder]:
    """Say that an order is missing of which a partner speaks, so that a person asks."""
    missing = missed(order, message.property_id)
    return Outcome() if missing is None else Outcome(missing[0], [missing[1]])


@table.on(DeliveryStatusReported, document=deliveries)
def status_was_reported(
    order: DeliveryOrder | None, message: DeliveryStatusReported, context: Context
) -> Outcome[DeliveryOrder]:
    """Move the order as far as the partner says, never backwards."""
    by = context.envelope.actor
    return taken(order, message, context, lambda known: status_reported(known, message, by))


@table.on(CourierPositionReported, document=deliveries)
def position_was_reported(
    order: DeliveryOrder | None, message: CourierPositionReported, context: Context
) -> Outcome[DeliveryOrder]:
    """Keep the courier's last position, and the expected time that came with it."""
    return taken(order, message, context, lambda known: position_reported(known, message))


@table.on(RefundReported, document=deliveries)
def refund_was_reported(
    order: DeliveryOrder | None, message: RefundReported, context: Context
) -> Outcome[DeliveryOrder]:
    """Take a refund off what is due, or say why it cannot be (O19, O20)."""
    refund = refund_of(message)
    return taken(
        order,
        message,
        context,
        lambda known: with_refund(known, refund),
        lambda before, _: refused_as_one_too_many(before, refund),
    )


@table.on(ChangeDeliveryRoom, document=deliveries)
def change_room(
    order: DeliveryOrder | None, message: ChangeDeliveryRoom, context: Context
) -> Outcome[DeliveryOrder]:
    """Bring meal and charge to another room, or say why not."""
    refused = room_refusal(order, message)
    if order is None or refused is not None:
        return refusing(refused)
    changed = room_changed(order, message.room, context.now)
    return told(order, with_room(order, message.room, context.now), [changed])


@table.on(SendCourierMessage, document=deliveries)
def write_to_courier(
    order: DeliveryOrder | None, message: SendCourierMessage, context: Context
) -> Outcome[DeliveryOrder]:
    """Pass the hotel's words on to the courier, or say why not (O08, O09)."""
    placement = placement_at(order, message.property_id)
    refused = chat_refusal(order, message, context.now)
    if placement is None or refused is not None:
        return refusing(refused)
    author = context.envelope.actor
    return Outcome(events=[sent(placement, message, context.new_id(), author, context.now)])


@table.on(CourierMessageReported, document=deliveries)
def courier_wrote(
    order: DeliveryOrder | None, message: CourierMessageReported, context: Context
) -> Outcome[DeliveryOrder]:
    """Tell reception of the courier's message, once (O06)."""
    return taken(
        order,
        message,
        context,
        lambda known: with_word(known, message),
        lambda before, after: [] if after is before else [*received(after, message)],
    )


def _opened(order: DeliveryOrder, heard: DeliveryOrder | None) -> Outcome[DeliveryOrder]:
    """A new order's first events, then those of what was reported before it, in their order. The
    folio is told where it ends, and nothing of the steps on the way there."""
    assert order.placement is not None  # noqa: S101 - its one caller has just placed it
    strangers = left_out(heard, order.property_id)
    events: list[Message] = [told_placed(order, order.placement), *strangers]
    early = None if heard is None else early_at(heard, order.property_id)
    if early is None:
        return Outcome(order, events)
    now = order
    for later in caught_up(order, early):
        events += news(now, later)
        now = later
    return Outcome(now, [*events, *received_early(now, early), *billing_news(order, now)])
