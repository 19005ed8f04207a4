"""What the chassis writes to MongoDB: ownership, outbox, and each batch in one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from pymongo import DeleteMany, InsertOne, ReplaceOne, UpdateOne
from pymongo.errors import DuplicateKeyError

from chassis import rows
from chassis.batch import Plan
from chassis.clock import utc_now
from chassis.commits import WRITE_ERRORS, Conflict, Fenced, told_apart
from chassis.database import Database
from chassis.documents import Collection
from chassis.records import Outgoing
from chassis.writes import CommitFailed, Unmatched, Writes
from contracts.topics import REPLAY_WINDOW_MS, SEGMENT_MS, Topic

SWEEP_AT_ONCE = 500
OUTBOX_KEPT = timedelta(hours=6)
# Names of indexes: of what is kept in order, and of what ends it.
HISTORY, HISTORY_KEPT = "history", "history_kept"


class BeingSwapped(Exception):
    """A partition has no owner for a moment: a rebuild puts new views in the old ones' place."""

    def __init__(self, partition: int) -> None:
        super().__init__(f"partition {partition} waits while its views are swapped")


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
        history_kept: float | None = None,
    ) -> None:
        """`history_kept`: days that what was published is kept as history; None for good."""
        self._db = database
        self._collections = collections
        self._topics = topics
        self._history_kept = history_kept

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
        await self._prepare_history()
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

    async def _prepare_history(self) -> None:
        await self._db.index(
            rows.OUTBOX,
            [("p", 1), ("n", 1)],
            name=HISTORY,
            partialFilterExpression={"history": True},
        )
        if self._history_kept is None:
            await self._db.drop_index(rows.OUTBOX, HISTORY_KEPT)
            return
        await self._db.index(
            rows.OUTBOX,
            [("created_at", 1)],
            name=HISTORY_KEPT,
            partialFilterExpression={"history": True, "published": True},
            expireAfterSeconds=int(timedelta(days=self._history_kept).total_seconds()),
        )

    # -- ownership -----------------------------------------------------------------------------

    async def claim(self, partition: int, owner: str) -> Claim:
        """Become the owner of a partition: whoever owned it can commit nothing from here on, and
        what it was about to commit is given up, so that nobody waits for it. Raises `BeingSwapped`
        while nobody may own it."""
        before = await self._db.find_one(rows.OWNERSHIP, {"_id": partition})
        if before is not None and before.get("swapping"):
            raise BeingSwapped(partition)
        if before is not None and before["owner"] != owner:
            await self._db.end_transactions(before["owner"])
        try:
            row = await self._db.change_one(
                rows.OWNERSHIP,
                {"_id": partition, "swapping": None},
                {
                    "$inc": {"epoch": 1},
                    "$set": {"owner": owner, "claimed_at": utc_now()},
                    "$setOnInsert": {"n": 0, "offsets": {}},
                },
                upsert=True,
            )
        except DuplicateKeyError as error:  # it is there, but not to be had since just now
            raise BeingSwapped(partition) from error
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

    async def mark_published(self, records: Sequence[Outgoing]) -> None:
        """Note what needs not be published again. A note that is lost costs a repeat, which every
        consumer knows by its id: so nobody waits for it to be durable. What is history has no end
        to wait for, and so no time."""
        told = [record.id for record in records if rows.is_history(record)]
        rest = [record.id for record in records if not rows.is_history(record)]
        gone = {"published": True, "published_at": utc_now()}
        changes = [
            ({"_id": {"$in": ids}}, {"$set": change})
            for ids, change in ((told, {"published": True}), (rest, gone))
            if ids
        ]
        await self._db.change_each(rows.OUTBOX, changes)

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
        statements = [
            _ownership_writes(plan, held, counters),
            *_document_writes(plan, now),
            *_repeat_writes(plan, now),
            _inserts(rows.OUTBOX, outbox),
            _inserts(rows.EFFECTS, effects),
            *_parked_writes(plan, now),
        ]
        await self._transact([one for one in statements if one.models], held, plan)
        for partition, offsets in plan.offsets.items():
            held[partition].n = counters[partition]
            held[partition].offsets.update(
                {rows.offset_field(topic): offset for topic, offset in offsets.items()}
            )
        return [record for _, record in plan.outbox]

    async def _transact(
        self, statements: Sequence[Writes], claims: Mapping[int, Claim], plan: Plan
    ) -> None:
        try:
            await self._db.transact(statements)
        except Unmatched as error:
            if error.collection == rows.OWNERSHIP:
                raise Fenced(await self._lost(claims, plan.offsets)) from error
            raise Conflict(f"somebody else changed {error.collection}") from error
        except CommitFailed as failed:
            raise told_apart(failed.error, committing=True) from failed
        except WRITE_ERRORS as error:
            raise told_apart(error, committing=False) from error

    async def _lost(self, claims: Mapping[int, Claim], partitions: Iterable[int]) -> set[int]:
        found = await self._db.find(rows.OWNERSHIP, {"_id": {"$in": list(partitions)}})
        epochs = {row["_id"]: row["epoch"] for row in found}
        return {p for p in partitions if epochs.get(p) != claims[p].epoch}


