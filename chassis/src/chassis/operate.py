"""What an operator may look at and order: parked keys, dead letters, releases, replays.

Reads the service's database; orders travel over Kafka to the owner of the partition, so that
nothing overtakes them. Safe to use while the service runs, and harmless twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime

from chassis import rows
from chassis.correcting import as_news, corrected
from chassis.database import Database
from chassis.history import HistoryPage, page_of
from chassis.identity import partition_of
from chassis.publisher import Producer
from chassis.records import Outgoing
from chassis.set_aside import (
    Closed,
    DeadList,
    LetterState,
    ParkedList,
    ReplayOrder,
    SetAsideRecord,
)
from chassis.shelf import (
    EVER_PARKED,
    IS_OPEN,
    dead_entry,
    dead_letter,
    dead_stages,
    parked_entry,
    parked_record,
    parked_stages,
    record_of,
)
from chassis.table import HandlerTable
from contracts.control import ReleaseKey, Republish, SkipParked
from contracts.envelope import Envelope
from contracts.topics import control_topic


class NotThere(LookupError):
    """No such parked key, record or dead letter."""


class ClosedOtherwise(Exception):
    """The dead letter is closed, or about to be, and not by this order; says how."""


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
        found = await self._db.aggregate(rows.PARKED_KEYS, parked_stages(limit))
        total = await self._db.count(rows.PARKED_KEYS, EVER_PARKED)
        return ParkedList(total=total, parked=tuple(parked_entry(row) for row in found))

    async def dead(self, limit: int = 100, *, oldest_first: bool = False) -> DeadList:
        """Open dead letters, the newest first unless told otherwise."""
        stages = dead_stages(limit, oldest_first=oldest_first)
        found = await self._db.aggregate(rows.DEAD_LETTERS, stages)
        total = await self._db.count(rows.DEAD_LETTERS, IS_OPEN)
        return DeadList(total=total, dead=tuple(dead_entry(row) for row in found))

    async def parked_record(self, id: str) -> SetAsideRecord:
        """One record of a parked key. Raises `NotThere`, `TopicGone`."""
        row = await self._db.find_one(rows.PARKED_RECORDS, {"_id": id})
        if row is None:
            raise NotThere(f"{self._service} has no parked record {id!r}")
        return parked_record(row, self._table)

    async def dead_letter(self, id: str) -> SetAsideRecord:
        """One dead letter, open or closed. Raises `NotThere`, `TopicGone`."""
        row = await self._dead_row(id)
        return dead_letter(row, self._table)

    async def _dead_row(self, id: str) -> rows.Row:
        row = await self._db.find_one(rows.DEAD_LETTERS, {"_id": id})
        if row is None:
            raise NotThere(f"{self._service} has no dead letter {id!r}")
        return row

    async def history(
        self, partition: int, after: int, limit: int, topics: frozenset[str] | None
    ) -> HistoryPage:
        """What this service said on event topics, see `chassis.history`."""
        return await page_of(self._db, partition, after, limit, topics)

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

        It goes as it was, or with the order's body in place of its own. What is to be sent is
        claimed before: of several orders with different bodies one alone sends anything. A claim
        whose order failed is never given up, since its record may have arrived; the same order
        again carries it out. Raises `NotThere`, `TopicGone`, `ClosedOtherwise`, `Unfit`;
        `Unavailable` if Kafka did not take it.
        """
        row = await self._dead_row(order.id)
        record = self._again(row, order)
        note = None
        if order.body is not None:
            ids = dict(record.headers)
            note = {"body": record.value.decode(), "message_id": ids["ce_id"].decode()}
        if await self._claim(order.id, note):
            await self._producer.send([record])
        return await self._close(order.id, LetterState.REPLAYED, note)

    async def _claim(self, id: str, correction: Mapping[str, str] | None) -> bool:
        """Whether the record is this order's to send; False where it is closed. Raises
        `ClosedOtherwise` where another order is about to send it with another body."""
        free_or_same = [{"replaying": None}, {"replaying.correction": correction}]
        mine = {"by": self._actor, "correction": correction}
        where = {"_id": id, "state": LetterState.OPEN.value, "$or": free_or_same}
        if await self._db.update(rows.DEAD_LETTERS, where, {"$set": {"replaying": mine}}):
            return True
        row = await self._dead_row(id)
        if row["state"] == LetterState.OPEN:
            raise ClosedOtherwise(_about_to_be_replayed(row))
        return False

    def _again(self, row: rows.Row, order: ReplayOrder) -> Outgoing:
        incoming, skipped = record_of(row), row.get("skipped", False)
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
        where: rows.Row = {"_id": id, "state": LetterState.OPEN.value}
        if state is LetterState.DISCARDED:
            where["replaying"] = None  # what may have been sent is not discarded
        await self._db.update(rows.DEAD_LETTERS, where, {"$set": change})
        row = await self._dead_row(id)
        if row["state"] == LetterState.OPEN:
            raise ClosedOtherwise(_about_to_be_replayed(row))
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


def _about_to_be_replayed(row: rows.Row) -> str:
    claim = row["replaying"]
    how = "with another body" if claim["correction"] else "as it was"
    return f"{row['_id']} is being replayed {how} by {claim['by']}; the same order finishes that"
