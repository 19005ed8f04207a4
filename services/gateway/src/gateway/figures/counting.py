"""The query behind the figures. It reads one index and no order: its cost is that of the orders of
the period, whatever lies before or after it.

Days are cut by this process' time zones, which are kept up to date, and not by the database's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from chassis.database import Database, Row
from contracts.envelope import format_instant
from gateway.board.model import ORDERS
from gateway.board.stages import CAME
from gateway.figures.period import DAY, Period, Stretch

Expression = Mapping[str, Any]
DAY_MS = int(DAY.total_seconds()) * 1000
# A position begins with the instant of placing, which has this many characters.
INSTANT = 24

_PLACED = {"$toDate": {"$substrBytes": ["$state.position", 0, INSTANT]}}
_CAME = {"$in": ["$state.status", [str(status) for status in CAME]]}


async def count(
    database: Database, property_id: str, period: Period
) -> tuple[list[Row], list[Row]]:
    """The orders of two periods together, this one and the one before it, grouped by day (counted
    from the first day of the one before), status and currency; and those of this one alone, grouped
    by restaurant and currency."""
    both = Period(period.before().first, period.last, period.zone)
    by_day, by_restaurant = await asyncio.gather(
        database.aggregate(ORDERS.name, _stages(property_id, both, _by_day(both))),
        database.aggregate(ORDERS.name, _stages(property_id, period, _BY_RESTAURANT)),
    )
    return by_day, by_restaurant


def _stages(property_id: str, period: Period, by: Expression) -> list[Expression]:
    between = {"$gte": format_instant(period.start), "$lt": format_instant(period.end)}
    return [
        {"$match": {"state.property_id": property_id, "state.position": between}},
        {
            "$project": {
                "_id": 0,
                "placed": _PLACED,
                "status": "$state.status",
                "currency": "$state.content.amount.currency",
                "restaurant": "$state.content.restaurant.name",
                "ordered": {"$cond": [_CAME, "$state.sums.ordered", 0]},
                "refunded": {"$cond": [_CAME, "$state.sums.refunded", 0]},
                "seconds": {"$cond": [_CAME, _SECONDS, None]},
                "first": _kept("$state.content.expected_at"),
                "last": _kept("$state.expected_at"),
            }
        },
        {"$group": {"_id": by, **_SUMS}},
    ]


_SECONDS = {
    "$max": [
        0,
        {
            "$trunc": {
                "$divide": [{"$subtract": [{"$toDate": "$state.delivered_at"}, _PLACED]}, 1000]
            }
        },
    ]
}
# Of the times told first and last: how many orders came that had one, and how many by then.
_ON_TIME = [
    (told, what, {"$cond": [{"$in": [f"${told}", values]}, 1, 0]})
    for told in ("first", "last")
    for what, values in (("known", [True, False]), ("kept", [True]))
]
_SUMS: Expression = {
    "orders": {"$sum": 1},
    "ordered": {"$sum": "$ordered"},
    "refunded": {"$sum": "$refunded"},
    "seconds": {"$push": "$seconds"},
    **{f"{told}_{what}": {"$sum": found} for told, what, found in _ON_TIME},
}
_BY_RESTAURANT: Expression = {"restaurant": "$restaurant", "currency": "$currency"}


def _kept(expected: str) -> Expression:
    """Whether it came by then; null where it did not come, or no time was told."""
    told = {"$and": [_CAME, {"$gt": [expected, None]}]}
    return {"$cond": [told, {"$lte": ["$state.delivered_at", expected]}, None]}


def _by_day(period: Period) -> Expression:
    branches = [
        {"case": {"$gte": ["$placed", stretch.start]}, "then": _day_of(stretch)}
        for stretch in reversed(period.stretches())
    ]
    day = {"$switch": {"branches": branches, "default": 0}}
    return {"day": day, "status": "$status", "currency": "$currency"}


def _day_of(stretch: Stretch) -> Expression:
    passed = {"$trunc": {"$divide": [{"$subtract": ["$placed", stretch.start]}, DAY_MS]}}
    last = stretch.first + stretch.days - 1
    return {"$toInt": {"$min": [last, {"$add": [stretch.first, passed]}]}}
