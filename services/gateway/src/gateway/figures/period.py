"""Days of a property, as they lie on the world's clock: most have 24 hours, two a year do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many days of 24 hours in a row, or one day of another length. `first` counts from the
    period's first day; `start` is when it begins."""

    first: int
    days: int
    start: datetime


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included, in a time zone."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def length(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + n * DAY for n in range(self.length))

    @property
    def start(self) -> datetime:
        return midnight(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The instant after its last one."""
        return midnight(self.last + DAY, self.zone)

    def before(self) -> Period:
        """The period of the same length that ends where this one begins."""
        return Period(self.first - self.length * DAY, self.first - DAY, self.zone)

    def stretches(self) -> tuple[Stretch, ...]:
        """The whole period, oldest first: a handful of them, whatever its length."""
        found: list[Stretch] = []
        for n, (start, end) in enumerate(self._midnights()):
            last = found[-1] if found else None
            regular = end - start == DAY
            if last is not None and regular and last.start + last.days * DAY == start:
                found[-1] = Stretch(last.first, last.days + 1, last.start)
            else:
                found.append(Stretch(n, 1, start))
        return tuple(found)

    def months(self) -> Iterator[tuple[str, datetime]]:
        """Each month that the period has days of, as `2027-07`, and when it, or the period within
        it, begins."""
        day = self.first
        while day <= self.last:
            yield f"{day:%Y-%m}", midnight(day, self.zone)
            day = (day.replace(day=1) + 32 * DAY).replace(day=1)

    def _midnights(self) -> Iterator[tuple[datetime, datetime]]:
        return pairwise(midnight(day, self.zone) for day in (*self.days, self.last + DAY))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins there. Where the clock skips midnight, that is when it skips it."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
