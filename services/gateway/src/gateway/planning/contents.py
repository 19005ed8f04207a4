"""What nights say, known by a digest of it.

Most nights of a hut say the same as others do, and a year that was read before has hardly changed.
So a range is read as digests alone, which lie in the index, and one night is fetched for each
digest of which nobody remembers what it stands for.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from sys import intern
from typing import Any

from cachetools import LRUCache
from pydantic_core import to_json

from chassis.database import Database
from gateway.planning.cells import nothing_there
from gateway.planning.model import PLANNING

# The texts of a cell's values, in the order of the columns, without its stock type.
Values = tuple[str, ...]
# Different things that nights say, at most a kilobyte each where ten types are sold: in high season
# those of some hundred huts that are looked at in turn.
CONTENTS_KEPT = 16_384
# A few dozen of a hut: as many places, of which as many are left.
CELLS_SPLIT = 4096
# Ranges of which the last reading is remembered, at some 30 kB a year, and the rows joined of it:
# 90 kB where ten types are sold.
RANGES_KEPT = 64
# Not flat, as quicker readings are: fields that are computed do not come from the index.
_DIGESTS = {"_id": 0, "state.night": 1, "state.digest": 1}
_CONTENTS = {**_DIGESTS, "state.closing": 1, "state.cells": 1}
# By date, a night's digest: None where it was written before there were digests.
Digests = dict[str, str | None]
# A range: whose, from when, how many nights.
Place = tuple[str, date, int]


@dataclass(frozen=True, slots=True, eq=False)
class NightContent:
    """What a night says: why the whole hut is closed, and each cell as text. While it is remembered
    there is one object for all nights that say the same, so comparing objects is enough."""

    closing: str | None
    cells: Mapping[str, Values]
    nothing: Values

    def of(self, stock_type_id: str) -> Values:
        return self.cells.get(stock_type_id, self.nothing)


@lru_cache(maxsize=1024)
def content_of(closing: str | None, cells: str) -> NightContent:
    """What a night says by its texts, `cells` as `gateway.planning.cells.cells_of` writes them.

    Neither an id nor a value has a bracket or a comma in it. No cells at all are one of no type.
    """
    cut = (cell.partition('",') for cell in cells[3:-2].split('],["'))
    nothing = to_json(nothing_there("", closing)[1:]).decode()[1:-1]
    known = {intern(id): _split(values) for id, _, values in cut}
    return NightContent(closing, known, _split(nothing))


@lru_cache(maxsize=CELLS_SPLIT)
def _split(values: str) -> Values:
    """One object for all that are the same."""
    return tuple(values.split(","))


@dataclass(frozen=True, slots=True, eq=False)
class ToldNights:
    """What a range of nights says, by date: those alone that were told. While nothing of it changes
    there is one object for it, so that what is made of it can be remembered by it."""

    place: Place
    nights: Mapping[str, NightContent]

    @property
    def first(self) -> date:
        return self.place[1]

    @property
    def days(self) -> int:
        return self.place[2]


class NightContents:
    """Reads what nights say, and remembers of it what was wanted last, `most` things; and of some
    ranges their last reading, by the bytes in which the digests came."""

    def __init__(self, most: int = CONTENTS_KEPT, ranges: int = RANGES_KEPT) -> None:
        self._remembered: LRUCache[str, NightContent] = LRUCache(most)
        self._ranges: LRUCache[Place, tuple[bytes, ToldNights]] = LRUCache(ranges)

    async def told(
        self, database: Database, property_id: str, first: date, days: int
    ) -> ToldNights:
        """Of each of so many nights that was told, what it says now."""
        end = first + timedelta(days=days)
        between = {"$gte": first.isoformat(), "$lt": end.isoformat()}
        raw = await database.find_raw(PLANNING.name, _at(property_id, between), _DIGESTS)
        place = (property_id, first, days)
        last = self._ranges.get(place)
        if last is not None and last[0] == raw:
            return last[1]
        said = (row["state"] for row in database.rows_of(raw))
        digests = {one["night"]: one.get("digest") for one in said}
        known = self._known(set(digests.values()))
        if all(digest in known for digest in digests.values()):
            nights = {night: known[digest] for night, digest in digests.items() if digest}
            told = ToldNights(place, nights)
            self._ranges[place] = raw, told
            return told
        # What is fetched may be newer than the digests: no reading to be remembered by them.
        return ToldNights(place, await self._completed(database, property_id, digests, known))

    async def _completed(
        self,
        database: Database,
        property_id: str,
        digests: Digests,
        known: dict[str, NightContent],
    ) -> dict[str, NightContent]:
        """What each night says, `known` or fetched."""
        nights = _one_of_each(digests, known)
        found = await self._fetched(database, property_id, nights, known)
        # Those whose digest is still unknown: the night fetched for it says something else now.
        left = [night for night, one in digests.items() if one not in known and night not in found]
        if left:
            found |= await self._fetched(database, property_id, left, known)
        return {night: known[one] for night, one in digests.items() if one in known} | found

    async def _fetched(
        self,
        database: Database,
        property_id: str,
        nights: Sequence[str],
        known: dict[str, NightContent],
    ) -> dict[str, NightContent]:
        """What these nights say now, which may differ from when their digests were read. Adds to
        what is `known` by digest."""
        found = {}
        where = _at(property_id, {"$in": nights})
        for row in await database.find(PLANNING.name, where, fields=_CONTENTS):
            state = row["state"]
            content = content_of(state["closing"], state["cells"])
            if digest := state.get("digest"):
                content = known.setdefault(digest, content)
                self._remembered[digest] = content
            found[state["night"]] = content
        return found

    def _known(self, digests: Collection[str | None]) -> dict[str, NightContent]:
        """What is remembered of them."""
        return {one: self._remembered[one] for one in digests if one and one in self._remembered}


def _at(property_id: str, nights: Mapping[str, Any]) -> dict[str, Any]:
    return {"state.property_id": property_id, "state.night": nights}


def _one_of_each(digests: Digests, known: Collection[str]) -> list[str]:
    """The first night of each digest that nobody knows, and all that have none."""
    firsts = {digest: night for night, digest in reversed(digests.items()) if digest not in known}
    firsts.pop(None, None)
    return [*firsts.values(), *(night for night, digest in digests.items() if digest is None)]
