"""What a night's cells of the grid say: written down with the night, so that two years of them are
read in a moment."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from pydantic_core import from_json, to_json

from contracts.planning import Closing, DayStock

# Id of the stock type, places left, places, stays, persons, how many were added or taken by hand,
# and why nothing can be booked.
Cell = list[Any]


class Why(StrEnum):
    """Why a night cannot be had in a stock type, closures first: they always win (R24)."""

    CLOSED = "closed"
    NOT_OPEN = "not_open"
    FULL = "full"


def why(closing: object, *, open: bool, left: int) -> Why | None:
    """None where something can be booked."""
    if closing is not None:
        return Why.CLOSED
    if not open:
        return Why.NOT_OPEN
    return None if left > 0 else Why.FULL


def nothing_there(stock_type_id: str, closing: object) -> Cell:
    """The cell of a stock type of which the night says nothing."""
    return [stock_type_id, 0, 0, 0, 0, 0, why(closing, open=False, left=0)]


def cells_of(closing: Closing | None, stock: Iterable[DayStock]) -> str:
    cells = [
        [
            *(one.stock_type_id, one.left, one.places, one.bookings, one.persons, one.adjustment),
            why(closing, open=one.open, left=one.left),
        ]
        for one in stock
    ]
    return to_json(cells).decode()


def digest_of(closing: Closing | None, cells: str) -> str:
    """What a night says in the grid, in short: no two that differ have the same."""
    return hashlib.blake2b(f"{closing or ''}|{cells}".encode(), digest_size=12).hexdigest()


def read_cells(nights: Iterable[str]) -> list[list[Cell]]:
    """The cells of some nights, all read at once."""
    found: list[list[Cell]] = from_json(f"[{','.join(nights)}]")
    return found