def _ownership_writes(
    plan: Plan, claims: Mapping[int, Claim], counters: Mapping[int, int]
) -> Writes:
    """How far each partition has come, under the epoch of who believes to own it."""
    models = []
    for partition, offsets in plan.offsets.items():
        change: dict[str, Any] = {
            f"offsets.{rows.offset_field(topic)}": offset for topic, offset in offsets.items()
        }
        change["n"] = counters[partition]
        where = {"_id": partition, "epoch": claims[partition].epoch}
        models.append(UpdateOne(where, {"$set": change}))
    return Writes(rows.OWNERSHIP, models, matched=len(models))


def _document_writes(plan: Plan, now: datetime) -> list[Writes]:
    """The changed documents, each under the version that it was decided on."""
    models: dict[str, list[Any]] = {}
    replaced: Counter[str] = Counter()
    for slot in plan.slots:
        name = slot.ref.collection.name
        row = rows.document_row(slot, now)
        if slot.version == 0:
            models.setdefault(name, []).append(InsertOne(row))
        else:
            where = {"_id": slot.ref.id, "v": slot.version}
            models.setdefault(name, []).append(ReplaceOne(where, row))
            replaced[name] += 1
    return [Writes(name, writes, matched=replaced[name]) for name, writes in models.items()]


def _repeat_writes(plan: Plan, now: datetime) -> list[Writes]:
    entries = [{"_id": id, "p": partition, "at": now} for id, partition in plan.inbox]
    seen = [
        UpdateOne({"_id": key}, {"$set": {"sequence": sequence, "p": partition}}, upsert=True)
        for key, (sequence, partition) in plan.seen.items()
    ]
    return [_inserts(rows.INBOX, entries), Writes(rows.SEEN, seen)]


def _parked_writes(plan: Plan, now: datetime) -> list[Writes]:
    keys: list[Any] = []
    for parked in plan.parked_keys:
        if parked.released:
            keys.append(DeleteMany({"_id": parked.key}))
        else:
            row = rows.parked_key_row(parked)
            keys.append(ReplaceOne({"_id": parked.key}, row, upsert=True))
    unparked = [DeleteMany({"_id": {"$in": plan.unparked_ids}})] if plan.unparked_ids else []
    parked_rows = [rows.parked_record_row(r, now) for r in plan.parked_records.values()]
    letters = [
        ReplaceOne({"_id": letter.id}, rows.dead_letter_row(letter, now), upsert=True)
        for letter in plan.dead_letters
    ]
    return [
        Writes(rows.PARKED_KEYS, keys),
        Writes(rows.PARKED_RECORDS, unparked),
        _inserts(rows.PARKED_RECORDS, parked_rows),
        Writes(rows.DEAD_LETTERS, letters),
    ]


def _inserts(collection: str, inserted: Sequence[Mapping[str, Any]]) -> Writes:
    return Writes(collection, [InsertOne(row) for row in inserted])


def inbox_memory(topics: Iterable[Topic]) -> timedelta:
    """How long a repeat is remembered: longer than any record of these topics can come again."""
    kept = max((topic.retention_ms or 0 for topic in topics), default=0)
    return timedelta(milliseconds=kept + SEGMENT_MS + REPLAY_WINDOW_MS)


def _next(counters: dict[int, int], partition: int) -> int:
    counters[partition] += 1
    return counters[partition]
