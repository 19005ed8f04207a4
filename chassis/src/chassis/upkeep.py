"""What a running service looks after every few seconds: figures, offsets, what was left behind."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from pymongo.errors import PyMongoError

from chassis import rows
from chassis.clock import utc_now
from chassis.consumer import Consumer
from chassis.database import Database
from chassis.effect_store import EffectStore
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

    async def run(self) -> None:
        while True:
            await asyncio.sleep(SECONDS)
            try:
                await self._measure()
                await self._sweep()
                await self._consumer.commit_offsets()
            except PyMongoError as error:
                log.debug("upkeep waits for the database", why=str(error))

    async def _measure(self) -> None:
        self._metrics.parked_keys.set(await self._db.count(rows.PARKED_KEYS, {}))
        self._metrics.dead_letters.set(await self._db.count(rows.DEAD_LETTERS, {"state": "open"}))
        owned = list(self._ownership.claims)
        count, overdue = await self._effects.measure(owned, utc_now())
        self._metrics.effects.set(count)
        self._metrics.effect_oldest.set(overdue)

    async def _sweep(self) -> None:
        owned = set(self._ownership.claims)
        if not owned or not self._outbox.idle:
            return
        left = await self._store.left_behind(owned, utc_now() - LEFT_BEHIND)
        if left and self._outbox.idle:
            log.info("publishing what was left behind", records=len(left))
            await self._outbox.put(left)
