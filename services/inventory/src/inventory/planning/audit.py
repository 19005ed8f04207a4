"""Whether the nights count what the holds hold: reckoned again from the holds, and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from contracts.selling import Night
from inventory.planning.days import Day
from inventory.planning.holds import Hold

# How many stays there are of so many persons, the smallest first.
Stays = tuple[tuple[int, int], ...]


class Drift(NamedTuple):
    """A stock type on a night that counts other stays than are held there."""

    night: Night
    stock_type_id: str
    counted: Stays
    held: Stays


def drifts(days: Iterable[Day], holds: Iterable[Hold], first: Night) -> tuple[Drift, ...]:
    """Where a property's nights from `first` on do not count what its holds hold, in order."""
    held: dict[tuple[Night, str], Counter[int]] = {}
    for hold in holds:
        for spot, persons in hold.occupied().items():
            if spot[0] >= first:
                held.setdefault(spot, Counter())[persons] += 1
    counted = {
        (day.night, id): of_type.stays
        for day in days
        if day.night >= first
        for id, of_type in day.stock.items()
    }
    found = (
        Drift(*spot, _stays(counted.get(spot, {})), _stays(held.get(spot, {})))
        for spot in sorted(held.keys() | counted.keys())
    )
    return tuple(drift for drift in found if drift.counted != drift.held)


def _stays(sizes: dict[int, int] | Counter[int]) -> Stays:
    return tuple(sorted(sizes.items()))
