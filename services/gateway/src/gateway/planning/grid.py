"""The planning as a grid of stock types by nights (R37), read along one index."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import Field

from chassis.database import Database
from contracts.planning import Closing
from contracts.selling import Labels, Night, PartId, Selling, StockType
from gateway.board.card import Answer
from gateway.planning.cells import Cell, Why, nothing_there, read_cells, why
from gateway.planning.model import PLANNING

# Not below `state`: so many rows are quicker to read for being flat.
_FIELDS = {"_id": 0, "night": "$state.night", "closing": "$state.closing", "cells": "$state.cells"}
# In the order of a cell.
COLUMNS = ("stock_type_id", "left", "places", "bookings", "persons", "adjustment", "why")


class GridRow(Answer):
    """One stock type, night by night from the first one asked for: how many places are left of how
    many, how many stays and persons have them, how many were added by hand, or taken, and why
    nothing can be booked, null where it can."""

    stock_type_id: PartId
    name: str
    label: Labels
    left: tuple[int, ...]
    places: tuple[int, ...]
    bookings: tuple[int, ...]
    persons: tuple[int, ...]
    adjustment: tuple[int, ...]
    why: tuple[Why | None, ...]


class PlanningGrid(Answer):
    """The nights from `from` on; `closing` says of each why the whole hut is closed, null where it
    is not. `today` is the hut's own day, guests may book from `first_online` to `last`. The stream
    continues this with `?from=` its `offset`."""

    offset: Annotated[int, Field(examples=[42])]
    first: Annotated[Night, Field(serialization_alias="from")]
    days: int
    today: Night
    first_online: Night
    last: Night
    closing: tuple[Closing | None, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class GridNight:
    """One night; its `cells` are those of the stock types that it says anything of."""

    night: date
    closing: str | None
    cells: list[Cell]


async def nights_of(
    database: Database, property_id: str, selling: Selling, first: date, days: int
) -> list[GridNight]:
    """Each of so many nights, in order: as it was told last, else as openings and closures say."""
    wanted = [first + timedelta(days=n) for n in range(days)]
    states = await told_nights(database, property_id, first, days)
    cells = read_cells(state["cells"] for state in states)
    told = {
        night: GridNight(night, state["closing"], found)
        for state, found in zip(states, cells, strict=True)
        for night in (date.fromisoformat(state["night"]),)
    }
    missing = untold(selling, [night for night in wanted if night not in told])
    return [told.get(night) or missing[night] for night in wanted]


async def told_nights(
    database: Database, property_id: str, first: date, days: int
) -> list[dict[str, Any]]:
    """Of each of so many nights that was told: `night`, `closing` and `cells`, as they are stored;
    in order."""
    end = first + timedelta(days=days)
    return await database.find(
        PLANNING.name,
        {
            "state.property_id": property_id,
            "state.night": {"$gte": first.isoformat(), "$lt": end.isoformat()},
        },
        sort=[("state.night", 1)],
        fields=_FIELDS,
    )


def untold(selling: Selling, nights: Sequence[date]) -> dict[date, GridNight]:
    """Nights, in order, as `contracts.planning.unsold_day` has them: two years are put together in
    a moment."""
    closed = frozenset(selling.closed)
    found = {
        night: GridNight(night, Closing.CALENDAR.value if night in closed else None, [])
        for night in nights
    }
    for opening in selling.openings:
        begin, end = bisect_left(nights, opening.first), bisect_right(nights, opening.last)
        for night in nights[begin:end]:
            places, closing = opening.places[night.weekday()], found[night].closing
            left = 0 if closing else places
            reason = why(closing, open=True, left=left)
            found[night].cells.append([opening.stock_type_id, left, places, 0, 0, 0, reason])
    return found


def rows_of(nights: Sequence[GridNight], stock_types: Sequence[StockType]) -> list[dict[str, Any]]:
    """A row for each stock type: plain values, of which there are thousands."""
    known = [{cell[0]: cell for cell in night.cells} for night in nights]
    rows = []
    for one in stock_types:
        cells = [
            cells.get(one.id) or nothing_there(one.id, night.closing)
            for cells, night in zip(known, nights, strict=True)
        ]
        columns = dict(zip(COLUMNS, zip(*cells, strict=True), strict=True))
        label = {language.value: text for language, text in one.label.items()}
        rows.append({**columns, "stock_type_id": one.id, "name": one.name, "label": label})
    return rows
