"""Batches decided in memory: what one writes, the next one reads, without engines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from chassis import rows
from chassis.batch import Loaded, ParkedRecord, Plan, Slot
from chassis.decide import Decision
from chassis.documents import Document, Ref
from chassis.identity import partition_of
from chassis.loading import RELEASE_AT_ONCE
from chassis.records import Control, Incoming, Outgoing, Read, Readable, read
from chassis.table import HandlerTable
from contracts.control import ReleaseKey, Republish, SkipParked
from contracts.envelope import Envelope
from contracts.message import Message
from contracts.topics import BY_NAME, Topic, control_topic

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
Place = tuple[str, str]


@dataclass
class Memory:
    """One service's records, documents and parked keys, in dictionaries that hold stored rows."""

    table: HandlerTable
    stored: dict[Place, rows.Row] = field(default_factory=dict)
    inbox: set[str] = field(default_factory=set)
    seen: dict[str, int] = field(default_factory=dict)
    parked_keys: dict[str, rows.Row] = field(default_factory=dict)
    parked_records: dict[str, rows.Row] = field(default_factory=dict)
    offsets: Counter[tuple[str, int]] = field(default_factory=Counter)
    ids: int = 0

    # -- records -------------------------------------------------------------------------------

    def record(
        self, message: Message, *, id: str | None = None, sequence: int | None = None, **fields: Any
    ) -> Incoming:
        """A record of a message, at the next offset of its partition."""
        envelope = self._envelope(message.TYPE, message.subject, message.property_id, id, sequence)
        headers = envelope._replace(**fields).headers()
        return self.raw(message.TOPIC, message.key.encode(), message.encode(), headers)

    def raw(
        self,
        topic: Topic,
        key: bytes | None,
        value: bytes | None,
        headers: Sequence[tuple[str, bytes | None]] = (),
    ) -> Incoming:
        partition = partition_of(key.decode(errors="replace")) if key else 0
        offset = self.offsets[topic.name, partition]
        self.offsets[topic.name, partition] += 1
        return Incoming(topic, partition, offset, key, value, tuple(headers))

    def order(
        self, key: str, order: ReleaseKey | SkipParked | Republish, id: str | None = None
    ) -> Incoming:
        """An operator's order about a key."""
        envelope = self._envelope(order.TYPE, key, "operations", id, None)
        value = order.model_dump_json().encode()
        return self.raw(control_topic(self.table.service), key.encode(), value, envelope.headers())

    def again(self, outgoing: Outgoing) -> Incoming:
        """A record that the service itself published, as it comes back to it."""
        topic = BY_NAME.get(outgoing.topic) or control_topic(self.table.service)
        return self.raw(topic, outgoing.key, outgoing.value, list(outgoing.headers))

    def _envelope(
        self, type: str, subject: str, property_id: str, id: str | None, sequence: int | None
    ) -> Envelope:
        self.ids += 1
        return Envelope(
            id=id or f"id-{self.ids}",
            source="/test",
            type=type,
            subject=subject,
            time=NOW,
            property_id=property_id,
            actor="rule:test",
            correlation_id="test",
            sequence=sequence,
        )

    # -- batches -------------------------------------------------------------------------------

    def batch(self, *records: Incoming, poisoned: Mapping[str, str] | None = None) -> Plan:
        """Decide one batch and keep what it writes."""
        plan = self.decide(*records, poisoned=poisoned)
        self._keep(plan)
        return plan

    def decide(self, *records: Incoming, poisoned: Mapping[str, str] | None = None) -> Plan:
        """Decide one batch and write nothing."""
        items = [read(record, self.table) for record in records]
        return decided(Decision(self.table, self._load(items), NOW, poisoned), items)

    def state(self, ref: Ref[Any]) -> Any:
        """A document as the next batch reads it; None where there is none."""
        return rows.slot_of(ref, self.stored.get(ref.place)).state()

    def store(self, ref: Ref[Any], state: Any) -> None:
        """Put a document there by hand, readable or not."""
        stored = state.model_dump(mode="json") if isinstance(state, Document) else state
        self.stored[ref.place] = {"v": 1, "p": 0, "seq": {}, "by": "test", "state": stored}

    def queue(self, key: str) -> list[ParkedRecord]:
        """What waits under a parked key, in order."""
        found = [row for row in self.parked_records.values() if row["key"] == key]
        return [rows.parked_record_of(row) for row in sorted(found, key=lambda row: row["n"])]

    def _load(self, items: Sequence[Read]) -> Loaded:
        loaded = Loaded(inbox=set(self.inbox), seen=dict(self.seen))
        keys = {item.incoming.text_key or "" for item in items}
        ordered = {item.key for item in items if isinstance(item, Control)}
        everything = list(items)
        for key in keys & self.parked_keys.keys():
            parked = rows.parked_key_of(self.parked_keys[key])
            loaded.parked_keys[key] = parked
            if key in ordered or parked.awaits is not None:
                queue = self.queue(key)
                if len(queue) > RELEASE_AT_ONCE:
                    loaded.more_parked.add(key)
                loaded.parked_records[key] = queue[:RELEASE_AT_ONCE]
                everything += [read(one.incoming, self.table) for one in queue[:RELEASE_AT_ONCE]]
        for ref in {ref for item in everything for ref in self._refs(item)}:
            loaded.slots[ref.place] = rows.slot_of(ref, self.stored.get(ref.place))
        return loaded

    def _refs(self, item: Read) -> list[Ref[Any]]:
        if isinstance(item, Readable):
            return [*item.touches, *item.reads]
        if isinstance(item, Control):
            return [row.collection.ref(item.key) for row in self.table.states]
        return []

    def _keep(self, plan: Plan) -> None:
        for slot in plan.slots:
            self._replace(slot)
        self.inbox |= {id for id, _ in plan.inbox}
        self.seen |= {key: sequence for key, (sequence, _) in plan.seen.items()}
        for parked in plan.parked_keys:
            if parked.released:
                del self.parked_keys[parked.key]
            else:
                self.parked_keys[parked.key] = rows.parked_key_row(parked)
        for id in plan.unparked_ids:
            del self.parked_records[id]
        for record in plan.parked_records.values():
            assert record.id not in self.parked_records
            self.parked_records[record.id] = rows.parked_record_row(record, NOW)

    def _replace(self, slot: Slot) -> None:
        row = rows.document_row(slot, NOW)
        assert row["v"] == self.stored.get(slot.ref.place, {"v": 0})["v"] + 1
        self.stored[slot.ref.place] = row


def published(plan: Plan, topic: Topic) -> list[Outgoing]:
    """What a plan publishes on a topic, in order."""
    return [record for _, record in plan.outbox if record.topic == topic.name]


def envelope_of(record: Outgoing) -> Envelope:
    return Envelope.from_headers(record.headers)


def decided(decision: Decision, batch: Sequence[Read]) -> Plan:
    """What is to be written for a whole batch."""
    for item in batch:
        decision.take(item)
    return decision.done()
