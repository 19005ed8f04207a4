"""What every event about an order does besides its own change: timeline, feed and live news."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from chassis.documents import Document, Ref
from chassis.outcome import Changes, Outcome
from chassis.table import Documents
from contracts.envelope import format_instant
from contracts.live import LiveBoardChanged
from contracts.message import Message
from gateway.board.card import card_of
from gateway.board.model import ACTIVITY, ORDERS, ActivityEntry, OrderView
from gateway.board.moments import Moment
from gateway.tasks.model import TaskEnd, TaskView

Change = Callable[[OrderView], OrderView]


class AboutOrder(Protocol):
    """Any message about one order."""

    @property
    def order_id(self) -> str: ...
    @property
    def property_id(self) -> str: ...


def view_and_entry(message: Any) -> Sequence[Ref[Any]]:
    """The order's view, and the feed's line about this very message. The view stands first: it
    remembers which of the order's events were seen."""
    return (ORDERS.ref(message.order_id), ACTIVITY.ref(entry_id(message)))


def entry_id(message: Message) -> str:
    """The same for a repeat of a message, another for any other."""
    return hashlib.sha256(message.TYPE.encode() + b"\n" + message.encode()).hexdigest()[:32]


def view_of(known: Document | None, message: AboutOrder) -> OrderView:
    if isinstance(known, OrderView):
        return known
    return OrderView(order_id=message.order_id, property_id=message.property_id)


def news_of(view: OrderView) -> list[Message]:
    """What those who watch the board are told; nothing of an order that was not placed yet."""
    if view.content is None:
        return []
    return [
        LiveBoardChanged(
            property_id=view.property_id,
            order_id=view.order_id,
            guest_id=view.guest_id,
            card=card_of(view).model_dump_json(exclude_none=True),
        )
    ]


def recorded(
    documents: Documents,
    message: AboutOrder,
    moment: Moment,
    change: Change,
    also: Mapping[Ref[Any], Document] | None = None,
) -> Changes:
    """Change the view, put the moment in timeline and feed, and tell those who watch. `also` are
    other documents that change with it."""
    orders, activity = view_and_entry(message)
    view = change(view_of(documents[orders], message)).with_moment(moment)
    entry = entry_of(message, moment, activity.id)
    return Changes({orders: view, activity: entry, **(also or {})}, news_of(view))


def noted(
    known: OrderView | None, message: AboutOrder, moment: Moment, change: Change
) -> Outcome[OrderView]:
    """A change that the timeline shows and the feed leaves out."""
    view = change(view_of(known, message)).with_moment(moment)
    return Outcome(view, news_of(view))


def ended_task(
    documents: Documents, ref: Ref[TaskView], at: datetime, end: TaskEnd
) -> dict[Ref[Any], Document]:
    """The task as ended, if there is one that is open."""
    task = documents[ref]
    if not isinstance(task, TaskView) or not task.open:
        return {}
    return {ref: task.ended(at, end)}


def entry_of(message: AboutOrder, moment: Moment, id: str) -> ActivityEntry:
    return ActivityEntry(
        property_id=message.property_id,
        order_id=message.order_id,
        guest_id=getattr(message, "guest_id", None),
        kind=moment.kind,
        at=moment.at,
        note=moment.note,
        by=moment.by,
        position=_position(moment.at, id),
    )


def _position(at: datetime, id: str) -> str:
    return f"{format_instant(at)}/{id}"
