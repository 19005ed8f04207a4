"""How often, and how many times at once, one order is looked at by its link, on this replica."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

# A page that reloads twice a minute on a few phones is far from it.
READS_A_MINUTE = 60
STREAMS_AT_ONCE = 10


class TooEager(Exception):
    """The link is used more than people can."""


class Pace:
    """Counts by order id, in memory: what it forgets at a restart does no harm."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._minute = 0
        self._reads: Counter[str] = Counter()
        self._streams: Counter[str] = Counter()

    def read(self, order_id: str) -> None:
        """One more look at an order. Raises `TooEager`."""
        minute = int(self._now().timestamp() // 60)
        if minute != self._minute:
            self._minute = minute
            self._reads.clear()
        self._reads[order_id] += 1
        if self._reads[order_id] > READS_A_MINUTE:
            raise TooEager

    @contextmanager
    def stream(self, order_id: str) -> Iterator[None]:
        """While one stream is open. Raises `TooEager`."""
        if self._streams[order_id] >= STREAMS_AT_ONCE:
            raise TooEager
        self._streams[order_id] += 1
        try:
            yield
        finally:
            self._streams[order_id] -= 1
            if not self._streams[order_id]:
                del self._streams[order_id]
