"""The query behind the totals of sales (R41): it reads one index, or the history of each stay where
the totals are those of an earlier day.

Months are those of booking, on the hut's own days, cut by this process' time zones.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chassis.database import Database, Row
from contracts.envelope import format_instant
from gateway.figures.period import Period
from gateway.stays.model import STAYS, ShareState

Expression = Mapping[str, Any]
# A position begins with the instant of booking, which has this many characters.
INSTANT = 24
_ACTIVE = [state.value for state in ShareState if state.active]


async def count_sales(
    database: Database, property_id: str, period: Period, as_of: datetime | None
) -> list[Row]:
    """What was booked in the period and stands, grouped by month (`2027-07`), state and currency,
    with `count` and `total` in minor units. With `as_of`: as it stood at that instant."""
    end = min(period.end, as_of) if as_of else period.end
    between = {"$gte": format_instant(period.start), "$lt": format_instant(end)}
    matched = {"$match": {"state.property_id": property_id, "state.position": between}}
    said = _now() if as_of is None else _then(as_of)
    grouped = {"month": _month(period), "state": "$state", "currency": "$currency"}
    stages: list[Expression] = [
        matched,
        *said,
        {"$match": {"state": {"$in": _ACTIVE}}},
        {"$group": {"_id": grouped, "count": {"$sum": 1}, "total": {"$sum": "$total"}}},
    ]
    return await database.aggregate(STAYS.name, stages)


_BOOKED = {"$substrBytes": ["$state.position", 0, INSTANT]}


def _now() -> list[Expression]:
    return [
        {
            "$project": {
                "_id": 0,
                "booked": _BOOKED,
                "state": "$state.state",
                "currency": "$state.share.amount.currency",
                "total": "$state.total",
            }
        }
    ]


def _then(as_of: datetime) -> list[Expression]:
    """The last step of each stay until that instant says what it was."""
    until = {"$lt": ["$$step.at", format_instant(as_of)]}
    steps = {"$filter": {"input": "$state.history", "as": "step", "cond": until}}
    last = {"$arrayElemAt": ["$steps", -1]}
    return [
        {"$project": {"booked": _BOOKED, "steps": steps, "by": "$state.share.amount.currency"}},
        {"$project": {"booked": 1, "by": 1, "last": last}},
        {
            "$project": {
                "_id": 0,
                "booked": 1,
                "currency": "$by",
                "state": "$last.state",
                "total": "$last.amount",
            }
        },
    ]


def _month(period: Period) -> Expression:
    """By the instants at which months begin there: texts of instants sort as they do."""
    branches = [
        {"case": {"$gte": ["$booked", format_instant(start)]}, "then": month}
        for month, start in reversed(list(period.months()))
    ]
    return {"$switch": {"branches": branches, "default": ""}}
