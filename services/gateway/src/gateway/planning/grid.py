"""The planning as a grid of stock types by nights (R37), read along one index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import Field

from chassis.database import Database, Row
from contracts.planning import Closing
from contracts.selling import Labels, Night, PartId, StockType
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


class Grid(Answer):
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


async def nights_of(database: Database, property_id: str, first: date, days: int) -> list[Row]:
    """The stored nights of a hut, in order; those that nobody ever told of are left out."""
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
    return [row["state"] for row in found]


def columns(
    nights: Sequence[Row], stock_types: Sequence[StockType], first: date, days: int
) -> tuple[list[str | None], list[dict[str, Any]]]:
    """The closings, and a row for each stock type: plain values, of which there are thousands."""
    by_night: dict[str, Row] = {night["night"]: night for night in nights}
    wanted = [(first + timedelta(days=n)).isoformat() for n in range(days)]
    known = [by_night.get(night) for night in wanted]
    closings = [None if night is None else night["closing"] for night in known]
    stocks = [
        {} if night is None else {stock["stock_type_id"]: stock for stock in night["stock"]}
        for night in known
    ]
    rows = [_row(one, [stock.get(one.id) for stock in stocks], closings) for one in stock_types]
    return closings, rows


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
