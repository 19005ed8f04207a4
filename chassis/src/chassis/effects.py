"""Carriers of effects: how each kind of work on the outside world is done, and how it may end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from chassis.outcome import Work
from contracts.message import Message


@dataclass(frozen=True, slots=True)
class Done:
    """The work is over, well or not; `reports` tell the service's own handlers how it ended."""

    reports: Sequence[Message] = ()


@dataclass(frozen=True, slots=True)
class Again:
    """Not over: try again after `after` (None: by backoff). `unavailable` counts against the
    partner's breaker: it did not answer, or said that it cannot now. `reason` is logged: it says
    what happened in our words. What a partner `said` is kept with the effect alone: it may name a
    guest."""

    reason: str
    after: timedelta | None = None
    unavailable: bool = False
    reports: Sequence[Message] = ()
    said: str = ""

    @property
    def in_full(self) -> str:
        """For those who may know: in the partner's words, if there are any."""
        return self.said or self.reason


Ending = Done | Again


@dataclass(frozen=True, slots=True)
class Unseen:
    """The database was restored: what was done between these two instants, this try's own work
    perhaps, is not known here."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """Which try this is. `number` counts from 1; above 1, an earlier try may have taken place
    unseen (its process may have died after sending): look before doing it again. So it may where
    there is something `unseen`.

    `now` is when this try began, `first_at` and `last_at` the first and the previous one (None at
    the first), all by the database's clock: the processes' own may differ.
    `ensure_time` raises `LeaseTooShort` when the lease no longer outlasts the deadline: call it
    right before the request leaves, after anything that may have waited.
    """

    effect_id: str
    number: int
    now: datetime
    first_at: datetime
    last_at: datetime | None
    ensure_time: Callable[[], None]
    unseen: Unseen | None = None

    @property
    def maybe_since(self) -> datetime:
        """The earliest instant at which this work may have been done."""
        return min(self.first_at, self.unseen.since) if self.unseen else self.first_at

    @property
    def maybe_until(self) -> datetime | None:
        """The latest instant at which an earlier try may have begun; None where there was none."""
        if self.last_at is None and self.unseen is not None:
            return self.unseen.until
        return self.last_at


class LeaseTooShort(Exception):
    """Too little of the lease is left to send safely; the work is left to the next try."""


W = TypeVar("W", bound=Work)
Carry = Callable[[Any, Attempt], Awaitable[Ending]]


@dataclass(frozen=True, slots=True)
class Carrier:
    """How one kind of work is done; it is cut off after `deadline`."""

    work: type[Work]
    deadline: timedelta
    carry: Carry


class EffectTable:
    """The carriers of one service, by kind of work."""

    def __init__(self) -> None:
        self.carriers: dict[str, Carrier] = {}

    def on(
        self, work: type[W], *, deadline: timedelta
    ) -> Callable[
        [Callable[[W, Attempt], Awaitable[Ending]]], Callable[[W, Attempt], Awaitable[Ending]]
    ]:
        """Register the carrier of a kind of work. An exception from it counts as `Again`."""

        def register(
            carry: Callable[[W, Attempt], Awaitable[Ending]],
        ) -> Callable[[W, Attempt], Awaitable[Ending]]:
            if work.KIND in self.carriers:
                raise ValueError(f"{work.KIND} has two carriers")
            self.carriers[work.KIND] = Carrier(work, deadline, carry)
            return carry

        return register
