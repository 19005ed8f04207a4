"""What options hold of the planning: places that may come free again (R41, R50)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field

from chassis.service import Runtime
from contracts.carts import LineKind
from contracts.selling import Night, PartId
from gateway.board.card import Answer
from gateway.stays.model import STAYS, ShareState, StayShare

# An option lasts for days, and each has a place at least.
MOST_OPTIONS = 2000


class NightOptions(Answer):
    """So many `persons`, in `stays` of them, have places of a stock type as options."""

    night: Annotated[Night, Field(examples=["2027-07-01"])]
    stock_type_id: PartId
    persons: int
    stays: int


async def options_of(
    runtime: Runtime, property_id: str, first: date, days: int
) -> tuple[NightOptions, ...]:
    """By night, then stock type."""
    shares = await runtime.documents.find(
        STAYS,
        {"property_id": property_id, "state": ShareState.OPTION.value},
        sort=[("position", -1)],
        limit=MOST_OPTIONS,
    )
    return held_by(shares, first, first + timedelta(days=days))


def held_by(shares: Iterable[StayShare], first: date, end: date) -> tuple[NightOptions, ...]:
    """What some options have from the first night on, before the end."""
    persons: Counter[tuple[date, str]] = Counter()
    stays: Counter[tuple[date, str]] = Counter()
    for share in shares:
        spots = [
            (line.night, line.stock_type_id, line.quantity)
            for line in share.lines
            if line.kind is LineKind.NIGHT and line.night and line.stock_type_id
        ]
        near = [spot for spot in spots if first <= spot[0] < end]
        for night, kind, quantity in near:
            persons[night, kind] += quantity
        stays.update({(night, kind) for night, kind, _ in near})
    return tuple(
        NightOptions(night=night, stock_type_id=kind, persons=count, stays=stays[night, kind])
        for (night, kind), count in sorted(persons.items())
    )
