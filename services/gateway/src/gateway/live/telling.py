"""Whatever a handler changes that a page shows beside cards, those who watch are told: every task,
every new line of the feed, every night, stay and part of what a hut sells. Said with the change
itself, so never before a read shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from chassis.outcome import Changes, Context
from chassis.table import Documents, HandlerTable, Row
from contracts.live import FeedEntry, LiveBoardChanged, LiveEntryAdded, LiveTaskChanged
from contracts.message import Message
from gateway.board.model import ACTIVITY, ActivityEntry
from gateway.live.hut_news import HUT_NEWS, hut_news
from gateway.tasks.model import TASKS, TaskView

TOLD = (ACTIVITY, TASKS, *HUT_NEWS)


def telling(table: HandlerTable) -> HandlerTable:
    """The same table, in which no row can forget to tell."""
    telling = HandlerTable(table.service)
    telling.include(table)
    for type, row in table.rows.items():
        telling.rows[type] = _row(row)
    return telling


def _row(own: Row) -> Row:
    def handle(documents: Documents, received: Any, context: Context) -> Changes:
        changes = own.handle(documents, received, context)
        if not any(ref.collection in TOLD for ref in changes.documents):
            return changes
        events = [*_with_entries(changes), *hut_news(documents, changes)]
        return changes._replace(events=[*events, *_tasks(documents, changes, context)])

    return Row(own.message, own.name, own.touches, own.reads, handle)


def _with_entries(changes: Changes) -> Sequence[Message]:
    """The events, each new line of the feed with its order's card, or alone where there is none."""
    events = list(changes.events)
    for state in changes.documents.values():
        if not isinstance(state, ActivityEntry):
            continue
        entry = FeedEntry(entry_id=state.position, kind=state.kind, at=state.at)
        for n, event in enumerate(events):
            if isinstance(event, LiveBoardChanged) and event.order_id == state.order_id:
                events[n] = event.model_copy(update={"entry": entry})
                break
        else:
            about = {"property_id": state.property_id, "order_id": state.order_id}
            events.append(LiveEntryAdded(**about, entry=entry))
    return events


def _tasks(documents: Documents, changes: Changes, context: Context) -> Iterator[Message]:
    for ref, state in changes.documents.items():
        if isinstance(state, TaskView) and state != documents[ref]:
            yield LiveTaskChanged(
                property_id=state.property_id,
                task_id=state.task_id,
                kind=state.kind,
                open=state.open,
                order_id=state.order_id,
                at=context.now,
            )
