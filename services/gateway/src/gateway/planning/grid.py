"""The planning as a grid of stock types by nights (R37), read along one index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import Field

from chassis.database import Database, Row
from contracts.planning import Closing
from contracts.selling import Labels, Night, PartId, Selling, StockType
from gateway.board.card import Answer
from gateway.planning.day import Why, why
from gateway.planning.model import PLANNING

# What a cell says, as a night is stored.
_NUMBERS = ("left", "places", "bookings", "persons")
_FIELDS = {
    "_id": 0,
    "state.night": 1,
    "state.closing": 1,
    **{f"state.stock.{name}": 1 for name in ("stock_type_id", "open", *_NUMBERS)},
}


class GridRow(Answer):
    """One stock type, night by night from the first one asked for: how many places are left of how
    many, how many stays and persons have them, and why nothing can be booked, null where it can."""

    stock_type_id: PartId
    name: str
    label: Labels
    left: tuple[int, ...]
    places: tuple[int, ...]
    bookings: tuple[int, ...]
    persons: tuple[int, ...]
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


async def nights_of(
    database: Database, property_id: str, selling: Selling, first: date, days: int
) -> list[Row]:
    """Each of so many nights, in order, as plain values: as it was told last, else as openings and
    closures say."""
    end = first + timedelta(days=days)
    found = await database.find(
        PLANNING.name,
        {
            "state.property_id": property_id,
            "state.night": {"$gte": first.isoformat(), "$lt": end.isoformat()},
        },
        sort=[("state.night", 1)],
        fields=_FIELDS,
    )
    told: dict[str, Row] = {row["state"]["night"]: row["state"] for row in found}
    closed = frozenset(selling.closed)
    nights = (first + timedelta(days=n) for n in range(days))
    return [told.get(night.isoformat()) or untold(selling, closed, night) for night in nights]


def untold(selling: Selling, closed: frozenset[date], night: date) -> Row:
    """The same as `contracts.planning.unsold_day`, as it is stored: two years are put together in a
    moment."""
    closing = Closing.CALENDAR.value if night in closed else None
    stock = [
        {
            "stock_type_id": opening.stock_type_id,
            "open": True,
            "left": 0 if closing else opening.places[night.weekday()],
            "places": opening.places[night.weekday()],
            "bookings": 0,
            "persons": 0,
        }
        for opening in selling.openings
        if opening.first <= night <= opening.last
    ]
    return {"night": night.isoformat(), "closing": closing, "stock": stock}


def rows_of(nights: Sequence[Row], stock_types: Sequence[StockType]) -> list[dict[str, Any]]:
    """A row for each stock type: plain values, of which there are thousands."""
    closings = [night["closing"] for night in nights]
    stocks = [{stock["stock_type_id"]: stock for stock in night["stock"]} for night in nights]
    return [_row(one, [stock.get(one.id) for stock in stocks], closings) for one in stock_types]


def _row(
    type: StockType, cells: Sequence[Mapping[str, Any] | None], closings: Sequence[str | None]
) -> dict[str, Any]:
    numbers = {name: [cell[name] if cell else 0 for cell in cells] for name in _NUMBERS}
    reasons = [
        why(closing, open=cell["open"], left=cell["left"]) if cell else why(closing, open=False)
        for cell, closing in zip(cells, closings, strict=True)
    ]
    label = {language.value: text for language, text in type.label.items()}
    about = {"stock_type_id": type.id, "name": type.name, "label": label}
    return {**about, **numbers, "why": reasons}
