"""The courier of an order: who it is, where it is, and what is written both ways."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.documents import Ref
from chassis.outcome import Changes, Context, Outcome
from chassis.table import Documents, HandlerTable
from contracts.chats import CourierMessageReceived, CourierMessageSent
from contracts.deliveries import CourierAssigned, CourierSeen
from gateway.board.model import ORDERS, ChatSummary, OrderView
from gateway.board.moments import Moment, MomentKind, happened
from gateway.board.recording import news_of, recorded, view_and_entry, view_of
from gateway.chat.model import CHATS, Author, ChatMessage, ChatView

couriers = HandlerTable("gateway")


@couriers.on_many(CourierAssigned, touches=view_and_entry)
def courier_assigned(documents: Documents, message: CourierAssigned, context: Context) -> Changes:
    """From now on there is somebody to write to (O08)."""
    courier = message.courier
    moment = happened(context, MomentKind.COURIER_ASSIGNED, message.occurred_at, courier.name)
    return recorded(documents, message, moment, lambda view: view.but(courier=courier))


@couriers.on(CourierSeen, document=ORDERS)
def courier_seen(
    known: OrderView | None, message: CourierSeen, context: Context
) -> Outcome[OrderView]:
    """Shown on the card alone: a road is no news."""
    at = message.occurred_at
    view = view_of(known, message).seen_at(message.position, at).touched(at)
    return Outcome(view, news_of(view))


def view_entry_and_chat(message: Any) -> Sequence[Ref[Any]]:
    return (*view_and_entry(message), CHATS.ref(message.order_id))


@couriers.on_many(CourierMessageReceived, touches=view_entry_and_chat)
def message_received(
    documents: Documents, message: CourierMessageReceived, context: Context
) -> Changes:
    written = ChatMessage(
        message_id=message.message_id,
        author=Author.COURIER,
        text=message.text,
        at=message.occurred_at,
        name=message.courier_name,
    )
    moment = happened(context, MomentKind.MESSAGE_RECEIVED, message.occurred_at)
    return _written(documents, message, moment, written)


@couriers.on_many(CourierMessageSent, touches=view_entry_and_chat)
def message_sent(documents: Documents, message: CourierMessageSent, context: Context) -> Changes:
    written = ChatMessage(
        message_id=message.message_id,
        author=Author.HOTEL,
        text=message.text,
        at=message.occurred_at,
        by=message.author,
    )
    moment = happened(context, MomentKind.MESSAGE_SENT, message.occurred_at)
    return _written(documents, message, moment, written)


def _written(
    documents: Documents,
    message: CourierMessageReceived | CourierMessageSent,
    moment: Moment,
    written: ChatMessage,
) -> Changes:
    ref = CHATS.ref(message.order_id)
    known = documents[ref]
    chat = known if isinstance(known, ChatView) else _begun(message)
    chat = chat.with_message(written)
    summary = ChatSummary(messages=len(chat.messages), unanswered=chat.unanswered)
    return recorded(documents, message, moment, lambda view: view.but(chat=summary), {ref: chat})


def _begun(message: CourierMessageReceived | CourierMessageSent) -> ChatView:
    return ChatView(
        order_id=message.order_id, property_id=message.property_id, guest_id=message.guest_id
    )
