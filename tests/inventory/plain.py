"""A planning on the back of an envelope: every stay as it stands, and all reckoned anew each time.

The rules as the trade says them, without a thought for speed or for what is stored where.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from contracts.planning import HoldRefusal

Spot = tuple[dt.date, str]
# Persons per night and stock type.
Lines = Mapping[Spot, int]
# Night, stock type, why, how many are left and how many short.
Lack = tuple[dt.date, str, HoldRefusal, int, int]
# Night, stock type, sold and places.
Short = tuple[dt.date, str, int, int]


@dataclass
class Setting:
    """What decides how many places there are: all of it may be changed by hand."""

    whole_from: dict[str, int | None]
    openings: dict[Spot, int] = field(default_factory=dict)
    adjustments: dict[Spot, int] = field(default_factory=dict)
    calendar: frozenset[dt.date] = frozenset()
    by_hand: frozenset[dt.date] = frozenset()

    def but(self, **changed: object) -> Setting:
        return Setting(**{**vars(self), **changed})

    def closed(self, night: dt.date) -> bool:
        return night in self.calendar or night in self.by_hand

    def places(self, spot: Spot) -> int:
        """None where no opening is; none in a room that any decrease blocks."""
        if spot not in self.openings:
            return 0
        adjustment = self.adjustments.get(spot, 0)
        if adjustment < 0 and self.whole_from[spot[1]] is not None:
            return 0
        return max(0, self.openings[spot] + adjustment)

    def blocks(self, spot: Spot, persons: int) -> bool:
        limit = self.whole_from[spot[1]]
        return limit is not None and persons >= limit


@dataclass
class Plain:
    """Stays by order and attempt, and where it was said that less may remain than is sold."""

    nights: Sequence[dt.date]
    setting: Setting
    live: dict[tuple[str, int], Lines] = field(default_factory=dict)
    refused: dict[tuple[str, int], list[Lack]] = field(default_factory=dict)
    released: set[tuple[str, int]] = field(default_factory=set)
    undercut: set[Spot] = field(default_factory=set)

    @property
    def spots(self) -> list[Spot]:
        return [(night, kind) for night in self.nights for kind in self.setting.whole_from]

    def stays(self, spot: Spot, but: str | None = None) -> list[int]:
        """The persons of each stay there: the most that any of its attempts asks for."""
        orders = {order for order, _ in self.live if order != but}
        most = (self.of(order, spot) for order in orders)
        return [persons for persons in most if persons]

    def of(self, order: str, spot: Spot) -> int:
        return max(
            (lines.get(spot, 0) for (of, _), lines in self.live.items() if of == order), default=0
        )

    def left(self, spot: Spot, but: str | None = None) -> int:
        stays, setting = self.stays(spot, but), self.setting
        if any(setting.blocks(spot, persons) for persons in stays):
            return 0
        return max(0, setting.places(spot) - sum(stays))

    # -- stays ---------------------------------------------------------------------------------

    def hold(self, order: str, attempt: int, lines: Lines) -> list[Lack]:
        """What lacks; nothing where all is held."""
        this = order, attempt
        if this in self.live:
            return []
        if this in self.released:
            return [(*spot, HoldRefusal.RELEASED, 0, persons) for spot, persons in lines.items()]
        if this in self.refused:
            return self.refused[this]
        lacks = list(self._lacks(order, lines))
        if lacks:
            self.refused[this] = lacks
        else:
            self.live[this] = lines
        return lacks

    def _lacks(self, order: str, lines: Lines) -> Iterator[Lack]:
        setting = self.setting
        for spot, persons in sorted(lines.items()):
            if persons <= self.of(order, spot):
                continue
            left, needed = self.left(spot, but=order), persons
            if setting.blocks(spot, persons):
                needed = max(persons, setting.places(spot))
            short = max(0, needed - left)
            if setting.closed(spot[0]):
                yield (*spot, HoldRefusal.CLOSED, left, short)
            elif spot not in setting.openings:
                yield (*spot, HoldRefusal.NOT_OPEN, left, short)
            elif short:
                yield (*spot, HoldRefusal.SHORT, left, short)

    def release(self, order: str, attempt: int) -> None:
        self.released.add((order, attempt))
        self.live.pop((order, attempt), None)

    # -- changes of the setting ----------------------------------------------------------------

    def change(self, setting: Setting, *, undercut: bool) -> set[Short]:
        """What would be sold and lack; the change is made where nothing does, or it is known."""
        short = set(self._short(setting))
        if undercut or not short:
            self.undercut |= {(night, kind) for night, kind, _, _ in short}
            self.setting = setting
        return short

    def _short(self, after: Setting) -> Iterator[Short]:
        for spot in self.spots:
            sold = sum(self.stays(spot))
            has, had = after.places(spot), self.setting.places(spot)
            if sold and after.closed(spot[0]) and not self.setting.closed(spot[0]):
                yield (*spot, sold, 0)
            elif has < sold and has < had:
                yield (*spot, sold, has)

    def adjusted(self, spot: Spot, wanted: int, *, by: bool) -> Setting:
        """So many places more or fewer, or as many in all; never fewer than none."""
        before, initial = self.setting.adjustments.get(spot, 0), self.setting.openings[spot]
        after = wanted - initial
        if by:
            after = max(before, -initial) + wanted
            if wanted > 0 > before and self.setting.whole_from[spot[1]] is not None:
                after = max(after, 0)
        adjustment = max(after, -initial)
        return self.setting.but(adjustments={**self.setting.adjustments, spot: adjustment})

    def settle(self) -> None:
        """Where nothing lacks any more, nothing may lack again without being said."""
        self.undercut = {
            spot for spot in self.undercut if sum(self.stays(spot)) > self.setting.places(spot)
        }
