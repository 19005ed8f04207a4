"""What reception and courier have written about one order (O06, O08, O09)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from chassis.documents import Collection, Document
from contracts.chats import OPEN_AFTER_END
from contracts.envelope import format_instant
from contracts.message import Instant, Part
from contracts.personal import Personal

# A chat longer than this loses its beginning.
MOST_MESSAGES = 500


class Author(StrEnum):
    COURIER = "courier"
    HOTEL = "hotel"


class ChatMessage(Part):
    """`by` is the actor who wrote for the hotel; `name` the courier's."""

    message_id: str
    author: Author
    text: Annotated[str, Personal]
    at: Instant
    name: Annotated[str, Personal] | None = None
    by: str | None = None


class ChatView(Document):
    """Kept under the order's id; `messages` by when they were written."""

    order_id: str
    property_id: str
    guest_id: str
    messages: tuple[ChatMessage, ...] = ()

    def with_message(self, message: ChatMessage) -> ChatView:
        others = (one for one in self.messages if one.message_id != message.message_id)
        known = sorted((*others, message), key=_written)
        return self.model_copy(update={"messages": tuple(known[-MOST_MESSAGES:])})

    @property
    def unanswered(self) -> bool:
        """Whether the last word is the courier's."""
        return bool(self.messages) and self.messages[-1].author is Author.COURIER


def _written(message: ChatMessage) -> tuple[str, str]:
    return (format_instant(message.at), message.message_id)


def is_open(assigned: bool, ended_at: datetime | None, now: datetime) -> bool:
    """Whether the courier may be written to: once one is assigned, and until a while after the
    order's end (O08)."""
    return assigned and (ended_at is None or now < ended_at + OPEN_AFTER_END)


CHATS = Collection("chats", ChatView)
