"""From committed to published: in order, acknowledged, marked; never forgotten."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from time import time_ns

from pymongo.errors import PyMongoError

from chassis.backoff import Backoff
from chassis.batch_spans import tell_sent
from chassis.clock import monotonic
from chassis.logs import logger
from chassis.metrics import Metrics
from chassis.publisher import Producer
from chassis.records import Outgoing
from chassis.service import Unavailable
from chassis.steps import Reached, Step, go_on
from chassis.store import Store
from chassis.tracing import OFF, Tracing

log = logger(__name__)

# Records waiting to be published; a batch waits while there are more.
QUEUE_LIMIT = 5_000
SEND_AT_ONCE = 1_000

Entry = tuple[int, Outgoing, float]


class Outbox:
    """Publishes what was committed, in order, while the next batch is decided."""

    def __init__(
        self,
        store: Store,
        producer: Producer,
        metrics: Metrics,
        reached: Reached = go_on,
        tracing: Tracing = OFF,
    ) -> None:
        self._store = store
        self._producer = producer
        self._metrics = metrics
        self._reached = reached
        self._tracing = tracing
        self._queue: deque[Entry] = deque()
        self._changed = asyncio.Condition()
        self._sending: tuple[Entry, ...] = ()
        self._dropped: set[int] = set()
        self.published = 0  # acknowledged since the start

    @property
    def idle(self) -> bool:
        return not self._queue and not self._sending

    @property
    def waiting(self) -> int:
        """How many committed records are not known to be published."""
        return len(self._queue) + len(self._sending)

    def oldest_seconds(self) -> float:
        """How long the oldest waiting record has been waiting, 0 where there is none."""
        waiting = self._sending or tuple(self._queue)
        return monotonic() - waiting[0][2] if waiting else 0.0

    async def put(self, records: Sequence[tuple[int, Outgoing]]) -> None:
        """Queue committed records, with their partition; waits while the queue is full."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self._queue) < QUEUE_LIMIT)
            now = monotonic()
            self._queue.extend((partition, record, now) for partition, record in records)
            self._changed.notify_all()

    async def forget(self, partitions: set[int]) -> None:
        """Drop what waits for these partitions, whose owner will find it in the database, and wait
        until nothing of them is on its way."""
        async with self._changed:
            self._queue = deque(entry for entry in self._queue if entry[0] not in partitions)
            self._dropped |= partitions
            self._changed.notify_all()
            await self._changed.wait_for(
                lambda: not any(entry[0] in partitions for entry in self._sending)
            )
            self._dropped -= partitions

    async def drained(self) -> None:
        """Wait until all that was queued is published."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.idle)

    async def run(self) -> None:
        """Publish for ever."""
        while True:
            async with self._changed:
                await self._changed.wait_for(lambda: bool(self._queue))
                size = min(len(self._queue), SEND_AT_ONCE)
                self._sending = tuple(self._queue.popleft() for _ in range(size))
                self._changed.notify_all()
            await self._publish_sending()
            async with self._changed:
                self._sending = ()
                self._changed.notify_all()

    async def _publish_sending(self) -> None:
        backoff = Backoff()
        while True:
            records = [entry[1] for entry in self._sending if entry[0] not in self._dropped]
            try:
                await self.publish(records)
                return
            except (Unavailable, PyMongoError) as error:
                log.warning("publishing will be tried again", records=len(records), why=str(error))
                if all(entry[0] in self._dropped for entry in self._sending):
                    return
                await backoff.wait()

    async def publish(self, records: Sequence[Outgoing]) -> None:
        """Publish committed records in order and mark them. Raises `Unavailable` or PyMongoError;
        done again it publishes repeats, which consumers know by their ids."""
        if not records:
            return
        start = time_ns()
        await self._producer.send(records)
        if self._tracing.on:
            tell_sent(self._tracing, records, start, time_ns())
        self._reached(Step.OUTBOX_SENT)
        await self._store.mark_published(records)
        self._reached(Step.OUTBOX_MARKED)
        self._metrics.published.inc(len(records))
        self.published += len(records)
