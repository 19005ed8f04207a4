"""Who owns which partitions, and taking one over from whoever owned it before."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aiokafka import ConsumerRebalanceListener, TopicPartition

from chassis.logs import logger
from chassis.metrics import Metrics
from chassis.outbox import Outbox
from chassis.records import Incoming
from chassis.rows import offset_field
from chassis.steps import Reached, Step, go_on
from chassis.store import BeingSwapped, Claim, Store
from contracts.topics import Topic

log = logger(__name__)

OUTBOX_SLICE = 500
# Seconds that a rebalance waits for the batch in hand.
REVOKE_PATIENCE = 5.0


def _nobody() -> None:
    """Nobody waits for partitions to be owned."""


class LogTruncated(Exception):
    """A topic ends before what was already read of it: it was deleted or lost records."""


class Ownership(ConsumerRebalanceListener):  # type: ignore[misc] # aiokafka ships no types
    """The partitions of this process.

    Kafka's assignment says what it should own; it owns what it has claimed in the database. A
    partition counts as assigned only if it is so in every topic: else a member with other topics
    is still in the group, and both would claim it in turn.
    """

    def __init__(
        self,
        store: Store,
        outbox: Outbox,
        topics: Mapping[str, Topic],
        owner: str,
        metrics: Metrics,
        reached: Reached = go_on,
    ) -> None:
        self._store = store
        self._outbox = outbox
        self._topics = topics  # by name on the broker
        self._owner = owner
        self._metrics = metrics
        self._reached = reached
        self._assigned: set[int] = set()
        self.claims: dict[int, Claim] = {}
        self.assigned_once = False
        self.generation = 0
        self.busy = asyncio.Lock()
        self.inconsistent: set[int] = set()
        self.swapped = False
        self.on_owned: Callable[[], None] = _nobody

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        """Let the batch in hand end and be published, or give up; then own nothing.

        Whoever cannot wait for it may take over at once: the epoch keeps this process from
        committing, and what it did not publish is published by the next owner.
        """
        self.generation += 1
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(REVOKE_PATIENCE), self.busy:
                await self._outbox.drained()
        self.claims.clear()
        self._assigned = set()
        self._metrics.partitions.set(0)

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        by_partition: dict[int, set[str]] = {}
        for place in assigned:
            by_partition.setdefault(place.partition, set()).add(place.topic)
        whole = {p for p, names in by_partition.items() if names >= self._topics.keys()}
        self.inconsistent = by_partition.keys() - whole
        if self.inconsistent:
            log.warning(
                "waiting: not assigned in every topic", partitions=sorted(self.inconsistent)
            )
        self.generation += 1
        self.claims.clear()
        self._assigned = whole
        self.assigned_once = True

    @property
    def settled(self) -> bool:
        return self.claims.keys() == self._assigned

    def problem(self) -> str | None:
        """Why it does not own what it was assigned, if it does not."""
        if not self.assigned_once:
            return "not assigned yet"
        if self.inconsistent:
            return "another member of the group has other topics"
        if self.swapped:
            return "waiting while its views are swapped (see `comptoir rebuild --help`)"
        return None if self.settled else "taking over partitions"

    def lose(self, partitions: frozenset[int]) -> None:
        """Own these no longer; they are claimed again if Kafka still says that they are ours."""
        for partition in partitions:
            self.claims.pop(partition, None)
        self._metrics.partitions.set(len(self.claims))

    def abandon(self) -> None:
        """Own nothing from here on; what is in hand gives up before it tries again."""
        self.generation += 1
        self.claims.clear()
        self._assigned = set()

    def accepts(self, record: Incoming) -> bool:
        """Whether the record is ours to handle, and not handled yet."""
        claim = self.claims.get(record.partition)
        if claim is None:
            return False
        return record.offset >= claim.offsets.get(offset_field(record.topic.name), 0)

    async def settle(self, consumer: Any) -> None:
        """Claim what is assigned and not owned: publish what its predecessor left, in order, and
        stand where it stood. May raise; done again it goes on."""
        wanted = self._assigned - self.claims.keys()
        if not wanted:
            return
        generation = self.generation
        await self._outbox.forget(wanted)
        claims = await self._claimed(sorted(wanted))
        self._reached(Step.RECOVERY_CLAIMED)
        for claim in claims:
            await self._publish_left(claim.partition)
        self._reached(Step.RECOVERY_PUBLISHED)
        if generation != self.generation:
            return
        await self._seek(consumer, claims)
        if generation == self.generation:
            self.claims.update({claim.partition: claim for claim in claims})
            self._metrics.partitions.set(len(self.claims))
            log.info("partitions owned", partitions=sorted(self.claims))
            self.on_owned()

    async def _claimed(self, wanted: Sequence[int]) -> list[Claim]:
        """Raises `BeingSwapped` where one of them may not be owned now."""
        try:
            claims = await asyncio.gather(*(self._store.claim(p, self._owner) for p in wanted))
        except BeingSwapped:
            if not self.swapped:
                log.warning("waiting: a rebuild swaps the views", partitions=list(wanted))
            self.swapped = True
            raise
        self.swapped = False
        return list(claims)

    async def _publish_left(self, partition: int) -> None:
        left = await self._store.unpublished(partition)
        for start in range(0, len(left), OUTBOX_SLICE):
            await self._outbox.publish(left[start : start + OUTBOX_SLICE])
        if left:
            log.info("published what was left", partition=partition, records=len(left))

    async def _seek(self, consumer: Any, claims: Sequence[Claim]) -> None:
        places = [
            TopicPartition(name, claim.partition) for claim in claims for name in self._topics
        ]
        starts = await consumer.beginning_offsets(places)
        ends = await consumer.end_offsets(places)
        for claim in claims:
            for name, topic in self._topics.items():
                place = TopicPartition(name, claim.partition)
                stored = claim.offsets.get(offset_field(topic.name), 0)
                if stored > ends[place]:
                    raise LogTruncated(
                        f"{name} partition {claim.partition} ends at {ends[place]}, but was read "
                        f"up to {stored}: it was deleted or has lost records. Restore it, or set "
                        f"the stored offset back on purpose."
                    )
                if stored < starts[place] and stored > 0:
                    self._metrics.expired.inc(starts[place] - stored)
                    log.error("records expired unread", topic=name, partition=claim.partition)
                consumer.seek(place, max(stored, starts[place]))
