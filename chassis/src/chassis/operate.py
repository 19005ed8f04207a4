"""What an operator may look at and order: parked keys, dead letters, releases, replays.

Reads the service's database; orders travel over Kafka to the owner of the partition, so that
nothing overtakes them. Safe to use while the service runs, and harmless twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from chassis import rows
from chassis.database import Database
from chassis.identity import partition_of
from chassis.publisher import Producer
from chassis.records import Outgoing
from contracts.control import ReleaseKey, Republish, SkipParked
from contracts.envelope import Envelope
from contracts.topics import BY_NAME, control_topic


class NotThere(LookupError):
    """No such parked key, record or dead letter."""


@dataclass(frozen=True, slots=True)
class ParkedEntry:
    """One parked key; `records` are (id, reason) of its oldest few of `count`."""

    key: str
    handler: str
    reason: str
    parked_at: datetime
    count: int
    records: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class DeadEntry:
    """One record set aside alone. `id` is its position: topic/partition/offset."""

    id: str
    type: str
    key: str
    reason: str
    dead_at: datetime
    size: int


class Operator:
    """An operator of one service; `actor` is who, for the audit, as `person:ID`."""

    def __init__(self, service: str, database: Database, producer: Producer, actor: str) -> None:
        self._service = service
        self._db = database
        self._producer = producer
        self._actor = actor

    async def parked(self, limit: int = 100) -> list[ParkedEntry]:
        """Parked keys, the oldest first."""
        keys = await self._db.find(rows.PARKED_KEYS, {}, sort=[("parked_at", 1)], limit=limit)
        return [await self._parked_entry(row) for row in keys]

    async def _parked_entry(self, row: rows.Row) -> ParkedEntry:
        where = {"key": row["_id"]}
        oldest = await self._db.find(rows.PARKED_RECORDS, where, sort=[("n", 1)], limit=5)
        count = await self._db.count(rows.PARKED_RECORDS, where)
        return ParkedEntry(
            row["_id"],
            row["handler"],
            row["reason"],
            row["parked_at"],
            count,
            [(record["_id"], record["reason"]) for record in oldest],
        )

    async def release(self, key: str, *, accept_gap: bool = False) -> None:
        """Have the owner handle what waits under a key. Raises `NotThere`."""
        if await self._db.find_one(rows.PARKED_KEYS, {"_id": key}) is None:
            raise NotThere(f"{self._service} has no parked key {key!r}")
        await self._order(key, ReleaseKey.TYPE, ReleaseKey(accept_gap=accept_gap))

    async def skip(self, record_id: str) -> None:
        """Have the owner set one parked record aside as a dead letter and release the rest of its
        key. Raises `NotThere`."""
        row = await self._db.find_one(rows.PARKED_RECORDS, {"_id": record_id})
        if row is None:
            raise NotThere(f"{self._service} has no parked record {record_id!r}")
        await self._order(row["key"], SkipParked.TYPE, SkipParked(parked_id=record_id))

    async def republish(self, key: str) -> None:
        """Have the owner say again what a key's documents last said on compacted topics."""
        await self._order(key, Republish.TYPE, Republish())

    async def dead(self, limit: int = 100) -> list[DeadEntry]:
        """Open dead letters, the newest first."""
        found = await self._db.find(
            rows.DEAD_LETTERS, {"state": "open"}, sort=[("dead_at", -1)], limit=limit
        )
        return [_dead_entry(row) for row in found]

    async def replay(self, id: str) -> None:
        """Append a dead letter's record to its topic again, bytes and headers as they were, and
        close it. Raises `NotThere`; `Unavailable` if Kafka did not take it."""
        row = await self._db.find_one(rows.DEAD_LETTERS, {"_id": id, "state": "open"})
        if row is None:
            raise NotThere(f"{self._service} has no open dead letter {id!r}")
        incoming = rows.incoming_of(row, BY_NAME)
        headers = [(name, value or b"") for name, value in incoming.headers]
        again = Outgoing(id, incoming.topic.name, incoming.key, incoming.value or b"", headers)
        await self._producer.send([again])
        await self._close(id, "replayed")

    async def discard(self, id: str) -> None:
        """Close a dead letter for good. Raises `NotThere`."""
        if not await self._close(id, "discarded"):
            raise NotThere(f"{self._service} has no open dead letter {id!r}")

    async def _close(self, id: str, state: str) -> int:
        change = {"state": state, "closed_by": self._actor, "closed_at": datetime.now(UTC)}
        where = {"_id": id, "state": "open"}
        return await self._db.update(rows.DEAD_LETTERS, where, {"$set": change})

    async def _order(self, key: str, type: str, order: ReleaseKey | SkipParked | Republish) -> None:
        envelope = Envelope(
            id=str(uuid.uuid4()),
            source="/operator",
            type=type,
            subject=key,
            time=datetime.now(UTC),
            property_id="operations",
            actor=self._actor,
            correlation_id=f"partition-{partition_of(key)}",
        )
        value = order.model_dump_json().encode()
        topic = control_topic(self._service).name
        await self._producer.send(
            [Outgoing(envelope.id, topic, key.encode(), value, envelope.headers())]
        )


def _dead_entry(row: rows.Row) -> DeadEntry:
    headers = {name: bytes(value or b"").decode(errors="replace") for name, value in row["headers"]}
    return DeadEntry(
        row["_id"],
        headers.get("ce_type", "?"),
        bytes(row["record_key"] or b"").decode(errors="replace"),
        row["reason"],
        row["dead_at"],
        len(row["value"] or b""),
    )
