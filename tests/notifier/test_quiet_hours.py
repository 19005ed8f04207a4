"""Quiet hours are those of the property's clock."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from contracts.recipients import QuietHours
from notifier.carrying import is_quiet

NIGHT = QuietHours(start=time(22), end=time(7))
NOON = QuietHours(start=time(12, 30), end=time(14))


@pytest.mark.parametrize(
    ("quiet", "there", "expected"),
    [
        (NIGHT, time(21, 59, 59), False),
        (NIGHT, time(22), True),
        (NIGHT, time(0), True),
        (NIGHT, time(6, 59), True),
        (NIGHT, time(7), False),
        (NOON, time(12, 29), False),
        (NOON, time(12, 30), True),
        (NOON, time(14), False),
        (None, time(3), False),
        (QuietHours(start=time(8), end=time(8)), time(8), False),
    ],
)
def test_they_begin_and_end_to_the_minute(
    quiet: QuietHours | None, there: time, expected: bool
) -> None:
    now = datetime.combine(datetime(2026, 11, 23, tzinfo=UTC).date(), there, UTC)
    assert is_quiet(quiet, now, "UTC") is expected


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("Europe/Paris", True), ("Europe/London", False), ("Pacific/Auckland", False)],
)
def test_the_property_s_time_zone_counts(zone: str, expected: bool) -> None:
    now = datetime(2026, 11, 23, 21, 30, tzinfo=UTC)
    assert is_quiet(NIGHT, now, zone) is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 7, 1, 4, 59, tzinfo=UTC), True),  # 06:59 in summer
        (datetime(2026, 7, 1, 5, 0, tzinfo=UTC), False),
        (datetime(2026, 12, 1, 5, 59, tzinfo=UTC), True),  # 06:59 in winter
        (datetime(2026, 12, 1, 6, 0, tzinfo=UTC), False),
    ],
)
def test_summer_time_counts(now: datetime, expected: bool) -> None:
    assert is_quiet(NIGHT, now, "Europe/Paris") is expected
