"""What the gateway's read models announce to those who watch a property's live board, and who has
which order open there."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import Count, Instant, Message, OrderId, Part, Text
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


class LivePlanningChanged(
    Message,
    type="gateway.live.planning-changed.v1",
    topic=topics.GATEWAY_LIVE_CHANGES,
    key="property_id",
    subject="day_id",
):
    """A night of a hut's planning is now as `day` says: JSON, ready to be sent to a listener."""

    day_id: str
    day: Annotated[str, Field(max_length=100_000)]


class LiveStayChanged(
    Message,
    type="gateway.live.stay-changed.v1",
    topic=topics.GATEWAY_LIVE_CHANGES,
    key="property_id",
    subject="stay_id",
):
    """A hut's share of a stay is now as `stay` says: JSON, ready to be sent to a listener.
    `stay_id` is the property and the stay's order id.

    Holds personal data inside `stay`, as text; the topic is private and kept for one day.
    """

    stay_id: str
    order_id: OrderId
    guest_id: str | None = None
    stay: Annotated[str, Field(max_length=100_000)]


class LiveStayMailChanged(
    Message,
    type="gateway.live.stay-mail-changed.v1",
    topic=topics.GATEWAY_LIVE_CHANGES,
    key="property_id",
    subject="notice_id",
):
    """A mail about a stay was sent, or came back: whoever reads the stay reads its mails again."""

    notice_id: str
    order_id: OrderId


class LiveSellingChanged(
    Message,
    type="gateway.live.selling-changed.v1",
    topic=topics.GATEWAY_LIVE_CHANGES,
    key="property_id",
    subject="view_id",
):
    """What a hut sells, or its sheet, has come to a new `revision` by a change of `parts`.
    `view_id` is the hut's, or that of its sheet: each counts its own changes."""

    view_id: str
    revision: Count
    parts: Annotated[tuple[Text, ...], Field(max_length=20)] = ()


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
