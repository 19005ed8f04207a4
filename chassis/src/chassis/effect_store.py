"""Effects in MongoDB: found when due, leased by its clock, recorded with their reports."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from pymongo import DeleteMany, InsertOne, UpdateMany, UpdateOne

from chassis import rows
from chassis.commits import WRITE_ERRORS, Conflict, told_apart
from chassis.database import Database
from chassis.effects import Unseen
from chassis.records import Outgoing
from chassis.writes import CommitFailed, Unmatched, Writes

Reports = Sequence[Outgoing]
MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Leased:
    """One effect in hand. `attempts` counts this try too."""

    id: str
    partition: int
    n: int
    kind: str
    work: Mapping[str, Any]
    lane: str | None
    partner: str | None
    origin: Mapping[str, Any]
    lease: str
    attempts: int
    first_at: datetime
    leased_at: datetime
    before_at: datetime | None


class OpenEffects(NamedTuple):
    """How many effects of one kind are open (where it is many, at least), and for how
    long the oldest has been overdue."""

    number: int
    oldest_seconds: float


class EffectStore:
    """The effects of one service."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def due(
        self,
        partitions: Collection[int],
        now: datetime,
        *,
        busy: Collection[str],
        lanes: Collection[str],
        shut: Collection[str],
        limit: int,
    ) -> list[rows.Row]:
        """Effects that are due and free, oldest first, at most one per lane and that its head.

        `busy` are ids in hand, `lanes` theirs (a long lane must not hide what waits behind it),
        `shut` partners whose breaker is open.
        """
        where: dict[str, Any] = {
            "p": {"$in": list(partitions)},
            "due_at": {"$lte": now},
            "lease_until": {"$lte": now},
        }
        if busy:
            where["_id"] = {"$nin": list(busy)}
        if lanes:
            where["lane"] = {"$nin": list(lanes)}
        if shut:
            where["partner"] = {"$nin": list(shut)}
        found = await self._db.find(
            rows.EFFECTS, where, sort=[("due_at", 1), ("n", 1)], limit=limit
        )
        heads = await self._heads({row["lane"] for row in found if row["lane"] is not None})
        return [row for row in found if row["lane"] is None or heads.get(row["lane"]) == row["_id"]]

    async def _heads(self, lanes: Collection[str]) -> dict[str, str]:
        if not lanes:
            return {}
        found = await self._db.aggregate(
            rows.EFFECTS,
            [
                {"$match": {"lane": {"$in": list(lanes)}}},
                {"$sort": {"lane": 1, "n": 1}},
                {"$group": {"_id": "$lane", "head": {"$first": "$_id"}}},
            ],
        )
        return {row["_id"]: row["head"] for row in found}

    async def restored(self) -> Unseen | None:
        """What is not known here, where the database was restored."""
        row = await self._db.find_one(rows.RESTORED, {})
        return None if row is None else Unseen(row["since"], row["until"])

    async def next_due(self, partitions: Collection[int], after: datetime) -> datetime | None:
        """When the next effect falls due that is not due yet."""
        found = await self._db.find(
            rows.EFFECTS,
            {"p": {"$in": list(partitions)}, "due_at": {"$gt": after}},
            sort=[("due_at", 1)],
            limit=1,
        )
        return found[0]["due_at"] if found else None

    async def lease(self, leases: Mapping[str, timedelta], token: str) -> list[Leased]:
        """Lease effects by id, each for its time. Those leased by somebody else are left out.

        The database's clock decides when an earlier lease ended and when this one does, so that
        two processes with different clocks never hold the same effect.
        """
        by_time: dict[timedelta, list[str]] = {}
        for id, time in leases.items():
            by_time.setdefault(time, []).append(id)
        for time, ids in by_time.items():
            milliseconds = int(time.total_seconds() * 1000)
            await self._db.update(
                rows.EFFECTS,
                {"_id": {"$in": ids}, "$expr": {"$lte": ["$lease_until", "$$NOW"]}},
                [
                    {
                        "$set": {
                            "lease": token,
                            "lease_until": {"$add": ["$$NOW", milliseconds]},
                            "attempts": {"$add": ["$attempts", 1]},
                            "first_at": {"$ifNull": ["$first_at", "$$NOW"]},
                            "before_at": "$last_at",
                            "last_at": "$$NOW",
                        }
                    }
                ],
                many=True,
            )
        found = await self._db.find(rows.EFFECTS, {"lease": token}, sort=[("n", 1)])
        return [_leased(row, token) for row in found]

    async def finish(self, endings: Sequence[tuple[Leased, Reports]], now: datetime) -> None:
        """Remove carried out effects and store their reports with it, all or nothing.

        Raises `Conflict` if one of the leases was taken over: then its next owner reports. Raises
        `UnknownCommit` or PyMongoError: to be tried again.
        """
        mine = {"$or": [{"_id": e.id, "lease": e.lease} for e, _ in endings]}
        reported = [
            InsertOne(rows.outbox_row(0, effect.partition, report, now))
            for effect, reports in endings
            for report in reports
        ]
        try:
            await self._transact(
                Writes(rows.EFFECTS, [DeleteMany(mine)], matched=len(endings)),
                Writes(rows.OUTBOX, reported),
            )
        except Unmatched as error:
            raise Conflict("a lease was taken over") from error

    async def postpone(
        self, effect: Leased, due_at: datetime, why: str, reports: Reports, now: datetime
    ) -> bool:
        """Give an effect back until `due_at`, and with it all that waits in its lane. False if its
        lease was taken over."""
        mine = {"_id": effect.id, "lease": effect.lease}
        later = {
            "due_at": due_at,
            "lease": None,
            "lease_until": rows.LONG_AGO,
            "timer": False,
            "error": why[:500],
        }
        lane = {"lane": effect.lane, "due_at": {"$lt": due_at}}
        behind = [UpdateMany(lane, {"$set": {"due_at": due_at}})] if effect.lane else []
        reported = [InsertOne(rows.outbox_row(0, effect.partition, r, now)) for r in reports]
        try:
            await self._transact(
                Writes(rows.EFFECTS, [UpdateOne(mine, {"$set": later})], matched=1),
                Writes(rows.EFFECTS, behind),
                Writes(rows.OUTBOX, reported),
            )
        except Unmatched:
            return False
        return True

    async def _transact(self, *statements: Writes) -> None:
        """All or nothing. Raises `Unmatched`, `Conflict`, `UnknownCommit` or PyMongoError."""
        try:
            await self._db.transact([one for one in statements if one.models])
        except CommitFailed as failed:
            raise told_apart(failed.error, committing=False) from failed
        except WRITE_ERRORS as error:
            raise told_apart(error, committing=False) from error

    async def measure(self, partitions: Collection[int], now: datetime) -> dict[str, OpenEffects]:
        """What is open of each kind of work.

        Read from the index alone, however many timers wait. Of a backlog the oldest `MOST_COUNTED`
        are counted, so that looking at it does not add to it.
        """
        found: dict[str, OpenEffects] = {}
        for part in open_now(now):
            where = {"p": {"$in": list(partitions)}, **part}
            for row in await self._db.aggregate(rows.EFFECTS, _by_kind(where)):
                overdue = max(0.0, (now - row["due"]).total_seconds())
                before = found.get(row["_id"], OpenEffects(0, 0.0))
                found[row["_id"]] = OpenEffects(
                    before.number + row["count"], max(before.oldest_seconds, overdue)
                )
        return found


def open_now(now: datetime) -> list[dict[str, Any]]:
    """Find, each along the index, the effects that are to be carried out, now or again after a
    failure. Before its hour a timer is no work: a deadline, or tomorrow's comparison."""
    return [{"timer": False}, {"timer": True, "due_at": {"$lte": now}}]


def _by_kind(where: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"$match": where},
        {"$sort": {"due_at": 1}},
        {"$limit": MOST_COUNTED},
        {"$group": {"_id": "$kind", "count": {"$sum": 1}, "due": {"$min": "$due_at"}}},
    ]


def _leased(row: Mapping[str, Any], token: str) -> Leased:
    return Leased(
        row["_id"],
        row["p"],
        row["n"],
        row["kind"],
        row["work"],
        row["lane"],
        row["partner"],
        row["origin"],
        token,
        row["attempts"],
        row["first_at"],
        row["last_at"],
        row["before_at"],
    )
