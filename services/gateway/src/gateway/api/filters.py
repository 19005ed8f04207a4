"""Which orders somebody asks for: the same question for the list and for the export (O12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Query

from chassis.service import Runtime
from contracts.envelope import format_instant
from gateway.api.problems import invalid
from gateway.board.lookup import reference_term, room_term
from gateway.board.stages import OrderKind, OrderStatus
from gateway.board.words import typed_words
from gateway.search.finding import Choice, Found, Wanted, find_orders, newest_orders

# More words find nothing that fewer would not.
MOST_WORDS = 6
# Later than every position there is: positions start with a year.
END = "~"

Day = Annotated[date | None, Query(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
FirstDay = Annotated[Day, Query(alias="from", description="This day or later")]
LastDay = Annotated[Day, Query(alias="to", description="This day or earlier")]


class YesNo(StrEnum):
    TRUE = "true"
    FALSE = "false"


@dataclass(frozen=True)
class Asked:
    """What was asked for, before it is known at which property and from which page on."""

    choice: Choice
    first: date | None
    last: date | None
    typed: tuple[str, ...] | None
    guest: tuple[str, ...] | None
    exact: tuple[str, ...]

    async def find(
        self, runtime: Runtime, property_id: str, zone: ZoneInfo, before: str | None, limit: int
    ) -> Found:
        """One page: the newest `limit` orders before a position. Days are the property's own."""
        between = positions(self.first, self.last, zone, before)
        wanted = Wanted(property_id, between, self.choice)
        if self.typed is None and self.guest is None and not self.exact:
            return await newest_orders(runtime, wanted, limit)
        if self.typed == () or self.guest == ():
            return Found((), None)  # signs alone are in nobody's name
        words = replace(wanted, typed=self.typed or (), guest=self.guest or (), exact=self.exact)
        return await find_orders(runtime, words, limit)


async def _asked(
    status: Annotated[
        list[OrderStatus] | None, Query(description="Any of these", examples=[["delivered"]])
    ] = None,
    kind: Annotated[list[OrderKind] | None, Query(description="Any of these")] = None,
    room: Annotated[
        str | None, Query(min_length=1, max_length=20, description="This room", examples=["204"])
    ] = None,
    guest: Annotated[
        str | None,
        Query(min_length=1, max_length=100, description="Beginnings of the guest's names"),
    ] = None,
    reference: Annotated[
        str | None,
        Query(min_length=1, max_length=20, description="This reference", examples=["9K3TZ7"]),
    ] = None,
    has_task: Annotated[
        YesNo | None, Query(description="Whether a person must do something about it")
    ] = None,
    q: Annotated[
        str | None,
        Query(
            max_length=100,
            description="Beginnings of words, all of them: reference, room, guest, restaurant; or "
            "the ordering page's own reference alone",
        ),
    ] = None,
    first: FirstDay = None,
    last: LastDay = None,
) -> Asked:
    """Days are those on which orders were placed."""
    if first and last and first > last:
        raise invalid("query.to", "lies before `from`")
    tasks = None if has_task is None else has_task is YesNo.TRUE
    exact = [room_term(room)] if room else []
    if reference:
        exact.append(reference_term(reference))
    return Asked(
        Choice(tuple(kind or ()), tuple(status or ()), tasks),
        first,
        last,
        typed_words(q)[:MOST_WORDS] if q and q.strip() else None,
        typed_words(guest)[:MOST_WORDS] if guest else None,
        tuple(exact),
    )


AskedFor = Annotated[Asked, Depends(_asked)]


def positions(
    first: date | None, last: date | None, zone: ZoneInfo, before: str | None
) -> Mapping[str, str]:
    """Which positions lie on some days, and before a page's end."""
    start = _midnight(first, zone) if first else ""
    end = _midnight(last + timedelta(days=1), zone) if last else END
    return {"$gte": start, "$lt": min(end, before) if before is not None else end}


def _midnight(day: date, zone: ZoneInfo) -> str:
    return format_instant(datetime.combine(day, time(), zone))
