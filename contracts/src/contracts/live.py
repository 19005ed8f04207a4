"""What the gateway's read models announce to those who watch a property's live board."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import Message, OrderId


class LiveBoardChanged(
    Message,
    type="gateway.live.changed.v1",
    topic=topics.GATEWAY_LIVE_CHANGES,
    key="property_id",
    subject="order_id",
):
    """A card of the board is now as `card` says: JSON, ready to be sent to a listener.

    Holds personal data inside `card`, as text; the topic is private and kept for one day.
    """

    order_id: OrderId
    guest_id: str | None = None
    card: Annotated[str, Field(max_length=100_000)]
