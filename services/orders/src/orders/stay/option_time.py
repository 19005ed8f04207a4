"""How long an option lasts, and when its guest is reminded."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from contracts.carts import Cart, Wish
from contracts.selling import Rules
from orders.stay.huts import Huts

OPTIONS = frozenset({Wish.OPTION, Wish.PRE_BOOKING})


class OptionTime(NamedTuple):
    """When an option lapses and is reminded of; both None where it does not."""

    lapses_at: datetime | None = None
    reminds_at: datetime | None = None


def option_time(wish: Wish, huts: Huts, now: datetime) -> OptionTime:
    """At several huts the one that keeps options for the shortest time decides."""
    if wish not in OPTIONS:
        return OptionTime()
    rules: Rules = min((hut.selling.rules for hut in huts.values()), key=lambda r: r.option_days)
    lapses_at = now + timedelta(days=rules.option_days)
    reminds_at = lapses_at - timedelta(days=rules.reminder_days)
    return OptionTime(lapses_at, reminds_at if now < reminds_at < lapses_at else None)


def expiry(lapses_at: datetime | None, cart: Cart, huts: Huts) -> datetime | None:
    """When an option with these nights ends by itself. None where that would be on the day of
    arrival or later, by the clocks of the hut: then the house sees who comes."""
    if lapses_at is None:
        return None
    dates = {id: lapses_at.astimezone(ZoneInfo(hut.time_zone)).date() for id, hut in huts.items()}
    before = all(dates[night.property_id] < night.night for night in cart.nights)
    return lapses_at if before else None
