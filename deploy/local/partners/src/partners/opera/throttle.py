"""The environment's request limits: the 51st request of a second waits, the 101st is refused."""

import time
from collections.abc import Callable

STEADY_PER_SECOND = 50
BURST_PER_SECOND = 100
DELAY_S = 1.0


class Throttled(Exception):
    """More requests in this second than the environment takes."""


class Throttle:
    """Counts requests by second. Off until told otherwise, as tests want speed."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.enabled = False
        self._clock = clock
        self._second = 0
        self._count = 0

    def admit(self) -> float:
        """Seconds the request has to wait. Raises `Throttled` beyond the burst."""
        if not self.enabled:
            return 0.0
        second = int(self._clock())
        if second != self._second:
            self._second, self._count = second, 0
        self._count += 1
        if self._count > BURST_PER_SECOND:
            raise Throttled
        return DELAY_S if self._count > STEADY_PER_SECOND else 0.0
