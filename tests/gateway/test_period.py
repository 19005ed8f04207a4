"""Days of a property as they lie on the world's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.figures.period import DAY, Period

PARIS = ZoneInfo("Europe/Paris")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def test_the_period_before_has_the_same_length_and_ends_where_this_one_begins() -> None:
    period = Period(date(2026, 3, 1), date(2026, 3, 31), PARIS)
    before = period.before()
    assert (before.first, before.last) == (date(2026, 1, 29), date(2026, 2, 28))
    assert (before.length, before.end) == (period.length, period.start)


def test_a_year_is_a_handful_of_stretches() -> None:
    stretches = Period(date(2026, 1, 1), date(2026, 12, 31), PARIS).stretches()
    assert [(one.first, one.days) for one in stretches] == [
        (0, 87),
        (87, 1),  # 29 March has 23 hours
        (88, 209),
        (297, 1),  # 25 October has 25 hours
        (298, 67),
    ]
    assert stretches[2].start == at("2026-03-30T00:00+02:00")
    assert stretches[4].start == at("2026-10-26T00:00+01:00")


@pytest.mark.parametrize(
    "zone", ["Europe/Paris", "Africa/Casablanca", "Africa/Cairo", "Asia/Kathmandu", "Asia/Beirut"]
)
def test_each_day_lies_in_one_stretch_and_where_its_midnight_says(zone: str) -> None:
    """Cairo and Beirut skip midnight itself; Casablanca turns its clock four times a year."""
    period = Period(date(2026, 1, 1), date(2026, 12, 31), ZoneInfo(zone))
    stretches = period.stretches()
    assert sum(one.days for one in stretches) == period.length == 365
    assert len(stretches) < 12
    for stretch in stretches:
        for n in range(stretch.days):
            start = stretch.start + n * DAY
            day = period.days[stretch.first + n]
            assert start.astimezone(period.zone).date() == day
            assert (start - timedelta(milliseconds=1)).astimezone(period.zone).date() < day
