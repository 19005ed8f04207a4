"""What messages make of views, and nothing else of what they bring about. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from chassis.batch import Loaded, Place, Plan, Slot
from chassis.documents import Document, Ref, to_stored
from chassis.emit import SEQUENCED
from chassis.outcome import Changes, Context
from chassis.rebuilding.trouble import HandlerFailed
from chassis.records import Control, Incoming, Read, Readable, Skipped, Unreadable, read, reason_of
from chassis.repeats import Repeats
from chassis.table import HandlerTable
from contracts.envelope import Envelope
from contracts.message import Message
from contracts.topics import Kind, Topic

FOLDED = (Kind.EVENTS, Kind.STATE)
# (source, id) of messages that an operator had passed over: that they fail is known.
PassedOver = frozenset[tuple[str, str]]


def topics_of(table: HandlerTable, views: frozenset[str]) -> tuple[Topic, ...]:
    """The topics that views are folded from, by name: facts, and states of others."""
    found = {
        row.message.TOPIC.name: row.message.TOPIC
        for row in table.rows.values()
        if row.message.TOPIC.kind in FOLDED and (row.only is None or row.only in views)
    }
    return tuple(found[name] for name in sorted(found))


class Folding:
    """One batch. Each message is taken as of its own time: what a handler sees as now, and what is
    noted as the time of the change. Effects, messages and other documents come to nothing; of the
    messages alone their count is kept, which goes with the document."""

    def __init__(
        self, table: HandlerTable, views: frozenset[str], loaded: Loaded, passed: PassedOver
    ) -> None:
        self._table = table
        self._views = views
        self._slots = loaded.slots
        self._passed = passed
        self.plan = Plan()
        self._repeats = Repeats(loaded, self.plan)
        self.at: dict[Place, datetime] = {}
        self.gaps = 0
        self.folded = 0

    def run(self, batch: Sequence[Read]) -> None:
        """Raises `HandlerFailed`."""
        for item in batch:
            match item:
                case Readable():
                    self._take(item)
                case Skipped(seen_key=str()):
                    self._first_time(item)
                case Unreadable(envelope=Envelope() as envelope, reason=reason):
                    self._failed("reading", envelope, reason)
                case Unreadable(key=str()):
                    raise HandlerFailed("reading", "?", item.incoming.position, item.reason)
                case Unreadable() | Skipped() | Control():
                    pass  # not even the service in use could tell whose it is
        self.plan.slots = [slot for slot in self._slots.values() if slot.dirty]

    def _first_time(self, item: Readable | Skipped) -> bool:
        if self._repeats.known(item):
            return False
        self.gaps += self._repeats.missing(item) is not None
        self._repeats.remember(item)
        return True

    def _take(self, item: Readable) -> None:
        if not self._first_time(item):
            return
        rebuilt = [
            self._slots[ref.place] for ref in item.touches if ref.collection.name in self._views
        ]
        if not rebuilt:
            return
        try:
            changes = self._call(item)
            stored = {ref: to_stored(state) for ref, state in changes.documents.items()}
        except Exception as error:  # whatever it is, the views cannot be what they were
            self._failed(item.row.name, item.envelope, reason_of(error))
            return
        self.folded += 1
        for ref, state in changes.documents.items():
            if ref.collection.name in self._views:
                slot = self._slots[ref.place]
                slot.model, slot.stored = state, stored[ref]
                self._changed(slot, item)
        self._count(rebuilt, changes.events, item)

    def _call(self, item: Readable) -> Changes:
        def reader(ref: Ref[Document]) -> Document | None:
            return self._slots[ref.place].state()

        envelope = item.envelope
        context = Context(envelope.time, envelope, self._table.service, item.row.name, reader)
        documents = {ref: self._slots[ref.place].state() for ref in item.touches}
        return item.row.handle(documents, item.message, context)

    def _count(self, rebuilt: Sequence[Slot], events: Sequence[Message], item: Readable) -> None:
        """How much each document has said so far, as the service in use counts it."""
        by_id = {slot.ref.id: slot for slot in reversed(rebuilt)}
        for event in events:
            slot = by_id.get(event.subject)
            if slot is not None and event.TOPIC.kind in SEQUENCED:
                source = event.TOPIC.source
                slot.sequences[source] = slot.sequences.get(source, 0) + 1
                self._changed(slot, item)
        topic, envelope = item.incoming.topic, item.envelope
        said = by_id.get(envelope.subject)
        if topic.owner == self._table.service and envelope.sequence and said is not None:
            before = said.sequences.get(topic.source, 0)
            said.sequences[topic.source] = max(before, envelope.sequence)
            self._changed(said, item)

    def _changed(self, slot: Slot, item: Readable) -> None:
        slot.changed(item.incoming.partition, item.envelope.actor)
        self.at[slot.ref.place] = item.envelope.time

    def _failed(self, handler: str, envelope: Envelope, reason: str) -> None:
        if (envelope.source, envelope.id) not in self._passed:
            raise HandlerFailed(handler, envelope.type, envelope.id, reason)


def read_all(batch: Sequence[Incoming], table: HandlerTable) -> list[Read]:
    return [read(incoming, table) for incoming in batch]


def refs_of(batch: Sequence[Read], views: frozenset[str]) -> Mapping[str, dict[str, Ref[Document]]]:
    """The documents that a batch needs, by collection: none for what touches no view."""
    wanted: dict[str, dict[str, Ref[Document]]] = {}
    for item in batch:
        if isinstance(item, Readable) and any(r.collection.name in views for r in item.touches):
            for ref in (*item.touches, *item.reads):
                wanted.setdefault(ref.collection.name, {})[ref.id] = ref
    return wanted
