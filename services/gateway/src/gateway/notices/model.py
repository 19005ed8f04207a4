"""A notice: what was sent about an order, by which channel, and how that went."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from chassis.documents import Collection, Document, Index
from contracts.message import Instant
from contracts.notices import Audience, Channel, Occasion
from contracts.personal import Personal
from contracts.properties import Language


class NoticeState(StrEnum):
    SENT = "sent"
    DELIVERED = "delivered"  # it has reached the phone, as the SMS service says
    FAILED = "failed"  # refused for good, or come back
    HELD_BACK = "held_back"  # as its reader wishes: quiet hours


class NoticeView(Document):
    """Kept under the notice's id.

    `recipients` is how many it went to, `refused` how many of them did not get it. `position` sorts
    by time and is unique."""

    notice_id: str
    property_id: str
    order_id: str
    guest_id: str | None = None
    channel: Channel
    state: NoticeState
    at: Instant
    position: str
    occasion: Occasion | None = None
    audience: Audience = Audience.HOTEL
    language: Language | None = None
    recipients: int | None = None
    refused: int | None = None
    title: Annotated[str, Personal] | None = None
    text: Annotated[str, Personal] | None = None
    reason: str | None = None

    def delivered(self) -> NoticeView:
        """What came back did not arrive, whatever else is said."""
        failed = self.state is NoticeState.FAILED
        return self if failed else self.model_copy(update={"state": NoticeState.DELIVERED})

    def failed(self, reason: str) -> NoticeView:
        return self.model_copy(update={"state": NoticeState.FAILED, "reason": reason})


# The second index serves every choice of channel and state: what is not chosen is named whole.
NOTICES = Collection(
    "notices",
    NoticeView,
    indexes=(
        Index((("property_id", 1), ("position", -1))),
        Index((("property_id", 1), ("channel", 1), ("state", 1), ("position", -1))),
        Index((("order_id", 1), ("position", -1))),
    ),
)
