"""From when until when a night may be booked, in the property's own time (R23)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from contracts.selling import HORIZON_DAYS, Night
from inventory.planning.stock import Stock

ONE_DAY = dt.timedelta(days=1)


class Window(NamedTuple):
    """The first and last arrival that may be booked now, and the last night of the planning."""

    first_arrival: Night
    last_night: Night


def today_at(zone: str, now: dt.datetime) -> Night:
    """The date at the property, whatever it is here."""
    return now.astimezone(ZoneInfo(zone)).date()


def window_of(stock: Stock, zone: str, now: dt.datetime, *, local: bool) -> Window:
    """When a booking made now may begin, and where the planning ends.

    The house itself may still book the night that is going on, which began yesterday for whoever
    comes after midnight.
    """
    here = now.astimezone(ZoneInfo(zone))
    today = here.date()
    last_night = dt.date.fromordinal(today.toordinal() + HORIZON_DAYS - 1)
    if local:
        return Window(today - ONE_DAY, last_night)
    first = today + dt.timedelta(days=stock.min_days_before)
    if first == today and stock.cut_off is not None and _is_past(stock.cut_off, here):
        first = today + ONE_DAY
    return Window(first, last_night)


def _is_past(cut_off: str, here: dt.datetime) -> bool:
    """Whether the clocks at the property have shown the hour today.

    An hour that they show twice, when they go back, is past from the first time on; one that they
    skip is past as soon as they have.
    """
    hour = dt.datetime.combine(here.date(), dt.time.fromisoformat(cut_off))
    if here.replace(tzinfo=None) >= hour:
        return True
    return here.astimezone(dt.UTC) >= hour.replace(tzinfo=here.tzinfo).astimezone(dt.UTC)
