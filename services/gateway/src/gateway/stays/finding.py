"""Finds the stays of a hut, the newest booking first (R39)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chassis.database import Row
from chassis.documents import from_stored
from chassis.service import Runtime
from gateway.board.words import kept_beginning, pairs
from gateway.search.looking import MOST_LOOKED_AT, Page, Part, begin, look_back, rarest
from gateway.stays.model import STAYS, ShareState, StayShare

FoundStays = Page[StayShare]


@dataclass(frozen=True)
class StaysWanted:
    """Stays at positions `between` (`$gte` and `$lt`), in one of the states (any where none is
    named), that have all the `typed` words (None: whatever their words)."""

    property_id: str
    between: Mapping[str, str]
    states: tuple[ShareState, ...] = ()
    typed: tuple[str, ...] | None = None

    def fits(self, state: Row) -> bool:
        chosen = not self.states or state["state"] in self.states
        return chosen and begin(self.typed or (), state["words"])


async def find_stays(
    runtime: Runtime, wanted: StaysWanted, limit: int, most: int = MOST_LOOKED_AT
) -> FoundStays:
    """One page; it may be short where frequent words seldom meet, and its `next` looks further
    back."""
    if wanted.typed is None:
        return await _newest(runtime, wanted, limit)
    terms = sorted(pairs(wanted.typed)) or [kept_beginning(word) for word in wanted.typed]
    if not terms:
        return FoundStays((), None)  # signs alone are in nobody's name
    term = await rarest(runtime.database, STAYS.name, wanted.property_id, terms)
    part = Part(STAYS.name, wanted.property_id, term, wanted.between)

    async def keep(states: Sequence[Row]) -> list[StayShare]:
        return [from_stored(StayShare, state) for state in states if wanted.fits(state)]

    return await look_back(runtime.database, part, keep, limit, most)


async def _newest(runtime: Runtime, wanted: StaysWanted, limit: int) -> FoundStays:
    where: dict[str, object] = {
        "property_id": wanted.property_id,
        "position": dict(wanted.between),
    }
    if wanted.states:
        where["state"] = {"$in": list(wanted.states)}
    found = await runtime.documents.find(STAYS, where, sort=[("position", -1)], limit=limit + 1)
    last = found[limit - 1].position if len(found) > limit else None
    return FoundStays(tuple(found[:limit]), last)
