"""The time. Everything that decides by it asks here, so that a simulator can be the one to answer.

It goes with the context and not with the process: in one simulated world each process has its own
clock, and none of them is the database's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime


def _system_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` is the instant, in UTC; `monotonic` counts seconds from nowhere, never backwards."""

    now: Callable[[], datetime]
    monotonic: Callable[[], float]


SYSTEM = Clock(_system_now, time.monotonic)
CLOCK: ContextVar[Clock] = ContextVar("clock", default=SYSTEM)


def utc_now() -> datetime:
    return CLOCK.get().now()


def monotonic() -> float:
    return CLOCK.get().monotonic()
