"""Finds orders by their words, the newest first, at a cost that does not grow with the history.

One term of the search is looked up in an index that is in the order of the list; what it brings
is held against everything that is wanted. Where most of it does not fit, looking stops after a
while: the page is short then, and its `next` goes on from there.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chassis.service import Runtime
from gateway.board.lookup import LOOKUPS
from gateway.board.model import ORDERS, OrderView
from gateway.board.stages import OrderKind, OrderStatus
from gateway.board.words import kept_beginning, pairs

# The most lookups that one request looks at.
MOST_LOOKED_AT = 1_000
_READ = ("order_id", "position", "words", "external", "guest", "exact")
_FIELDS = {f"state.{name}": 1 for name in _READ}


@dataclass(frozen=True)
class Found:
    """Orders, the newest first; `next` is the position after which to go on, None at the end."""

    views: tuple[OrderView, ...]
    next: str | None


@dataclass(frozen=True)
class Choice:
    """What an order must be; anything where nothing is chosen."""

    kinds: tuple[OrderKind, ...] = ()
    statuses: tuple[OrderStatus, ...] = ()
    has_task: bool | None = None

    def where(self) -> dict[str, Any]:
        """What was chosen, as a filter of views."""
        chosen = {"kind": self.kinds, "status": self.statuses, "has_task": self._tasks()}
        return {name: {"$in": list(values)} for name, values in chosen.items() if values}

    def along_the_index(self) -> dict[str, Any]:
        """The same with all values of what was not chosen, so that one index has the answer in the
        order of the list."""
        if not self.where():
            return {}
        everything = {"kind": OrderKind, "status": OrderStatus, "has_task": (False, True)}
        return {name: {"$in": list(values)} for name, values in everything.items()} | self.where()

    def _tasks(self) -> tuple[bool, ...]:
        return () if self.has_task is None else (self.has_task,)


@dataclass(frozen=True)
class Wanted:
    """What is looked for: all the `typed` words, beginnings of the `guest`'s words, and the `exact`
    terms of `lookup`, in an order that is as `choice` says, at positions `between` (`$gte` and
    `$lt`)."""

    property_id: str
    between: Mapping[str, str]
    choice: Choice = Choice()
    typed: tuple[str, ...] = ()
    guest: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()

    def terms(self) -> list[str]:
        """What may be looked up: one of them is enough."""
        whole = (term.partition(":")[2] for term in self.exact)  # a word of the order, too
        words = tuple(word for word in (*self.typed, *self.guest, *whole) if word)
        met = sorted(pairs(words)) or [kept_beginning(word) for word in words]
        return [*self.exact, *met]

    def fits(self, state: Mapping[str, Any]) -> bool:
        """Whether a lookup has all that is wanted. The ordering page's own reference is found by
        itself alone."""
        alone = len(self.typed) == 1 and not self.guest and not self.exact
        words = (*state["words"], *state["external"]) if alone else state["words"]
        return (
            set(self.exact) <= set(state["exact"])
            and _begin(self.typed, words)
            and _begin(self.guest, state["guest"])
        )


async def find_orders(
    runtime: Runtime, wanted: Wanted, limit: int, most: int = MOST_LOOKED_AT
) -> Found:
    """The newest `limit` orders that fit; fewer where looking stopped after `most` lookups."""
    terms = wanted.terms()
    if not terms:
        return Found((), None)
    where = _along(wanted, await _rarest(runtime, wanted.property_id, terms))
    found: list[OrderView] = []
    looked, size = 0, limit + 1
    while True:
        rows = await runtime.database.find(
            LOOKUPS.name,
            where,
            sort=[("state.position", -1)],
            limit=size,
            fields=_FIELDS,
        )
        states = [row["state"] for row in rows]
        found += await _views(runtime, wanted, [s for s in states if wanted.fits(s)])
        looked += size
        if len(found) > limit:
            return Found(tuple(found[:limit]), found[limit - 1].position)
        if len(states) < size:
            return Found(tuple(found), None)
        if looked >= most:
            return Found(tuple(found), states[-1]["position"])
        where["state.position"] = {**wanted.between, "$lt": states[-1]["position"]}
        size = min(4 * size, most - looked)


async def newest_orders(runtime: Runtime, wanted: Wanted, limit: int) -> Found:
    """The newest `limit` orders, whatever their words."""
    where = {
        "property_id": wanted.property_id,
        "position": wanted.between,
        **wanted.choice.along_the_index(),
    }
    views = await runtime.documents.find(ORDERS, where, sort=[("position", -1)], limit=limit + 1)
    last = views[limit - 1].position if len(views) > limit else None
    return Found(tuple(views[:limit]), last)


async def _rarest(runtime: Runtime, property_id: str, terms: Sequence[str]) -> str:
    """The term that brings least."""
    if len(terms) == 1:
        return terms[0]
    counts = await asyncio.gather(
        *(
            runtime.database.count(
                LOOKUPS.name,
                {"state.property_id": property_id, "state.terms": term},
                limit=MOST_LOOKED_AT,
            )
            for term in terms
        )
    )
    return min(zip(counts, terms, strict=True))[1]


def _along(wanted: Wanted, term: str) -> dict[str, Any]:
    """The part of the index that one term has to itself."""
    return {
        "state.property_id": wanted.property_id,
        "state.terms": term,
        "state.position": dict(wanted.between),
    }


def _begin(typed: Sequence[str], words: Sequence[str]) -> bool:
    """Whether each typed word begins one of the words."""
    return all(any(word.startswith(one) for word in words) for one in typed)


async def _views(
    runtime: Runtime, wanted: Wanted, lookups: Sequence[Mapping[str, Any]]
) -> list[OrderView]:
    """The orders of some lookups that are as chosen, in the order of the list."""
    if not lookups:
        return []
    ids = [one["order_id"] for one in lookups]
    where = {"_id": {"$in": ids}, **wanted.choice.where()}
    views = await runtime.documents.find(ORDERS, where, limit=len(lookups))
    return sorted(views, key=lambda view: view.position or "", reverse=True)
