"""Records of the live topic as server-sent events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from chassis.service import Tailed
from contracts.live import (
    FeedEntry,
    LiveBoardChanged,
    LiveEntryAdded,
    LivePlanningChanged,
    LivePresence,
    LiveSellingChanged,
    LiveStayChanged,
    LiveStayMailChanged,
    LiveTaskChanged,
    PresenceState,
)
from contracts.message import Instant

# Who was not heard of for so long has gone without a word.
GONE_AFTER = timedelta(seconds=45)
# What a frame about a card has in it, whatever else it tells.
CARD = b"event: card\n"


class Said(BaseModel):
    """Base of what an event says; absent optional fields are left out."""

    model_config = ConfigDict(frozen=True)


class EntrySaid(Said):
    """`activity`: a new line of the feed, by its id in the list."""

    id: str
    at: Instant
    kind: str
    order_id: str


class TaskSaid(Said):
    """`task`: it was opened, changed or ended. `order_id` is absent where it is about the whole
    property."""

    id: str
    kind: str
    open: bool
    order_id: str | None = None
    at: Instant


class PresenceSaid(Said):
    """`presence`: who has an order open, on which page; gone at `good_until` unless said again."""

    order_id: str
    person_id: str
    name: str
    tab: str
    state: PresenceState
    at: Instant
    good_until: Instant


class StayMailSaid(Said):
    """`stay_mail`: one of the mails about this stay was sent, or came back."""

    order_id: str


class SellingSaid(Said):
    """`selling`: what the hut sells, or says of itself, is at a new revision by a change of
    `parts`."""

    revision: int
    parts: tuple[str, ...]


class News(NamedTuple):
    """One record as it is sent. What is not `kept` is of no use to who comes back later."""

    property_id: str
    data: bytes
    kept: bool = True


def frame(offset: int, data: str, event: str = "card") -> bytes:
    """One event; `data` is JSON on one line."""
    return f"id: {offset}\nevent: {event}\ndata: {data}\n\n".encode()


def news_in(tailed: Tailed) -> News | None:
    """What a record tells; None where it is of a kind that is not known here."""
    read = _READERS.get(tailed.type)
    return None if read is None else read(tailed)


def presence_said(message: LivePresence) -> PresenceSaid:
    return PresenceSaid(
        order_id=message.order_id,
        person_id=message.person_id,
        name=message.name,
        tab=message.tab,
        state=message.state,
        at=message.at,
        good_until=_good_until(message.at),
    )


def _good_until(at: datetime) -> datetime:
    return at + GONE_AFTER


def _board(tailed: Tailed) -> News:
    change = LiveBoardChanged.read(tailed.value)
    data = frame(tailed.offset, change.card)
    if change.entry is not None:
        # It has no id and stands first: whoever is cut off in between gets both again.
        said = _json(_entry(change.order_id, change.entry))
        data = f"event: activity\ndata: {said}\n\n".encode() + data
    return News(change.property_id, data)


def _added(tailed: Tailed) -> News:
    added = LiveEntryAdded.read(tailed.value)
    said = _json(_entry(added.order_id, added.entry))
    return News(added.property_id, frame(tailed.offset, said, "activity"))


def _task(tailed: Tailed) -> News:
    task = LiveTaskChanged.read(tailed.value)
    said = TaskSaid(
        id=task.task_id, kind=task.kind, open=task.open, order_id=task.order_id, at=task.at
    )
    return News(task.property_id, frame(tailed.offset, _json(said), "task"))


def _planning(tailed: Tailed) -> News:
    change = LivePlanningChanged.read(tailed.value)
    return News(change.property_id, frame(tailed.offset, change.day, "planning"))


def _stay(tailed: Tailed) -> News:
    change = LiveStayChanged.read(tailed.value)
    return News(change.property_id, frame(tailed.offset, change.stay, "stay"))


def _stay_mail(tailed: Tailed) -> News:
    change = LiveStayMailChanged.read(tailed.value)
    said = _json(StayMailSaid(order_id=change.order_id))
    return News(change.property_id, frame(tailed.offset, said, "stay_mail"))


def _selling(tailed: Tailed) -> News:
    change = LiveSellingChanged.read(tailed.value)
    said = _json(SellingSaid(revision=change.revision, parts=change.parts))
    return News(change.property_id, frame(tailed.offset, said, "selling"))


def _presence(tailed: Tailed) -> News:
    message = LivePresence.read(tailed.value)
    data = frame(tailed.offset, _json(presence_said(message)), "presence")
    return News(message.property_id, data, kept=False)


def _entry(order_id: str, entry: FeedEntry) -> EntrySaid:
    return EntrySaid(id=entry.entry_id, at=entry.at, kind=entry.kind, order_id=order_id)


def _json(said: Said) -> str:
    return said.model_dump_json(exclude_none=True)


_READERS: Mapping[str, Callable[[Any], News]] = {
    LiveBoardChanged.TYPE: _board,
    LiveEntryAdded.TYPE: _added,
    LiveTaskChanged.TYPE: _task,
    LivePlanningChanged.TYPE: _planning,
    LiveStayChanged.TYPE: _stay,
    LiveStayMailChanged.TYPE: _stay_mail,
    LiveSellingChanged.TYPE: _selling,
    LivePresence.TYPE: _presence,
}
