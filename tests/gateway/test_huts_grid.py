"""The grid's rows: what is joined from texts is what reading and writing every number would say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from pydantic_core import to_json

from contracts.planning import Closing, DayStock
from contracts.properties import Language
from contracts.selling import Opening, Selling, StockType
from gateway.planning.cells import Why, read_cells
from gateway.planning.contents import ToldNights, content_of
from gateway.planning.grid import GridNight, GridRow, rows_of, untold
from gateway.planning.model import DayView, view_of
from gateway.planning.written import BLOCK, WrittenRanges, written
from tests.gateway.huts import HUT, night_told, stock

# Three nights before another block begins.
JULY = date.fromordinal(date(2027, 7, 1).toordinal() // BLOCK * BLOCK + BLOCK - 3)
DAYS = 6
KINDS = ("dortoir", "chambre-2", "camping")
SELLING = Selling(
    currency="EUR",
    stock_types=tuple(
        StockType(id=id, name=f'{id} "1\\2", été', label={Language.FR: "Là-haut [, ]"})
        for id in KINDS
    ),
    openings=(
        Opening(
            id="ete",
            stock_type_id="dortoir",
            first=JULY,
            last=JULY + timedelta(days=3),
            places=(15, 15, 15, 15, 20, 20, 15),
        ),
    ),
    closed=(JULY + timedelta(days=1),),
)


STOCK = st.builds(
    stock,
    st.integers(0, 15),
    id=st.sampled_from((*KINDS, "no-more")),
    bookings=st.integers(0, 500),
    persons=st.integers(0, 500),
    adjustment=st.integers(-15, 15),
    open=st.booleans(),
)
LINES = st.lists(STOCK, max_size=4, unique_by=lambda one: one.stock_type_id)
TOLD = st.dictionaries(
    st.integers(0, DAYS - 1), st.tuples(st.sampled_from((None, *Closing)), LINES)
)


def view(n: int, closing: Closing | None, lines: Sequence[DayStock]) -> DayView:
    message = night_told(HUT, JULY + timedelta(days=n), *lines, closing=closing)
    return view_of(message, None)


@given(told=TOLD, ahead=st.integers(0, BLOCK), more=st.integers(0, 2 * BLOCK))
def test_rows_joined_from_texts_say_what_their_numbers_say(
    told: dict[int, Any], ahead: int, more: int
) -> None:
    first, days = JULY - timedelta(days=ahead), ahead + DAYS + more
    wanted = [first + timedelta(days=n) for n in range(days)]
    views = [view(n, *said) for n, said in sorted(told.items())]
    nights = untold(SELLING, wanted)
    for one in views:
        closing = None if one.closing is None else one.closing.value
        nights[one.night] = GridNight(one.night, closing, read_cells([one.cells])[0])
    contents = {one.night.isoformat(): content_of(one.closing, one.cells) for one in views}
    found = written(ToldNights((HUT, first, days), contents), SELLING)
    expected = [nights[night] for night in wanted]
    assert found.rows == to_json(rows_of(expected, SELLING.stock_types))
    assert found.closing == [night.closing for night in expected]


def test_rows_are_of_the_described_form() -> None:
    found = written(ToldNights((HUT, JULY, DAYS), {}), SELLING)
    rows = TypeAdapter(tuple[GridRow, ...]).validate_json(found.rows)
    assert [row.stock_type_id for row in rows] == list(KINDS)
    assert rows[0].why == (None, Why.CLOSED, None, None, Why.NOT_OPEN, Why.NOT_OPEN)


def test_rows_are_joined_again_for_what_was_told_or_is_sold_anew() -> None:
    ranges, told = WrittenRanges(), ToldNights((HUT, JULY, DAYS), {})
    rows = ranges.rows(told, SELLING)
    assert ranges.rows(told, SELLING) is rows
    less = SELLING.model_copy(update={"stock_types": SELLING.stock_types[:1]})
    assert ranges.rows(told, less) == written(told, less) != rows
    closed = content_of(Closing.DAY.value, "[]")
    other = ToldNights((HUT, JULY, DAYS), {JULY.isoformat(): closed})
    assert ranges.rows(other, less) == written(other, less) != ranges.rows(told, less)
