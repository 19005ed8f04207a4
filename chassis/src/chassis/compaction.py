"""Keeps compacted topics true: the last record of a key is its newest state.

A former owner's producer, or one that was thrown away, may deliver late: an old state then lies
after the new one, and compaction would keep the old. Consumers drop it by its sequence, but one
that starts anew would believe it. So after each takeover, and after a producer was replaced, what
was lately written to the owned partitions is read back, and a key that went backwards is said
again, in turn with everything else of its key, by a control record.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from chassis.logs import logger
from chassis.publisher import Producer
from chassis.records import Outgoing
from chassis.service import Unavailable
from contracts.control import Republish
from contracts.envelope import Envelope, EnvelopeError
from contracts.topics import Topic, control_topic

log = logger(__name__)

LOOK_BACK_MS = 30 * 60 * 1000


class CompactionGuard:
    """Watches the compacted topics of one service."""

    def __init__(
        self,
        service: str,
        bootstrap: str,
        namespace: str,
        topics: Sequence[Topic],
        producer: Producer,
        owned: Callable[[], Collection[int]],
        settle_seconds: float,
    ) -> None:
        self._service = service
        self._bootstrap = bootstrap
        self._names = [namespace + topic.name for topic in topics]
        self._producer = producer
        self._owned = owned
        self._settle = settle_seconds
        self._due: asyncio.Event = asyncio.Event()

    def suspect(self) -> None:
        """Something may deliver late; look once it must have arrived."""
        self._due.set()

    async def run(self) -> None:
        if not self._names:
            return
        while True:
            await self._due.wait()
            self._due.clear()
            await asyncio.sleep(self._settle)
            try:
                await self.check()
            except (KafkaError, Unavailable) as error:
                log.warning("compacted topics are checked again later", why=str(error))
                self._due.set()

    async def check(self) -> list[str]:
        """Order every key that went backwards to be said again; which keys those are."""
        consumer = AIOKafkaConsumer(bootstrap_servers=self._bootstrap, enable_auto_commit=False)
        try:
            await consumer.start()
            keys = await self._backwards(consumer)
        finally:
            await consumer.stop()
        if keys:
            log.warning("said again: an older state lay after a newer one", keys=len(keys))
            await self._producer.send([self._order(key) for key in keys])
        return keys

    async def _backwards(self, consumer: Any) -> list[str]:
        places = [TopicPartition(name, p) for name in self._names for p in sorted(self._owned())]
        if not places:
            return []
        consumer.assign(places)
        since = int(time.time() * 1000) - LOOK_BACK_MS
        starts = await consumer.offsets_for_times({place: since for place in places})
        ends = await consumer.end_offsets(places)
        left = {place for place in places if starts[place] and starts[place].offset < ends[place]}
        for place in places:
            consumer.seek(place, starts[place].offset if place in left else ends[place])
        newest: dict[tuple[str, bytes], int] = {}
        last: dict[tuple[str, bytes], int] = {}
        while left:
            for records in (await consumer.getmany(timeout_ms=500)).values():
                for record in records:
                    _note(record, newest, last)
            left = {place for place in left if await consumer.position(place) < ends[place]}
        return sorted({key.decode() for (name, key), n in newest.items() if last[name, key] < n})

    def _order(self, key: str) -> Outgoing:
        envelope = Envelope(
            id=str(uuid.uuid4()),
            source=f"/{self._service}/compaction",
            type=Republish.TYPE,
            subject=key,
            time=datetime.now(UTC),
            property_id="operations",
            actor="rule:compaction",
            correlation_id=key,
        )
        value = Republish().model_dump_json().encode()
        topic = control_topic(self._service).name
        return Outgoing(envelope.id, topic, key.encode(), value, envelope.headers())


def _note(
    record: Any, newest: dict[tuple[str, bytes], int], last: dict[tuple[str, bytes], int]
) -> None:
    try:
        sequence = Envelope.from_headers(record.headers).sequence
    except EnvelopeError:
        return
    if record.key is None or sequence is None:
        return
    place = (record.topic, record.key)
    newest[place] = max(sequence, newest.get(place, 0))
    last[place] = sequence
