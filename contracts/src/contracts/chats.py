"""The chat between reception and the courier of an order (O06, O08, O09)."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import ExternalId, Instant, Message, OrderId
from contracts.personal import Personal

# A bag left at the desk or the wrong meal shows soon after the end; later the courier is on other
# orders and reads no more of this one. The chat takes messages so long after an order's end.
OPEN_AFTER_END = timedelta(hours=2)

Words = Annotated[str, Personal, Field(min_length=1, max_length=1000)]
ChatMessageId = Annotated[str, Field(min_length=1, max_length=100)]


class _AboutChat(Message):
    order_id: OrderId
    guest_id: str


class SendCourierMessage(
    _AboutChat,
    type="orders.delivery.send-message.v1",
    topic=topics.ORDERS_DELIVERY_COMMANDS,
    key="order_id",
):
    """The hotel writes to the courier, in answer or of its own accord (O08, O09)."""

    text: Words


class CourierMessageReported(
    _AboutChat,
    type="bridge.delivery.message-reported.v1",
    topic=topics.BRIDGE_DELIVERY_EVENTS,
    key="order_id",
):
    """The courier wrote to the hotel; `message_id` is the partner's and tells repeats."""

    message_id: ChatMessageId
    text: Words
    sent_at: Instant
    external_id: ExternalId | None = None


class CourierMessageReceived(
    _AboutChat,
    type="orders.delivery.message-received.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """The courier wrote to the hotel (O06). `reference` and `room` are the order's."""

    message_id: ChatMessageId
    text: Words
    courier_name: Annotated[str, Personal] | None = None
    reference: str
    room: str
    occurred_at: Instant


class CourierMessageSent(
    _AboutChat,
    type="orders.delivery.message-sent.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """The hotel wrote to the courier; the partner is being told. `author` is an actor."""

    message_id: ChatMessageId
    text: Words
    author: str
    partner_id: str
    external_id: str
    occurred_at: Instant


class ChatRefusal(StrEnum):
    UNKNOWN_ORDER = "unknown_order"
    NO_COURIER = "no_courier"  # the chat opens once a courier is assigned (O08)
    ORDER_OVER = "order_over"  # closed a while after the end


class CourierMessageRefused(
    Message,
    type="orders.delivery.message-refused.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """A message of the hotel was not taken: which field, and why."""

    order_id: OrderId
    reason: ChatRefusal
    field: str
    detail: str
