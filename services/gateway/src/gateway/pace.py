"""How often something may be asked within a minute, on this replica."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from math import ceil

MINUTE = 60


class TooEager(Exception):
    """It is asked more often than people can. `wait` is for how many seconds nothing is taken."""

    def __init__(self, wait: int = MINUTE) -> None:
        super().__init__(f"for {wait} s")
        self.wait = wait


class PerMinute:
    """Counts by subject, in memory: what it forgets at a restart does no harm."""

    def __init__(self, now: Callable[[], datetime], most: int) -> None:
        self._now = now
        self._most = most
        self._minute = 0
        self._counted: Counter[str] = Counter()

    def count(self, subject: str) -> None:
        """Once more. Raises `TooEager` where that is too often."""
        seconds = self._now().timestamp()
        minute = int(seconds // MINUTE)
        if minute != self._minute:
            self._minute = minute
            self._counted.clear()
        self._counted[subject] += 1
        if self._counted[subject] > self._most:
            raise TooEager(ceil((minute + 1) * MINUTE - seconds) or 1)
