"""What an operator may look at and order: parked keys, dead letters, releases, replays.

Reads the service's database; orders travel over Kafka to the owner of the partition, so that
nothing overtakes them. Safe to use while the service runs, and harmless twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime

from chassis import rows
from chassis.correcting import as_news, correctable, corrected, envelope_of, types_of
from chassis.database import Database
from chassis.identity import partition_of
from chassis.publisher import Producer
from chassis.records import Incoming, Outgoing
from chassis.set_aside import (
    Closed,
    Correction,
    DeadEntry,
    DeadList,
    LetterState,
    NamedText,
    ParkedEntry,
    ParkedList,
    ReplayOrder,
    SetAsideRecord,
    WaitingRecord,
    plain,
    readable,
)
from chassis.table import HandlerTable
from contracts.control import ReleaseKey, Republish, SkipParked
from contracts.envelope import Envelope
from contracts.topics import BY_NAME, control_topic

SHOWN_OF_A_KEY = 5


class NotThere(LookupError):
    """No such parked key, record or dead letter."""


class ClosedOtherwise(Exception):
    """The dead letter is closed, and not by this order; says how."""


class Operator:
    """An operator of one service; `actor` is who, for the audit, as `person:ID`. With the service's
    `table` of handlers a record can be replaced by a corrected one."""

    def __init__(
        self,
        service: str,
        database: Database,
        producer: Producer,
        actor: str,
        table: HandlerTable | None = None,
    ) -> None:
        self._service = service
        self._db = database
        self._producer = producer
        self._actor = actor
        self._table = table or HandlerTable(service)

    # -- looking -------------------------------------------------------------------------------

    async def parked(self, limit: int = 100) -> ParkedList:
        """Parked keys, the oldest first."""
        keys = await self._db.find(rows.PARKED_KEYS, {}, sort=[("parked_at", 1)], limit=limit)
        return ParkedList(
            total=await self._db.count(rows.PARKED_KEYS, {}),
            parked=tuple([await self._parked_entry(row) for row in keys]),
        )

    async def _parked_entry(self, row: rows.Row) -> ParkedEntry:
        where = {"key": row["_id"]}
        fields = {"reason": 1}
        oldest = await self._db.find(
            rows.PARKED_RECORDS, where, sort=[("n", 1)], limit=SHOWN_OF_A_KEY, fields=fields
        )
        return ParkedEntry(
            key=row["_id"],
            handler=row["handler"],
            reason=row["reason"],
            parked_at=row["parked_at"],
            count=await self._db.count(rows.PARKED_RECORDS, where),
            gap=row["awaits"] is not None,
            records=tuple(WaitingRecord(id=one["_id"], reason=one["reason"]) for one in oldest),
        )

    async def dead(self, limit: int = 100, *, oldest_first: bool = False) -> DeadList:
        """Open dead letters, the newest first unless told otherwise."""
        is_open = {"state": LetterState.OPEN.value}
        found = await self._db.aggregate(
            rows.DEAD_LETTERS,
            [
                {"$match": is_open},
                {"$sort": {"dead_at": 1 if oldest_first else -1}},
                {"$limit": limit},
                {"$set": {"size": {"$binarySize": {"$ifNull": ["$value", b""]}}}},
                {"$unset": "value"},
            ],
        )
        total = await self._db.count(rows.DEAD_LETTERS, is_open)
        return DeadList(total=total, dead=tuple(_dead_entry(row) for row in found))

    async def parked_record(self, id: str) -> SetAsideRecord:
        """One record of a parked key. Raises `NotThere`."""
        row = await self._db.find_one(rows.PARKED_RECORDS, {"_id": id})
        if row is None:
            raise NotThere(f"{self._service} has no parked record {id!r}")
        return self._record(row, row["parked_at"], is_dead=False)

    async def dead_letter(self, id: str) -> SetAsideRecord:
        """One dead letter, open or closed. Raises `NotThere`."""
        row = await self._dead_row(id)
        return self._record(row, row["dead_at"], is_dead=True)

    async def _dead_row(self, id: str) -> rows.Row:
        row = await self._db.find_one(rows.DEAD_LETTERS, {"_id": id})
        if row is None:
            raise NotThere(f"{self._service} has no dead letter {id!r}")
        return row

    def _record(self, row: rows.Row, at: datetime, *, is_dead: bool) -> SetAsideRecord:
        incoming = rows.incoming_of(row, BY_NAME)
        correction = row.get("correction")
        return SetAsideRecord(
            id=row["_id"],
            topic=incoming.topic.name,
            partition=incoming.partition,
            offset=incoming.offset,
            key=plain(incoming.key),
            type=_type_of(incoming),
            headers=tuple(_named(name, value) for name, value in incoming.headers),
            body=readable(incoming.value),
            reason=row["reason"],
            set_aside_at=at,
            state=LetterState(row["state"]) if is_dead else LetterState.OPEN,
            closed_by=row.get("closed_by"),
            closed_at=row.get("closed_at"),
            correctable=is_dead and correctable(incoming.topic, self._table),
            types=types_of(incoming.topic, self._table),
            correction=Correction(**correction) if correction else None,
        )

    # -- ordering ------------------------------------------------------------------------------

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

    async def replay(self, order: ReplayOrder) -> Closed:
        """Append a dead letter's record to its topic again and close it; harmless twice.

        It goes as it was, or with the order's body in place of its own. Raises `NotThere`,
        `ClosedOtherwise`, `Unfit`; `Unavailable` if Kafka did not take it.
        """
        row = await self._dead_row(order.id)
        record = self._again(row, order)
        note = None
        if order.body is not None:
            ids = dict(record.headers)
            note = {"body": record.value.decode(), "message_id": ids["ce_id"].decode()}
        if row["state"] == LetterState.OPEN:
            await self._producer.send([record])
        return await self._close(order.id, LetterState.REPLAYED, note)

    def _again(self, row: rows.Row, order: ReplayOrder) -> Outgoing:
        incoming, skipped = rows.incoming_of(row, BY_NAME), row.get("skipped", False)
        if order.body is not None:
            return corrected(
                incoming,
                order,
                self._table,
                actor=self._actor,
                now=datetime.now(UTC),
                skipped=skipped,
            )
        headers = [(name, value or b"") for name, value in incoming.headers]
        if skipped:
            headers = as_news(incoming, headers, self._service)
        return Outgoing(order.id, incoming.topic.name, incoming.key, incoming.value or b"", headers)

    async def discard(self, id: str) -> Closed:
        """Close a dead letter for good; the same again is harmless. Raises `NotThere`,
        `ClosedOtherwise`."""
        return await self._close(id, LetterState.DISCARDED)

    async def _close(
        self, id: str, state: LetterState, correction: Mapping[str, str] | None = None
    ) -> Closed:
        change: rows.Row = {
            "state": state.value,
            "closed_by": self._actor,
            "closed_at": datetime.now(UTC),
        }
        if correction is not None:
            change["correction"] = dict(correction)
        where = {"_id": id, "state": LetterState.OPEN.value}
        await self._db.update(rows.DEAD_LETTERS, where, {"$set": change})
        row = await self._dead_row(id)
        if row["state"] != state or row.get("correction") != correction:
            how = "replayed with another body" if row["state"] == state else row["state"]
            raise ClosedOtherwise(f"{id} was {how} by {row['closed_by']}")
        return Closed(id=id, state=state, closed_by=row["closed_by"], closed_at=row["closed_at"])

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
        id=row["_id"],
        topic=row["topic"],
        type=headers.get("ce_type", ""),
        key=bytes(row["record_key"] or b"").decode(errors="replace"),
        reason=row["reason"],
        dead_at=row["dead_at"],
        size=row["size"],
        skipped=row.get("skipped", False),
    )


def _type_of(incoming: Incoming) -> str:
    envelope = envelope_of(incoming)
    return envelope.type if envelope else ""


def _named(name: str, value: bytes | None) -> NamedText:
    shown = plain(value)
    return NamedText(name=name, format=shown.format, text=shown.text)
