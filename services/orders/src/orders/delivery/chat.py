"""The chat between reception and the courier (O06, O08, O09).

Orders keeps no conversation: what was told is the gateway's to show. It keeps the ids of the
courier's messages, to tell repeats, and the texts of those that came before the order.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from contracts.chats import (
    OPEN_AFTER_END,
    ChatRefusal,
    CourierMessageReceived,
    CourierMessageRefused,
    CourierMessageReported,
    CourierMessageSent,
    SendCourierMessage,
)
from orders.delivery.model import CourierWord, DeliveryOrder, Placement, placement_at
from orders.delivery.rooms import room_of

# The newest messages of the courier whose repeats are known, and whose texts wait for the order.
KNOWN_LIMIT = 200
EARLY_LIMIT = 50


def chat_refusal(
    order: DeliveryOrder | None, request: SendCourierMessage, now: datetime
) -> CourierMessageRefused | None:
    """Why the hotel cannot write to the courier now; None if it can (O08)."""
    if order is None or placement_at(order, request.property_id) is None:
        return _refusal(request, ChatRefusal.UNKNOWN_ORDER, "no such order")
    if order.status.ended and order.status_at and now > order.status_at + OPEN_AFTER_END:
        return _refusal(request, ChatRefusal.ORDER_OVER, "the chat is closed since the order ended")
    if order.courier is None:
        return _refusal(request, ChatRefusal.NO_COURIER, "no courier is assigned yet")
    return None


def sent(
    placement: Placement, request: SendCourierMessage, message_id: str, author: str, at: datetime
) -> CourierMessageSent:
    return CourierMessageSent(
        property_id=request.property_id,
        order_id=request.order_id,
        guest_id=placement.guest_id,
        message_id=message_id,
        text=request.text,
        author=author,
        partner_id=placement.content.partner_id,
        external_id=placement.content.external_id,
        occurred_at=at,
    )


def with_word(order: DeliveryOrder, report: CourierMessageReported) -> DeliveryOrder:
    """The order with one more message of the courier; the very same order where it is known."""
    if any(word.message_id == report.message_id for word in order.heard):
        return order
    placed = order.placement is not None
    word = CourierWord(
        message_id=report.message_id,
        sent_at=report.sent_at,
        text=None if placed else report.text,
    )
    words = sorted((*order.heard, word), key=lambda each: (each.sent_at, each.message_id))
    return order.changed(heard=tuple(words[-(KNOWN_LIMIT if placed else EARLY_LIMIT) :]))


def received(
    order: DeliveryOrder, report: CourierMessageReported
) -> Iterator[CourierMessageReceived]:
    """What is told of a new message; nothing while the order is not placed."""
    if order.placement is not None:
        yield _received(order, order.placement, report.message_id, report.text, report.sent_at)


def received_early(order: DeliveryOrder, early: DeliveryOrder) -> Iterator[CourierMessageReceived]:
    """The messages that came before an order that is placed now, oldest first."""
    for word in early.heard:
        if order.placement is not None and word.text is not None:
            yield _received(order, order.placement, word.message_id, word.text, word.sent_at)


def without_texts(heard: tuple[CourierWord, ...]) -> tuple[CourierWord, ...]:
    return tuple(word.model_copy(update={"text": None}) for word in heard)


def _received(
    order: DeliveryOrder, placement: Placement, message_id: str, text: str, sent_at: datetime
) -> CourierMessageReceived:
    return CourierMessageReceived(
        property_id=order.property_id,
        order_id=order.order_id,
        guest_id=placement.guest_id,
        message_id=message_id,
        text=text,
        courier_name=None if order.courier is None else order.courier.name,
        reference=placement.reference,
        room=room_of(order, placement),
        occurred_at=sent_at,
    )


def _refusal(
    request: SendCourierMessage, reason: ChatRefusal, detail: str
) -> CourierMessageRefused:
    return CourierMessageRefused(
        property_id=request.property_id,
        order_id=request.order_id,
        reason=reason,
        field="order_id",
        detail=detail,
    )
