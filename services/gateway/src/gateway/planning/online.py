"""From which night on a guest may book (R23), by the hut's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from contracts.selling import HORIZON_DAYS, Rules


def first_online(rules: Rules, here: datetime) -> date:
    """The first night that is not too late for a guest. `here` is now, in the hut's time zone: the
    cut-off is an hour that stands on its clocks, whenever those are changed."""
    today = here.date()
    if rules.min_days_before or rules.cut_off is None or not _is_past(rules.cut_off, here):
        return today + timedelta(days=rules.min_days_before)
    return today + timedelta(days=1)


def _is_past(cut_off: str, here: datetime) -> bool:
    """An hour that the clocks show twice is past from the first time on."""
    hour = datetime.combine(here.date(), time.fromisoformat(cut_off))
    if here.replace(tzinfo=None) >= hour:
        return True
    return here.astimezone(UTC) >= hour.replace(tzinfo=here.tzinfo).astimezone(UTC)


def last_night(today: date) -> date:
    """The last night of the planning."""
    return today + timedelta(days=HORIZON_DAYS - 1)
