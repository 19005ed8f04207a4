"""What the rebuilt documents and those in use do not have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from chassis import rows
from chassis.batch import Place
from chassis.database import Database
from chassis.rebuilding.shelves import Shelves, in_slices

AT_ONCE = 1000
# Two clocks, and the time from when something was said to when it was handled, differ by less.
MARGIN = timedelta(seconds=10)
# What old rows are removed by runs about once a minute, and by when they were handled.
PRUNING_MARGIN = timedelta(days=1)


@dataclass
class Differences:
    """By collection. `differing`: ids with the names of the fields that are not the same, never
    what is in them. `missing` are in use and not rebuilt, `new` are rebuilt and not in use."""

    differing: dict[str, tuple[str, ...]] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)

    @property
    def none(self) -> bool:
        return not (self.differing or self.missing or self.new)

    @property
    def ids(self) -> set[str]:
        return {*self.differing, *self.missing, *self.new}


Found = dict[str, Differences]


def places_of(found: Found) -> set[Place]:
    return {(name, id) for name, one in found.items() for id in one.ids}


def missing_of(found: Found) -> dict[str, list[str]]:
    return {name: sorted(one.missing) for name, one in found.items() if one.missing}


class Comparing:
    """`kept` says how long rows of a collection stay, where old ones are removed: what is about to
    be is no difference. What each document has said is carried over with it: it goes on counting
    where the one in use stopped."""

    def __init__(self, database: Database, shelves: Shelves, kept: Mapping[str, timedelta]) -> None:
        self._db = database
        self._shelves = shelves
        self._kept = kept

    async def all(self) -> Found:
        """Compare everything, and carry over the counts."""
        return {name: await self._whole(name) for name in self._shelves.views}

    async def again(self, places: Iterable[Place], since: datetime) -> Found:
        """Compare these, and what was changed in use since an instant; as `all` for the rest."""
        wanted: dict[str, set[str]] = {name: set() for name in self._shelves.views}
        for name, id in places:
            wanted[name].add(id)
        found: Found = {}
        for name, ids in wanted.items():
            newer = {"at": {"$gte": since - MARGIN}}
            recent = await self._db.find(name, newer, fields={"_id": 1})
            found[name] = await self._of(name, ids | {row["_id"] for row in recent})
        return found

    async def _of(self, name: str, ids: set[str]) -> Differences:
        told = Differences()
        for some in in_slices(ids, AT_ONCE):
            shelf = self._shelves.of(name)
            both = await self._db.find_by_ids({name: some, shelf: some})
            used = {row["_id"]: row for row in both[name]}
            rebuilt = {row["_id"]: row for row in both[shelf]}
            await self._compare(name, used, rebuilt, told)
        return told

    async def _whole(self, name: str) -> Differences:
        """Both in the order of their ids, a slice at a time, from where the shorter one ends."""
        told, last = Differences(), ""
        while True:
            where = {"_id": {"$gt": last}}
            slices = [
                await self._db.find(one, where, sort=[("_id", 1)], limit=AT_ONCE)
                for one in (name, self._shelves.of(name))
            ]
            full = [found[-1]["_id"] for found in slices if len(found) == AT_ONCE]
            last = min(full, default="")
            used, rebuilt = (
                {row["_id"]: row for row in found if not last or row["_id"] <= last}
                for found in slices
            )
            await self._compare(name, used, rebuilt, told)
            if not last:
                return told

    async def _compare(
        self,
        name: str,
        used: Mapping[str, rows.Row],
        rebuilt: Mapping[str, rows.Row],
        told: Differences,
    ) -> None:
        used_alone, rebuilt_alone = used.keys() - rebuilt.keys(), rebuilt.keys() - used.keys()
        told.missing |= {id for id in used_alone if not self._expires(name, used[id])}
        told.new |= {id for id in rebuilt_alone if not self._expires(name, rebuilt[id])}
        counted: list[rows.Row] = []
        for id in used.keys() & rebuilt.keys():
            if fields := _differing(used[id]["state"], rebuilt[id]["state"]):
                told.differing[id] = fields
            counts = _most(used[id].get("seq") or {}, rebuilt[id]["seq"])
            if counts != rebuilt[id]["seq"]:
                counted.append({**rebuilt[id], "seq": counts})
        if counted:
            await self._shelves.put({name: counted})

    def _expires(self, name: str, row: rows.Row) -> bool:
        kept = self._kept.get(name)
        at = row.get("at")
        return (
            kept is not None and at is not None and at < datetime.now(UTC) - kept + PRUNING_MARGIN
        )


def _differing(used: Any, rebuilt: Any) -> tuple[str, ...]:
    if used == rebuilt:
        return ()
    ours, theirs = used or {}, rebuilt or {}
    names = sorted(ours.keys() | theirs.keys())
    return tuple(name for name in names if ours.get(name) != theirs.get(name)) or ("state",)


def _most(used: Mapping[str, int], rebuilt: Mapping[str, int]) -> dict[str, int]:
    return {
        source: max(used.get(source, 0), rebuilt.get(source, 0)) for source in {**rebuilt, **used}
    }
