"""The rows of the grid as they are sent: put together from what is written down with each night.

A year of ten stock types is over twenty thousand numbers: joining their texts takes far less than
reading them all to write them again, and those of a month that says what it said before are joined
already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from cachetools import LRUCache
from pydantic_core import to_json

from contracts.selling import Selling, StockType
from gateway.planning.contents import RANGES_KEPT, NightContent, Place, ToldNights, content_of
from gateway.planning.grid import COLUMNS, untold

# What follows the stock type in a cell, in the order of the columns.
_VALUES = COLUMNS[1:]
# Nights that are joined as one, so that a change of one night does not touch the others.
BLOCK = 32
# Blocks that are remembered: of a hundred years of huts, at 6 kB each where ten types are sold.
BLOCKS_JOINED = 1200
# Of one stock type, the texts of each column.
Lanes = tuple[str, ...]


class WrittenRows(NamedTuple):
    """`closing` says of each night why the whole hut is closed; `rows` is the JSON of one row for
    each stock type, night by night."""

    closing: list[str | None]
    rows: bytes


class _Last(NamedTuple):
    told: ToldNights
    selling: Selling
    rows: WrittenRows


class WrittenRanges:
    """The rows of ranges that were asked for last, which are not joined again while neither what
    was told nor what is sold is another object."""

    def __init__(self, most: int = RANGES_KEPT) -> None:
        self._last: LRUCache[Place, _Last] = LRUCache(most)

    def rows(self, told: ToldNights, selling: Selling) -> WrittenRows:
        """Those of `written`."""
        last = self._last.get(told.place)
        if last is None or last.told is not told or last.selling is not selling:
            last = self._last[told.place] = _Last(told, selling, written(told, selling))
        return last.rows


def written(told: ToldNights, selling: Selling) -> WrittenRows:
    """The rows of a range of nights: as they were `told`, else as openings and closures say."""
    nights = _contents(told, selling)
    types = tuple(one.id for one in selling.stock_types)
    blocks = _blocks(told.first.toordinal(), told.days)
    lanes = [_joined(types, tuple(nights[a:b])) for a, b in blocks]
    rows = (_row(one, [block[n] for block in lanes]) for n, one in enumerate(selling.stock_types))
    return WrittenRows([night.closing for night in nights], f"[{','.join(rows)}]".encode())


def _contents(told: ToldNights, selling: Selling) -> list[NightContent]:
    nights, wanted = told.nights, _dates(told.first, told.days)
    if missing := [date.fromisoformat(night) for night in wanted if night not in nights]:
        unsold = untold(selling, missing).values()
        said = {
            one.night.isoformat(): content_of(one.closing, to_json(one.cells).decode())
            for one in unsold
        }
        nights = {**nights, **said}
    return [nights[night] for night in wanted]


@lru_cache(maxsize=256)
def _dates(first: date, days: int) -> tuple[str, ...]:
    """The nights of a range as they are written; the same few ranges are asked for all day."""
    return tuple((first + timedelta(days=n)).isoformat() for n in range(days))


def _blocks(start: int, days: int) -> Iterator[tuple[int, int]]:
    """Where blocks begin and end, which are the same whatever night is the first one asked for."""
    bounds = [0, *range(BLOCK - start % BLOCK, days, BLOCK), days]
    return pairwise(bounds)


@lru_cache(maxsize=BLOCKS_JOINED)
def _joined(types: tuple[str, ...], nights: tuple[NightContent, ...]) -> tuple[Lanes, ...]:
    """The lanes of each stock type, over nights in a row."""
    return tuple(
        tuple(",".join(texts) for texts in zip(*(night.of(id) for night in nights), strict=True))
        for id in types
    )


def _row(stock_type: StockType, blocks: Sequence[Lanes]) -> str:
    """One stock type's row, from its lanes block by block."""
    columns = (
        f'"{name}":[{",".join(texts)}]'
        for name, texts in zip(_VALUES, zip(*blocks, strict=True), strict=True)
    )
    label = {language.value: text for language, text in stock_type.label.items()}
    named = to_json({"name": stock_type.name, "label": label}).decode()
    return f'{{"stock_type_id":"{stock_type.id}",{",".join(columns)},{named[1:]}'
