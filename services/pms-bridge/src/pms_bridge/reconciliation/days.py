"""Which day an order belongs to, and when a day is compared: by the property's own clock.

An order belongs to the day on which it was placed, also when it is delivered after midnight.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# By then the evening's deliveries and their postings are over, and the morning's staff is there.
COMPARED_AT = time(6)
_DAY = timedelta(days=1)


def bounds(day: date, time_zone: str) -> tuple[datetime, datetime]:
    """A day's first instant and that of the next one, in UTC; some days have 23 or 25 hours."""
    zone = ZoneInfo(time_zone)
    first, after = (datetime.combine(one, time(), zone) for one in (day, day + _DAY))
    return first.astimezone(UTC), after.astimezone(UTC)


def comparison_time(day: date, time_zone: str) -> datetime:
    """When a day is compared: the next morning."""
    return datetime.combine(day + _DAY, COMPARED_AT, ZoneInfo(time_zone)).astimezone(UTC)


def first_day(now: datetime, time_zone: str) -> date:
    """The first day whose comparison is still to come."""
    yesterday = now.astimezone(ZoneInfo(time_zone)).date() - _DAY
    return yesterday if now < comparison_time(yesterday, time_zone) else yesterday + _DAY


def day_after(day: date) -> date:
    return day + _DAY
