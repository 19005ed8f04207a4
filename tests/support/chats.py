"""Messages between reception and the courier, with ordinary values."""

from __future__ import annotations

from typing import Any

from contracts.chats import CourierMessageReported, SendCourierMessage
from contracts.deliveries import ChangeDeliveryRoom
from tests.support.deliveries import GUEST, ORDER, PROPERTY, after


def courier_wrote(
    minutes: float = 20,
    *,
    message_id: str = "msg-1",
    text: str = "At the back door.",
    **fields: Any,
) -> CourierMessageReported:
    """A message of the courier, written so many minutes after the order was placed."""
    return CourierMessageReported(
        **{
            "property_id": PROPERTY,
            "order_id": ORDER,
            "guest_id": GUEST,
            "message_id": message_id,
            "text": text,
            "sent_at": after(minutes),
            **fields,
        }
    )


def write_to_courier(
    text: str = "Please come to the desk.", *, property_id: str = PROPERTY
) -> SendCourierMessage:
    return SendCourierMessage(property_id=property_id, order_id=ORDER, guest_id=GUEST, text=text)


def change_room(room: str = "305", *, property_id: str = PROPERTY) -> ChangeDeliveryRoom:
    return ChangeDeliveryRoom(property_id=property_id, order_id=ORDER, room=room)
