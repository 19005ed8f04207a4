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
# Not flat, as quicker readings are: fields that are computed do not come from the index.
_DIGESTS = {"_id": 0, "state.night": 1, "state.digest": 1}
_CONTENTS = {**_DIGESTS, "state.closing": 1, "state.cells": 1}
# By date, a night's digest: None where it was written before there were digests.
Digests = dict[str, str | None]


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


class NightContents:
    """Reads what nights say, and remembers of it what was wanted last, `most` things."""

    def __init__(self, most: int = CONTENTS_KEPT) -> None:
        self._most = most
        self._remembered: dict[str, NightContent] = {}

    async def told(
        self, database: Database, property_id: str, first: date, days: int
    ) -> dict[str, NightContent]:
        """Of each of so many nights that was told, by its date, what it says now."""
        end = first + timedelta(days=days)
        between = {"$gte": first.isoformat(), "$lt": end.isoformat()}
        rows = await database.find(PLANNING.name, _at(property_id, between), fields=_DIGESTS)
        digests = {(said := row["state"])["night"]: said.get("digest") for row in rows}
        known = self._known(set(digests.values()))
        found: dict[str, NightContent] = {}
        if nights := _one_of_each(digests, known):
            found = await self._fetched(database, property_id, nights, known)
            # Those whose digest is still unknown: the night fetched for it says something else now.
            left = [
                night for night, one in digests.items() if one not in known and night not in found
            ]
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
                self._remember(digest, content)
            found[state["night"]] = content
        return found

    def _known(self, digests: Collection[str | None]) -> dict[str, NightContent]:
        """What is remembered of them, which then is what was wanted last."""
        known = {one: self._remembered.pop(one) for one in digests if one in self._remembered}
        self._remembered |= known
        return known

    def _remember(self, digest: str, content: NightContent) -> None:
        self._remembered[digest] = content
        if len(self._remembered) > self._most:
            del self._remembered[next(iter(self._remembered))]


def _at(property_id: str, nights: Mapping[str, Any]) -> dict[str, Any]:
    return {"state.property_id": property_id, "state.night": nights}


def _one_of_each(digests: Digests, known: Collection[str]) -> list[str]:
    """The first night of each digest that nobody knows, and all that have none."""
    firsts = {digest: night for night, digest in reversed(digests.items()) if digest not in known}
    firsts.pop(None, None)
    return [*firsts.values(), *(night for night, digest in digests.items() if digest is None)]
