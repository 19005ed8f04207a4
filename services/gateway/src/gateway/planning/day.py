"""What is said of one night: exactly what the live stream sends, too."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from contracts.planning import Closing, DayStock
from contracts.selling import Night, PartId
from gateway.board.card import Answer
from gateway.planning.cells import Why, why
from gateway.planning.model import DayView


class StockShown(Answer):
    """One stock type on one night: `left` of `places` can still be sold, and `bookings` stays have
    the rest. `initial` is what its opening gives, `adjustment` what was added or taken by hand."""

    stock_type_id: PartId
    left: int
    places: int
    sold: int
    bookings: int
    persons: int
    initial: int
    adjustment: int
    why: Annotated[Why | None, Field(description="Why nothing can be booked")] = None


class DayShown(Answer):
    """A night, with `closing` where the whole house is closed. `revision` is higher after each
    change."""

    night: Night
    revision: int
    closing: Closing | None = None
    stock: tuple[StockShown, ...]


def shown(view: DayView) -> DayShown:
    stock = tuple(_stock(view.closing, one) for one in view.stock)
    return DayShown(night=view.night, revision=view.revision, closing=view.closing, stock=stock)


def _stock(closing: Closing | None, stock: DayStock) -> StockShown:
    said = stock.model_dump(exclude={"open"})
    return StockShown(**said, why=why(closing, open=stock.open, left=stock.left))
