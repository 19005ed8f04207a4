"""Waiting longer after each failure, and never in step with others."""

from __future__ import annotations

import asyncio
import random


def delay_after(failures: int, *, first: float = 0.1, most: float = 10.0) -> float:
    """Seconds to wait after the n-th failure in a row (n from 1): doubled each time, with a
    quarter of jitter either way."""
    doubled = min(most, first * 2.0 ** min(failures - 1, 30))
    return doubled * random.uniform(0.75, 1.25)  # noqa: S311 - spreads load, guards nothing


class Backoff:
    """Counts the failures in a row of one piece of work."""

    def __init__(self, *, first: float = 0.1, most: float = 10.0) -> None:
        self._first = first
        self._most = most
        self.failures = 0

    async def wait(self) -> None:
        self.failures += 1
        await asyncio.sleep(delay_after(self.failures, first=self._first, most=self._most))
