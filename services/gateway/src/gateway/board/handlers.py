"""The life of a delivery, as the board follows it: one row per event of `orders`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.documents import Document, Ref
from chassis.outcome import Changes, Context, Outcome
from chassis.table import Documents, HandlerTable
from contracts.deliveries import (
    CourierNear,
    DeliveryAccepted,
    DeliveryCancelled,
    DeliveryDelivered,
    DeliveryFailed,
    DeliveryPickedUp,
    DeliveryPlaced,
    DeliveryPreparing,
    DeliveryReturned,
    DeliveryRoomChanged,
    ExpectedTimeChanged,
    ValidationCodeChanged,
)
from contracts.envelope import format_instant
from gateway.board.doubt_handlers import awaiting_tasks
from gateway.board.lookup import LOOKUPS, lookup_of
from gateway.board.model import ORDERS, OrderView
from gateway.board.moments import MomentKind, happened
from gateway.board.recording import ended_task, noted, recorded, view_and_entry, view_of
from gateway.board.stages import Stage
from gateway.tasks.model import TaskEnd

deliveries = HandlerTable("gateway")


def view_entry_and_lookup(message: Any) -> Sequence[Ref[Any]]:
    return (*view_and_entry(message), LOOKUPS.ref(message.order_id))


def view_entry_lookup_and_tasks(message: DeliveryPlaced) -> Sequence[Ref[Any]]:
    return (*view_entry_and_lookup(message), *awaiting_tasks(message))


def _found_by(view: OrderView) -> dict[Ref[Any], Document]:
    return {} if view.content is None else {LOOKUPS.ref(view.order_id): lookup_of(view)}


@deliveries.on_many(DeliveryPlaced, touches=view_entry_lookup_and_tasks)
def delivery_placed(documents: Documents, message: DeliveryPlaced, context: Context) -> Changes:
    """From now on the order is in the lists, and found by its words (O12)."""
    moment = happened(context, MomentKind.PLACED, message.content.placed_at)
    tasks = awaiting_tasks(message)
    known = view_of(documents[ORDERS.ref(message.order_id)], message)
    placed = known.placed(message).without_tasks(*(ref.id for ref in tasks))
    also = _found_by(placed)
    for ref in tasks:
        also |= ended_task(documents, ref, context.envelope.time, TaskEnd.PLACED)
    return recorded(documents, message, moment, lambda _: placed, also)


@deliveries.on_many(DeliveryRoomChanged, touches=view_entry_and_lookup)
def room_changed(documents: Documents, message: DeliveryRoomChanged, context: Context) -> Changes:
    """The order is found by its new room from now on."""
    moment = happened(context, MomentKind.ROOM_CHANGED, message.occurred_at, message.room)
    view = view_of(documents[ORDERS.ref(message.order_id)], message).but(room=message.room)
    return recorded(documents, message, moment, lambda _: view, _found_by(view))


@deliveries.on(ValidationCodeChanged, document=ORDERS)
def code_changed(
    view: OrderView | None, message: ValidationCodeChanged, context: Context
) -> Outcome[OrderView]:
    moment = happened(context, MomentKind.CODE_CHANGED, message.occurred_at)
    return noted(view, message, moment, lambda v: v.but(validation_code=message.validation_code))


@deliveries.on(ExpectedTimeChanged, document=ORDERS)
def expected_time_changed(
    view: OrderView | None, message: ExpectedTimeChanged, context: Context
) -> Outcome[OrderView]:
    """Shown on the card and in the timeline; the feed would drown in it."""
    kind, note = MomentKind.EXPECTED_TIME_CHANGED, format_instant(message.expected_at)
    moment = happened(context, kind, message.occurred_at, note)
    return noted(view, message, moment, lambda v: v.but(expected_at=message.expected_at))


@deliveries.on(DeliveryAccepted, document=ORDERS)
def accepted(
    view: OrderView | None, message: DeliveryAccepted, context: Context
) -> Outcome[OrderView]:
    moment = happened(context, MomentKind.ACCEPTED, message.occurred_at)
    return noted(view, message, moment, lambda v: v.moving(Stage.ACCEPTED))


@deliveries.on(DeliveryPreparing, document=ORDERS)
def preparing(
    view: OrderView | None, message: DeliveryPreparing, context: Context
) -> Outcome[OrderView]:
    moment = happened(context, MomentKind.PREPARING, message.occurred_at)
    return noted(view, message, moment, lambda v: v.moving(Stage.PREPARING))


@deliveries.on_many(DeliveryPickedUp, touches=view_and_entry)
def picked_up(documents: Documents, message: DeliveryPickedUp, context: Context) -> Changes:
    moment = happened(context, MomentKind.PICKED_UP, message.occurred_at)
    return recorded(documents, message, moment, lambda view: view.moving(Stage.ON_THE_WAY))


@deliveries.on_many(CourierNear, touches=view_and_entry)
def courier_near(documents: Documents, message: CourierNear, context: Context) -> Changes:
    moment = happened(context, MomentKind.NEAR, message.occurred_at)
    return recorded(documents, message, moment, lambda view: view.moving(Stage.NEAR))


@deliveries.on_many(DeliveryDelivered, touches=view_and_entry)
def delivered(documents: Documents, message: DeliveryDelivered, context: Context) -> Changes:
    at = message.occurred_at
    moment = happened(context, MomentKind.DELIVERED, at)
    return recorded(documents, message, moment, lambda v: v.ended(Stage.DELIVERED, at))


@deliveries.on_many(DeliveryCancelled, touches=view_and_entry)
def cancelled(documents: Documents, message: DeliveryCancelled, context: Context) -> Changes:
    at, why = message.occurred_at, message.reason
    moment = happened(context, MomentKind.CANCELLED, at, why)
    return recorded(documents, message, moment, lambda v: v.ended(Stage.CANCELLED, at, why))


@deliveries.on_many(DeliveryFailed, touches=view_and_entry)
def failed(documents: Documents, message: DeliveryFailed, context: Context) -> Changes:
    at, why = message.occurred_at, message.reason
    moment = happened(context, MomentKind.FAILED, at, why)
    return recorded(documents, message, moment, lambda v: v.ended(Stage.FAILED, at, why))


@deliveries.on_many(DeliveryReturned, touches=view_and_entry)
def returned(documents: Documents, message: DeliveryReturned, context: Context) -> Changes:
    at, why = message.occurred_at, message.reason
    moment = happened(context, MomentKind.RETURNED, at, why)
    return recorded(documents, message, moment, lambda v: v.ended(Stage.RETURNED, at, why))
