"""The life of a delivery, as the board follows it: one row per event of `orders`."""

from __future__ import annotations

from chassis.outcome import Changes, Context
from chassis.table import Documents, HandlerTable
from contracts.deliveries import (
    CourierAssigned,
    CourierNear,
    DeliveryCancelled,
    DeliveryDelivered,
    DeliveryPickedUp,
    DeliveryPlaced,
    DeliveryRefused,
    DeliveryReturned,
    ExpectedTimeChanged,
)
from contracts.envelope import format_instant
from gateway.board.model import Moment, MomentKind, OrderStatus
from gateway.board.recording import entry_of, news_of, recorded, view_and_entry, view_of

deliveries = HandlerTable("gateway")


@deliveries.on_many(DeliveryPlaced, touches=view_and_entry)
def delivery_placed(documents: Documents, message: DeliveryPlaced, context: Context) -> Changes:
    moment = Moment(at=message.content.placed_at, kind=MomentKind.PLACED)
    return recorded(documents, message, moment, lambda view: view.placed(message))


@deliveries.on_many(DeliveryRefused, touches=view_and_entry)
def delivery_refused(documents: Documents, message: DeliveryRefused, context: Context) -> Changes:
    """A refused request is news for the feed alone: it leaves an order of that id as it is."""
    _, activity = view_and_entry(message)
    note = f"{message.external_id}: {message.reason}"
    moment = Moment(at=context.envelope.time, kind=MomentKind.REFUSED, note=note)
    return Changes({activity: entry_of(message, moment, activity.id)})


@deliveries.on_many(CourierAssigned, touches=view_and_entry)
def courier_assigned(documents: Documents, message: CourierAssigned, context: Context) -> Changes:
    courier = message.courier
    moment = Moment(at=message.occurred_at, kind=MomentKind.COURIER_ASSIGNED, note=courier.name)
    return recorded(documents, message, moment, lambda view: view.with_courier(courier))


@deliveries.on_many(ExpectedTimeChanged, touches=lambda message: view_and_entry(message)[:1])
def expected_time_changed(
    documents: Documents, message: ExpectedTimeChanged, context: Context
) -> Changes:
    """Shown on the card and in the timeline; the feed would drown in it."""
    (orders,) = documents
    moment = Moment(
        at=message.occurred_at,
        kind=MomentKind.EXPECTED_TIME_CHANGED,
        note=format_instant(message.expected_at),
    )
    view = view_of(documents[orders], message).expected(message.expected_at).with_moment(moment)
    return Changes({orders: view}, news_of(view))


@deliveries.on_many(DeliveryPickedUp, touches=view_and_entry)
def picked_up(documents: Documents, message: DeliveryPickedUp, context: Context) -> Changes:
    moment = Moment(at=message.occurred_at, kind=MomentKind.PICKED_UP)
    return recorded(documents, message, moment, lambda view: view.moving(OrderStatus.ON_THE_WAY))


@deliveries.on_many(CourierNear, touches=view_and_entry)
def courier_near(documents: Documents, message: CourierNear, context: Context) -> Changes:
    moment = Moment(at=message.occurred_at, kind=MomentKind.NEAR)
    return recorded(documents, message, moment, lambda view: view.moving(OrderStatus.NEAR))


@deliveries.on_many(DeliveryDelivered, touches=view_and_entry)
def delivered(documents: Documents, message: DeliveryDelivered, context: Context) -> Changes:
    at = message.occurred_at
    moment = Moment(at=at, kind=MomentKind.DELIVERED)
    return recorded(documents, message, moment, lambda v: v.ended(OrderStatus.DELIVERED, at))


@deliveries.on_many(DeliveryCancelled, touches=view_and_entry)
def cancelled(documents: Documents, message: DeliveryCancelled, context: Context) -> Changes:
    at = message.occurred_at
    moment = Moment(at=at, kind=MomentKind.CANCELLED)
    return recorded(documents, message, moment, lambda v: v.ended(OrderStatus.CANCELLED, at))


@deliveries.on_many(DeliveryReturned, touches=view_and_entry)
def returned(documents: Documents, message: DeliveryReturned, context: Context) -> Changes:
    at = message.occurred_at
    moment = Moment(at=at, kind=MomentKind.RETURNED)
    return recorded(documents, message, moment, lambda v: v.ended(OrderStatus.RETURNED, at))
