"""What the chassis writes to MongoDB: ownership, outbox, and each batch in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pymongo import DeleteMany, InsertOne, ReplaceOne, UpdateOne

from chassis import rows
from chassis.batch import Plan
from chassis.clock import utc_now
from chassis.commits import WRITE_ERRORS, Conflict, Fenced, told_apart
from chassis.database import Database, Session
from chassis.documents import Collection
from chassis.records import Outgoing
from contracts.topics import REPLAY_WINDOW_MS, SEGMENT_MS, Topic

SWEEP_AT_ONCE = 500
OUTBOX_KEPT = timedelta(hours=6)


@dataclass(slots=True)
class Claim:
    """One partition as its owner knows it. `n` numbers what it writes, in order."""

    partition: int
    epoch: int
    n: int
    offsets: dict[str, int] = field(default_factory=dict)


class Store:
    """The chassis' side of one service's database."""

    def __init__(
        self,
        database: Database,
        collections: Sequence[Collection[Any]],
        topics: Mapping[str, Topic],
    ) -> None:
        self._db = database
        self._collections = collections
        self._topics = topics

    async def prepare(self) -> None:
        """Create the indexes that the chassis and the service's documents need."""
        inbox_kept = inbox_memory(self._topics.values())
        await self._db.index(
            rows.INBOX, [("at", 1)], expireAfterSeconds=int(inbox_kept.total_seconds())
        )
        await self._db.index(
            rows.OUTBOX, [("p", 1), ("n", 1)], partialFilterExpression={"published": False}
        )
        await self._db.index(
            rows.OUTBOX,
            [("published_at", 1)],
            expireAfterSeconds=int(OUTBOX_KEPT.total_seconds()),
        )
        await self._db.index(rows.EFFECTS, [("p", 1), ("due_at", 1), ("n", 1)])
        await self._db.index(rows.EFFECTS, [("p", 1), ("timer", 1), ("due_at", 1), ("kind", 1)])
        await self._db.index(rows.EFFECTS, [("lane", 1), ("n", 1)])
        await self._db.index(rows.EFFECTS, [("lease", 1)], sparse=True)
        await self._db.index(rows.PARKED_KEYS, [("parked_at", 1)])
        await self._db.index(rows.PARKED_RECORDS, [("key", 1), ("n", 1)])
        await self._db.index(rows.DEAD_LETTERS, [("state", 1), ("dead_at", -1)])
        for collection in self._collections:
            for index in collection.indexes:
                fields = [(f"state.{path}", direction) for path, direction in index.fields]
                await self._db.index(collection.name, fields, unique=index.unique)

    # -- ownership -----------------------------------------------------------------------------

    async def claim(self, partition: int, owner: str) -> Claim:
        """Become the owner of a partition: whoever owned it can commit nothing from here on, and
        what it was about to commit is given up, so that nobody waits for it."""
        before = await self._db.find_one(rows.OWNERSHIP, {"_id": partition})
        if before is not None and before["owner"] != owner:
            await self._db.end_transactions(before["owner"])
        row = await self._db.change_one(
            rows.OWNERSHIP,
            {"_id": partition},
            {
                "$inc": {"epoch": 1},
                "$set": {"owner": owner, "claimed_at": utc_now()},
                "$setOnInsert": {"n": 0, "offsets": {}},
            },
            upsert=True,
        )
        assert row is not None  # noqa: S101 - an upsert always answers with the row
        return Claim(partition, row["epoch"], row["n"], dict(row["offsets"]))

    async def unpublished(self, partition: int) -> list[Outgoing]:
        """What was committed for a partition but not known to be published, in order."""
        found = await self._db.find(
            rows.OUTBOX, {"p": partition, "published": False}, sort=[("n", 1)]
        )
        return [rows.outgoing_of(row) for row in found]

    async def left_behind(
        self, partitions: Iterable[int], before: datetime
    ) -> list[tuple[int, Outgoing]]:
        """Unpublished messages of some partitions that were committed before an instant."""
        found = await self._db.find(
            rows.OUTBOX,
            {"p": {"$in": list(partitions)}, "published": False, "created_at": {"$lt": before}},
            sort=[("p", 1), ("n", 1)],
            limit=SWEEP_AT_ONCE,
        )
        return [(row["p"], rows.outgoing_of(row)) for row in found]

    async def mark_published(self, ids: Sequence[str]) -> None:
        await self._db.update(
            rows.OUTBOX,
            {"_id": {"$in": list(ids)}},
            {"$set": {"published": True, "published_at": utc_now()}},
            many=True,
        )

    # -- one batch -----------------------------------------------------------------------------

    async def commit(
        self, plan: Plan, claims: Mapping[int, Claim], now: datetime
    ) -> list[Outgoing]:
        """Write a plan in one transaction and return its outbox, ready to be published.

        `claims` of the plan's partitions get their counters and offsets advanced, after the commit.
        Raises `Conflict`, `Fenced`, `Refused`, `UnknownCommit`, or a transient `PyMongoError`.
        """
        if lost := plan.offsets.keys() - claims.keys():
            raise Fenced(lost)
        held = {partition: claims[partition] for partition in plan.offsets}
        counters = {partition: claim.n for partition, claim in held.items()}
        outbox = [
            rows.outbox_row(_next(counters, partition), partition, record, now)
            for partition, record in plan.outbox
        ]
        effects = [
            rows.effect_row(_next(counters, effect.partition), effect, now)
            for effect in plan.effects
        ]
        committing = False
        try:
            async with self._db.transaction() as session:
                await self._write_ownership(plan, held, counters, session)
                await self._write_documents(plan, now, session)
                await self._write_repeats(plan, now, session)
                await self._db.insert(rows.OUTBOX, outbox, session=session)
                await self._db.insert(rows.EFFECTS, effects, session=session)
                await self._write_parked(plan, now, session)
                committing = True
        except WRITE_ERRORS as error:
            raise told_apart(error, committing=committing) from error
        for partition, offsets in plan.offsets.items():
            held[partition].n = counters[partition]
            held[partition].offsets.update(
                {rows.offset_field(topic): offset for topic, offset in offsets.items()}
            )
        return [record for _, record in plan.outbox]

    async def _write_ownership(
        self,
        plan: Plan,
        claims: Mapping[int, Claim],
        counters: Mapping[int, int],
        session: Session,
    ) -> None:
        writes = []
        for partition, offsets in plan.offsets.items():
            change: dict[str, Any] = {
                f"offsets.{rows.offset_field(topic)}": offset for topic, offset in offsets.items()
            }
            change["n"] = counters[partition]
            where = {"_id": partition, "epoch": claims[partition].epoch}
            writes.append(UpdateOne(where, {"$set": change}))
        matched, _ = await self._db.bulk(rows.OWNERSHIP, writes, session=session)
        if matched != len(writes):
            raise Fenced(await self._lost(claims, plan.offsets))

    async def _lost(self, claims: Mapping[int, Claim], partitions: Iterable[int]) -> set[int]:
        found = await self._db.find(rows.OWNERSHIP, {"_id": {"$in": list(partitions)}})
        epochs = {row["_id"]: row["epoch"] for row in found}
        return {p for p in partitions if epochs.get(p) != claims[p].epoch}

    async def _write_documents(self, plan: Plan, now: datetime, session: Session) -> None:
        writes: dict[str, list[Any]] = {}
        replaced: dict[str, int] = {}
        for slot in plan.slots:
            name = slot.ref.collection.name
            row = rows.document_row(slot, now)
            if slot.version == 0:
                writes.setdefault(name, []).append(InsertOne(row))
            else:
                where = {"_id": slot.ref.id, "v": slot.version}
                writes.setdefault(name, []).append(ReplaceOne(where, row))
                replaced[name] = replaced.get(name, 0) + 1
        for name, models in writes.items():
            matched, _ = await self._db.bulk(name, models, session=session)
            if matched != replaced.get(name, 0):
                raise Conflict(f"a document of {name} was changed by somebody else")

    async def _write_repeats(self, plan: Plan, now: datetime, session: Session) -> None:
        entries = [{"_id": id, "p": partition, "at": now} for id, partition in plan.inbox]
        await self._db.insert(rows.INBOX, entries, session=session)
        seen = [
            UpdateOne({"_id": key}, {"$set": {"sequence": sequence, "p": partition}}, upsert=True)
            for key, (sequence, partition) in plan.seen.items()
        ]
        if seen:
            await self._db.bulk(rows.SEEN, seen, session=session)

    async def _write_parked(self, plan: Plan, now: datetime, session: Session) -> None:
        keys: list[Any] = []
        for parked in plan.parked_keys:
            if parked.released:
                keys.append(DeleteMany({"_id": parked.key}))
            else:
                row = rows.parked_key_row(parked)
                keys.append(ReplaceOne({"_id": parked.key}, row, upsert=True))
        if keys:
            await self._db.bulk(rows.PARKED_KEYS, keys, session=session)
        if plan.unparked_ids:
            where = {"_id": {"$in": plan.unparked_ids}}
            await self._db.delete(rows.PARKED_RECORDS, where, session=session)
        parked_rows = [rows.parked_record_row(r, now) for r in plan.parked_records.values()]
        await self._db.insert(rows.PARKED_RECORDS, parked_rows, session=session)
        letters = [
            ReplaceOne({"_id": letter.id}, rows.dead_letter_row(letter, now), upsert=True)
            for letter in plan.dead_letters
        ]
        if letters:
            await self._db.bulk(rows.DEAD_LETTERS, letters, session=session)


def inbox_memory(topics: Iterable[Topic]) -> timedelta:
    """How long a repeat is remembered: longer than any record of these topics can come again."""
    kept = max((topic.retention_ms or 0 for topic in topics), default=0)
    return timedelta(milliseconds=kept + SEGMENT_MS + REPLAY_WINDOW_MS)


def _next(counters: dict[int, int], partition: int) -> int:
    counters[partition] += 1
    return counters[partition]
