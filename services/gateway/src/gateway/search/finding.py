"""Finds orders by their words, the newest first, at a cost that does not grow with the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chassis.database import Row
from chassis.service import Runtime
from gateway.board.lookup import LOOKUPS
from gateway.board.model import ORDERS, OrderView
from gateway.board.stages import OrderKind, OrderStatus
from gateway.board.words import kept_beginning, pairs
from gateway.search.looking import MOST_LOOKED_AT, Page, Part, begin, look_back, rarest

_READ = ("order_id", "position", "words", "external", "guest", "exact")
_FIELDS = {f"state.{name}": 1 for name in _READ}
Found = Page[OrderView]


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
            and begin(self.typed, words)
            and begin(self.guest, state["guest"])
        )


async def find_orders(
    runtime: Runtime, wanted: Wanted, limit: int, most: int = MOST_LOOKED_AT
) -> Found:
    """The newest `limit` orders that fit; fewer where looking stopped after `most` lookups."""
    terms = wanted.terms()
    if not terms:
        return Found((), None)
    term = await rarest(runtime.database, LOOKUPS.name, wanted.property_id, terms)
    part = Part(LOOKUPS.name, wanted.property_id, term, wanted.between, _FIELDS)

    async def keep(states: Sequence[Row]) -> list[OrderView]:
        return await _views(runtime, wanted, [s for s in states if wanted.fits(s)])

    return await look_back(runtime.database, part, keep, limit, most)


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
