"""What a running service looks after every few seconds: figures, offsets, what was left behind."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from pymongo.errors import PyMongoError

from chassis import rows
from chassis.clock import utc_now
from chassis.consumer import Consumer
from chassis.database import Database
from chassis.effect_store import EffectStore, OpenEffects
from chassis.logs import logger
from chassis.metrics import Metrics
from chassis.outbox import Outbox
from chassis.ownership import Ownership
from chassis.store import Store

log = logger(__name__)

SECONDS = 2.0
# Committed longer ago than this, unpublished, and not waiting in memory: left behind by somebody
# who recorded an effect's end for a partition that had gone to us meanwhile.
LEFT_BEHIND = timedelta(seconds=30)


@dataclass(slots=True)
class Measured:
    """What was last counted in the database. `problem` is why it could not be, the last time."""

    parked: int = 0
    dead: int = 0
    effects: Mapping[str, OpenEffects] = field(default_factory=dict)
    problem: str | None = None


class Upkeep:
    """Nothing here is needed for correctness but the sweep of the outbox."""

    def __init__(
        self,
        database: Database,
        store: Store,
        outbox: Outbox,
        ownership: Ownership,
        consumer: Consumer,
        metrics: Metrics,
    ) -> None:
        self._db = database
        self._store = store
        self._effects = EffectStore(database)
        self._outbox = outbox
        self._ownership = ownership
        self._consumer = consumer
        self._metrics = metrics
        self.measured = Measured()
        self._kinds: set[str] = set()  # those seen so far, which are told when none is left

    async def run(self) -> None:
        while True:
            await asyncio.sleep(SECONDS)
            try:
                await self._measure()
                await self._sweep()
                await self._consumer.commit_offsets()
                self.measured.problem = None
            except PyMongoError as error:
                self.measured.problem = f"does not answer: {type(error).__name__}"
                log.debug("upkeep waits for the database", why=str(error))

    async def _measure(self) -> None:
        measured, metrics = self.measured, self._metrics
        measured.parked = await self._db.count(rows.PARKED_KEYS, {})
        measured.dead = await self._db.count(rows.DEAD_LETTERS, {"state": "open"})
        measured.effects = await self._effects.measure(list(self._ownership.claims), utc_now())
        open_now = measured.effects.values()
        metrics.parked_keys.set(measured.parked)
        metrics.dead_letters.set(measured.dead)
        for kind in self._kinds - measured.effects.keys():
            metrics.effects_waiting.labels(kind).set(0)
            metrics.effect_waited.labels(kind).set(0)
        for kind, one in measured.effects.items():
            metrics.effects_waiting.labels(kind).set(one.number)
            metrics.effect_waited.labels(kind).set(one.oldest_seconds)
        self._kinds |= measured.effects.keys()
        metrics.effects.set(sum(one.number for one in open_now))
        metrics.effect_oldest.set(max((one.oldest_seconds for one in open_now), default=0.0))

    async def _sweep(self) -> None:
        owned = set(self._ownership.claims)
        if not owned or not self._outbox.idle:
            return
        left = await self._store.left_behind(owned, utc_now() - LEFT_BEHIND)
        if left and self._outbox.idle:
            log.info("publishing what was left behind", records=len(left))
            await self._outbox.put(left)
