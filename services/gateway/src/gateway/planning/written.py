"""The rows of the grid as they are sent: put together from what is written down with each night.

A year of ten stock types is over twenty thousand numbers: joining their texts takes far less than
reading them all to write them again, and those of a month that says what it said before are joined
already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pydantic_core import to_json

from contracts.selling import Selling, StockType
from gateway.planning.contents import NightContent, content_of
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


def written(
    told: Mapping[str, NightContent], selling: Selling, first: date, days: int
) -> WrittenRows:
    """The rows of so many nights: as they were `told`, else as openings and closures say."""
    nights = _contents(told, selling, first, days)
    types = tuple(one.id for one in selling.stock_types)
    blocks = [_joined(types, tuple(nights[a:b])) for a, b in _blocks(first.toordinal(), days)]
    rows = (_row(one, [block[n] for block in blocks]) for n, one in enumerate(selling.stock_types))
    return WrittenRows([night.closing for night in nights], f"[{','.join(rows)}]".encode())


def _contents(
    told: Mapping[str, NightContent], selling: Selling, first: date, days: int
) -> list[NightContent]:
    wanted = _dates(first, days)
    if missing := [date.fromisoformat(night) for night in wanted if night not in told]:
        unsold = untold(selling, missing).values()
        said = {
            one.night.isoformat(): content_of(one.closing, to_json(one.cells).decode())
            for one in unsold
        }
        told = {**told, **said}
    return [told[night] for night in wanted]


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
