"""What a property has to sell, brought down to what a hold needs of it.

Drawn from the property's `Selling` whenever that changes. A hold would otherwise read texts, prices
and terms in five languages to learn how many beds there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from pydantic import Field

from chassis.documents import Collection, Document
from contracts.selling import Night, Selling

# First and last night, and places per weekday, Monday first (R29).
Span = tuple[dt.date, dt.date, tuple[int, ...]]
# First and last night of a run of closed ones.
Run = tuple[dt.date, dt.date]


class TypeStock(Document):
    """One stock type: when it is open, and from how many persons on one stay blocks all of it."""

    whole_from: int | None = None
    spans: tuple[Span, ...] = ()

    def initial(self, night: Night) -> int | None:
        """The places that the openings give on a night; None where none covers it (R29, R30)."""
        for first, last, places in self.spans:
            if first <= night <= last:
                return places[night.weekday()]
        return None


class Stock(Document):
    """Kept under the property's id. `closed` are the runs of nights closed in the calendar."""

    property_id: str
    types: dict[str, TypeStock] = Field(default_factory=dict)
    closed: tuple[Run, ...] = ()
    min_days_before: int = 0
    cut_off: str | None = None

    def closes(self, night: Night) -> bool:
        """Whether the calendar of closures closes it, which beats everything (R24)."""
        return any(first <= night <= last for first, last in self.closed)


stocks = Collection("stocks", Stock)


def stock_of(property_id: str, selling: Selling) -> Stock:
    """What a hold needs of what a hut sells."""
    return Stock(
        property_id=property_id,
        types={
            kind.id: TypeStock(
                whole_from=kind.whole_from,
                spans=tuple(
                    (opening.first, opening.last, opening.places)
                    for opening in selling.openings
                    if opening.stock_type_id == kind.id
                ),
            )
            for kind in selling.stock_types
        },
        closed=runs_of(selling.closed),
        min_days_before=selling.rules.min_days_before,
        cut_off=selling.rules.cut_off,
    )


def runs_of(nights: Sequence[Night]) -> tuple[Run, ...]:
    """Nights in order as runs without a gap."""
    runs: list[Run] = []
    for night in nights:
        if runs and (night - runs[-1][1]).days == 1:
            runs[-1] = (runs[-1][0], night)
        else:
            runs.append((night, night))
    return tuple(runs)


def nights_from(first: Night, count: int) -> Iterable[Night]:
    """So many nights in a row."""
    start = first.toordinal()
    return (dt.date.fromordinal(start + n) for n in range(count))
