"""Tells those who run Comptoir how this process is, every few seconds, without asking anybody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from chassis.clock import utc_now
from chassis.consumer import Consumer
from chassis.health import Conditions
from chassis.logs import logger
from chassis.outbox import Outbox
from chassis.ownership import Ownership
from chassis.runtime import ServiceRuntime
from chassis.service import Unavailable
from chassis.trace import Trace
from chassis.upkeep import Upkeep
from chassis.worker import Worker
from contracts.processes import EffectFigures, Hindrance, ProcessReported, TopicFigures

log = logger(__name__)

SECONDS = 2.0
GOODBYE_SECONDS = 1.0
LONGEST_TEXT = 200
MOST_BREAKERS = 100
# Reports are about no property; this stands where every message names one.
OPERATIONS = "operations"


class Reporter:
    """Puts together what the parts know of themselves already: no query is made for it.

    A process that dies simply falls silent. `wrong` tells which conditions of being ready do not
    hold, from memory.
    """

    def __init__(
        self,
        service: str,
        process: str,
        publishes: Sequence[str],
        runtime: ServiceRuntime,
        wrong: Callable[[], Conditions],
        parts: tuple[Consumer, Worker, Outbox, Ownership, Upkeep],
    ) -> None:
        self._service = service
        self._process = process
        self._publishes = tuple(publishes)
        self._runtime = runtime
        self._wrong = wrong
        self._consumer, self._worker, self._outbox, self._ownership, self._upkeep = parts
        self._started_at = utc_now()
        self._number = 0
        self._left = False

    async def run(self) -> None:
        while not self._left:
            await self._tell()
            await asyncio.sleep(SECONDS)

    async def say_goodbye(self) -> None:
        """Have this process counted as stopped, and not as silent; of no matter if it fails."""
        self._left = True
        try:
            async with asyncio.timeout(GOODBYE_SECONDS):
                await self._tell(stopping=True)
        except TimeoutError:
            log.debug("stopped without a goodbye")

    async def _tell(self, *, stopping: bool = False) -> None:
        """Never raises: a process that cannot say how it is goes on all the same."""
        self._number += 1
        try:
            await self._runtime.publish(
                self.report(utc_now(), stopping=stopping),
                id=f"{self._process}/{self._number}",
                source=f"/{self._service}/process",
                actor=f"rule:{self._service}",
                traceparent=Trace.new(share=0).header,
            )
        except Unavailable as error:
            log.debug("a report was not taken", why=str(error))
        except Exception:
            log.exception("a report could not be made")

    def report(self, now: datetime, *, stopping: bool = False) -> ProcessReported:
        """How this process is now."""
        measured = self._upkeep.measured
        return ProcessReported(
            property_id=OPERATIONS,
            service=self._service,
            process=self._process,
            at=now,
            started_at=self._started_at,
            wrong=tuple(
                Hindrance(condition=name, problem=problem[:LONGEST_TEXT])
                for name, problem in self._wrong().items()
                if problem is not None
            ),
            partitions=len(self._ownership.claims),
            topics=tuple(
                TopicFigures(topic=topic, lag=lag, handled=self._consumer.handled[topic])
                for topic, lag in self._consumer.lags().items()
            ),
            publishes=self._publishes,
            published=self._outbox.published,
            outbox_count=self._outbox.waiting,
            outbox_oldest_seconds=round(self._outbox.oldest_seconds(), 3),
            effects=self._effects(),
            open_breakers=_named(self._worker.shut_out()),
            parked=measured.parked,
            dead=measured.dead,
            stopping=stopping,
        )

    def _effects(self) -> tuple[EffectFigures, ...]:
        waiting, running = self._upkeep.measured.effects, self._worker.in_hand()
        found = []
        for kind in sorted(waiting.keys() | running.keys()):
            one = waiting.get(kind)
            found.append(
                EffectFigures(
                    kind=kind,
                    # Counted a moment ago: what has been begun since is open too.
                    waiting=max(one.number if one else 0, running[kind]),
                    running=running[kind],
                    oldest_seconds=round(one.oldest_seconds, 3) if one else 0.0,
                )
            )
        return tuple(found)


def _named(partners: Collection[str]) -> tuple[str, ...]:
    """Cut, and so many of them at most: a name may be an address that somebody typed in."""
    return tuple(sorted({name[:LONGEST_TEXT] for name in partners}))[:MOST_BREAKERS]
