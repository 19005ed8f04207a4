"""Looks back along an index that has the newest first, at a cost that does not grow with the
history.

One term of a search is looked up; what it brings is held against everything that is wanted. Where
most of it does not fit, looking stops after a while: the page is short then, and its `next` goes on
from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from chassis.database import Database, Row

# The most rows that one request looks at.
MOST_LOOKED_AT = 1_000


class Placed(Protocol):
    """What has a place in its list."""

    @property
    def position(self) -> str | None: ...


V = TypeVar("V", bound=Placed)


@dataclass(frozen=True)
class Page(Generic[V]):
    """The newest first; `next` is the position after which to go on, None at the end."""

    views: tuple[V, ...]
    next: str | None


@dataclass(frozen=True)
class Part:
    """The part of a collection's index that one term has to itself, at positions `between` (`$gte`
    and `$lt`). `fields` are read of each row, its position among them."""

    collection: str
    property_id: str
    term: str
    between: Mapping[str, str]
    fields: Mapping[str, Any] | None = None

    async def rows(self, database: Database, before: str | None, limit: int) -> list[Row]:
        """The newest states of it, before a position."""
        between = dict(self.between) if before is None else {**self.between, "$lt": before}
        found = await database.find(
            self.collection,
            {
                "state.property_id": self.property_id,
                "state.terms": self.term,
                "state.position": between,
            },
            sort=[("state.position", -1)],
            limit=limit,
            fields=self.fields,
        )
        return [row["state"] for row in found]


async def look_back(
    database: Database,
    part: Part,
    keep: Callable[[Sequence[Row]], Awaitable[Sequence[V]]],
    limit: int,
    most: int,
) -> Page[V]:
    """The newest `limit` that `keep` leaves of the rows; fewer where looking stopped after `most`
    of them."""
    found: list[V] = []
    looked, size, before = 0, limit + 1, None
    while True:
        states = await part.rows(database, before, size)
        found += await keep(states)
        looked += size
        if len(found) > limit:
            return Page(tuple(found[:limit]), found[limit - 1].position)
        if len(states) < size:
            return Page(tuple(found), None)
        before = str(states[-1]["position"])
        if looked >= most:
            return Page(tuple(found), before)
        size = min(4 * size, most - looked)


async def rarest(
    database: Database, collection: str, property_id: str, terms: Sequence[str]
) -> str:
    """The term that brings least."""
    if len(terms) == 1:
        return terms[0]
    counts = await asyncio.gather(
        *(
            database.count(
                collection,
                {"state.property_id": property_id, "state.terms": term},
                limit=MOST_LOOKED_AT,
            )
            for term in terms
        )
    )
    return min(zip(counts, terms, strict=True))[1]


def begin(typed: Sequence[str], words: Sequence[str]) -> bool:
    """Whether each typed word begins one of the words."""
    return all(any(word.startswith(one) for word in words) for one in typed)
