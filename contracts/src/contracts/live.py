"""What the gateway's read models announce to those who watch a property's live board, and who has
which order open there."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import Instant, Message, OrderId, Part, Text
from contracts.recipients import PersonId


class FeedEntry(Part):
    """A new line of the property's feed of activity."""

    entry_id: Text
    kind: Text
    at: Instant


class LiveBoardChanged(
    Message,
    type="gateway.live.changed.v1",
    topic=topics.GATEWAY_LIVE_CHANGES,
    key="property_id",
    subject="order_id",
):
    """A card of the board is now as `card` says: JSON, ready to be sent to a listener. `entry` is
    the line that the same change has put into the feed.

    Holds personal data inside `card`, as text; the topic is private and kept for one day.
    """

    order_id: OrderId
    guest_id: str | None = None
    card: Annotated[str, Field(max_length=100_000)]
    entry: FeedEntry | None = None


class LiveEntryAdded(
    Message,
    type="gateway.live.entry-added.v1",
    topic=topics.GATEWAY_LIVE_CHANGES,
    key="property_id",
    subject="order_id",
):
    """A line of the feed that changed no card, as of an order that was refused."""

    order_id: OrderId
    entry: FeedEntry


class LiveTaskChanged(
    Message,
    type="gateway.live.task-changed.v1",
    topic=topics.GATEWAY_LIVE_CHANGES,
    key="property_id",
    subject="task_id",
):
    """A task was opened, changed or ended. `order_id` is absent where it is about the whole
    property."""

    task_id: str
    kind: Text
    open: bool
    order_id: OrderId | None = None
    at: Instant


class PresenceState(StrEnum):
    """What somebody does with an order on one page."""

    OPEN = "open"
    WRITING = "writing"
    CLOSED = "closed"


class LivePresence(
    Message,
    type="gateway.live.presence.v1",
    topic=topics.GATEWAY_LIVE_CHANGES,
    key="property_id",
    subject="order_id",
):
    """A person of the property has an order open, writes in it, or has closed it. It is said again
    while that lasts, and nobody keeps it: who was not heard of for a while is gone."""

    order_id: OrderId
    person_id: PersonId
    name: Text
    tab: Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
    state: PresenceState
    at: Instant
