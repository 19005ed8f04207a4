"""How often, and how many times at once, one order is looked at by its link, on this replica."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from gateway.pace import PerMinute, TooEager

# A page that reloads twice a minute on a few phones is far from it.
READS_A_MINUTE = 60
STREAMS_AT_ONCE = 10


class Pace:
    """Counts by order id, in memory: what it forgets at a restart does no harm."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._reads = PerMinute(now, READS_A_MINUTE)
        self._streams: Counter[str] = Counter()

    def read(self, order_id: str) -> None:
        """One more look at an order. Raises `TooEager`."""
        self._reads.count(order_id)

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
