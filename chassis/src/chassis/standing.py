"""Whether a process lives and does its work, as probes and reports ask."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

from chassis.consumer import Consumer
from chassis.database import Database
from chassis.health import Conditions
from chassis.ownership import Ownership
from chassis.tail import Tail
from chassis.upkeep import Upkeep

# A service that has not polled for this long is not ready; one that is stuck for longer, not live.
READY_SECONDS = 10.0
LIVE_SECONDS = 120.0
ANSWER_SECONDS = 2.0


class Standing:
    """The conditions of one process. Where it `consumes`, it must own what it was assigned; where
    it only has doors, its tails must stand at their ends."""

    def __init__(
        self, database: Database, ownership: Ownership, tails: Callable[[], Sequence[Tail]]
    ) -> None:
        self._database = database
        self._ownership = ownership
        self._tails = tails
        self._started = time.monotonic()
        self.consumes = True
        self.consumer: Consumer | None = None
        self.upkeep: Upkeep | None = None

    def live(self) -> Conditions:
        """Whether the process can still do anything: a stuck one is better started anew. Engines
        that are away are no reason, since a restart would not bring them back."""
        if self.consumer is None or not self.consumes:
            # Who answers this has a loop that turns; before the consumer there is but waiting.
            return {"loop": None}
        last = max(self._started, self.consumer.last_turn)
        stuck = time.monotonic() - last
        return {"loop": None if stuck < LIVE_SECONDS else f"no turn for {stuck:.0f} s"}

    async def ready(self) -> Conditions:
        """Whether it does its work: engines answer, and what it consumes or tails is at hand."""
        return {
            "mongodb": await _problem(self._database.ping),
            "kafka": await self._kafka_problem(),
            **self._own_work(),
        }

    def known(self) -> Conditions:
        """The same as far as it is known without asking; that Kafka answers shows by itself to who
        reads it there."""
        measured = self.upkeep.measured.problem if self.upkeep else "not started"
        return {"mongodb": measured, **self._own_work()}

    def _own_work(self) -> Conditions:
        if not self.consumes:
            standing = all(tail.stands for tail in self._tails())
            return {"tails": None if standing else "not at the end yet"}
        return {"consumer": self._consumer_problem(), "assignment": self._ownership.problem()}

    async def _kafka_problem(self) -> str | None:
        # A poll says nothing: with the broker away it comes back empty, as if nothing were new.
        if self.consumer is None:
            return "not started"
        if self.consumes:
            return await _problem(self.consumer.ping)
        for tail in self._tails():
            if problem := await _problem(tail.ping):
                return problem
        return None

    def _consumer_problem(self) -> str | None:
        if self.consumer is None:
            return "not started"
        if self.consumer.failed.done():
            return "stopped by a failure; see the log"
        silent = time.monotonic() - self.consumer.last_poll
        return None if silent < READY_SECONDS else "no poll lately"


async def _problem(ask: Callable[[], Awaitable[None]]) -> str | None:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await ask()
    except Exception as error:
        return f"does not answer: {type(error).__name__}"
    return None
