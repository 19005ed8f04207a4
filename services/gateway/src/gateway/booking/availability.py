"""What is left of each night for guests, or why it cannot be had (R32)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from contracts.selling import Night, PartId
from gateway.board.card import Answer
from gateway.booking.offer import Offer
from gateway.planning.cells import Why
from gateway.planning.grid import GridNight, rows_of


class WhyNot(StrEnum):
    """Why a guest cannot have a night in a stock type."""

    CLOSED = "closed"
    NOT_OPEN = "not_open"
    FULL = "full"
    TOO_LATE = "too_late"  # the hut wants to know earlier (R23), or the night is past
    TOO_FAR = "too_far"  # the planning does not go so far yet


class TypeAvailability(Answer):
    """One stock type, night by night from the first one asked for: places left, and why there are
    none for guests, null where there are."""

    stock_type_id: PartId
    left: tuple[int, ...]
    why: tuple[WhyNot | None, ...]


class Availability(Answer):
    """The nights from `from` on, by the hut's own days; guests may have those from `first_online`
    to `last`. Nothing is held: who books is told whether the places are still there."""

    first: Annotated[Night, Field(serialization_alias="from")]
    days: int
    today: Night
    first_online: Night
    last: Night
    rows: tuple[TypeAvailability, ...]


def availability_of(offer: Offer, first: date, days: int) -> Availability:
    wanted = [first + timedelta(days=n) for n in range(days)]
    known = {night.night: night for night in offer.nights}
    last = offer.nights[-1].night
    nights = [known.get(night) or GridNight(night, None, []) for night in wanted]
    priced = {rate.stock_type_id for rate in offer.selling.rates}
    types = [one for one in offer.selling.stock_types if one.id in priced]
    rows = rows_of(nights, types)
    return Availability.model_construct(
        first=first,
        days=days,
        today=offer.today,
        first_online=offer.first_online,
        last=last,
        rows=tuple(_row(row, wanted, offer.first_online, last) for row in rows),
    )


def _row(row: dict[str, Any], wanted: Sequence[date], first: date, last: date) -> TypeAvailability:
    reasons = [
        _why_not(night, why, first, last) for night, why in zip(wanted, row["why"], strict=True)
    ]
    left = [
        0 if why is not None else count for count, why in zip(row["left"], reasons, strict=True)
    ]
    return TypeAvailability.model_construct(
        stock_type_id=row["stock_type_id"], left=tuple(left), why=tuple(reasons)
    )


def _why_not(night: date, why: object, first: date, last: date) -> WhyNot | None:
    if night < first:
        return WhyNot.TOO_LATE
    if night > last:
        return WhyNot.TOO_FAR
    return None if why is None else WhyNot(Why(str(why)).value)
