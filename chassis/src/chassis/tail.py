"""A tail: every replica sees every new record of some topics, outside any consumer group."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from chassis.backoff import Backoff
from chassis.logs import logger
from chassis.lost_connections import check_alive, end
from chassis.service import Tailed, Unavailable
from contracts.envelope import Envelope, EnvelopeError
from contracts.topics import Topic

log = logger(__name__)


class Tail:
    """Reads topics from their end on, all partitions, and hands each record over."""

    def __init__(
        self, bootstrap: str, topics: Mapping[str, Topic], receive: Callable[[Tailed], None]
    ) -> None:
        self._bootstrap = bootstrap
        self._topics = topics  # by name on the broker
        self._receive = receive
        self._positions: dict[tuple[str, int], int] = {}
        self._consumer: Any = None

    def end_offset(self, topic: Topic, partition: int) -> int:
        """The offset after the newest record handed over. Raises `Unavailable` before the start."""
        place = (topic.name, partition)
        if place not in self._positions:
            raise Unavailable("the tail does not stand at its end yet")
        return self._positions[place]

    @property
    def stands(self) -> bool:
        """Whether it has stood at the end of every partition."""
        return bool(self._positions)

    async def ping(self) -> None:
        """Have a broker answer. Raises KafkaError, or RuntimeError too early."""
        if self._consumer is None:
            raise RuntimeError("not started")
        await self._consumer.end_offsets([TopicPartition(next(iter(self._topics)), 0)])

    async def started(self) -> bool:
        """Stand at the end of every partition; False, and why in the log, if Kafka is away."""
        try:
            await self._start()
        except (KafkaError, OSError) as error:
            log.warning("the tail waits for Kafka", why=f"{type(error).__name__}: {error}")
            await self.stop()
            return False
        return True

    async def _start(self) -> None:
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self._bootstrap,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=1000,
        )
        self._consumer = consumer
        await consumer.start()
        places = [
            TopicPartition(name, partition)
            for name, topic in self._topics.items()
            for partition in range(topic.partitions)
        ]
        consumer.assign(places)
        ends = await consumer.end_offsets(places)
        for place in places:
            consumer.seek(place, ends[place])
            self._positions[(self._topics[place.topic].name, place.partition)] = ends[place]

    async def run(self) -> None:
        """Hand over for ever. Raises `DeadClient` where its consumer will never read again."""
        backoff = Backoff()
        while True:
            check_alive(self._consumer)
            try:
                found = await self._consumer.getmany(timeout_ms=500)
            except KafkaError as error:
                log.warning("the tail waits for Kafka", why=str(error))
                await backoff.wait()
                continue
            backoff.failures = 0
            for records in found.values():
                for record in records:
                    self._hand_over(record)
            await asyncio.sleep(0)

    async def stop(self) -> None:
        if self._consumer is not None:
            await end(self._consumer.stop, self._consumer)

    def _hand_over(self, record: Any) -> None:
        topic = self._topics[record.topic]
        self._positions[(topic.name, record.partition)] = record.offset + 1
        try:
            envelope = Envelope.from_headers(record.headers)
        except EnvelopeError as error:
            log.warning("unreadable", topic=topic.name, offset=record.offset, why=str(error))
            return
        tailed = Tailed(
            topic,
            record.partition,
            record.offset,
            (record.key or b"").decode(errors="replace"),
            envelope.type,
            envelope.causation_id,
            envelope.correlation_id,
            record.value or b"",
        )
        try:
            self._receive(tailed)
        except Exception:
            log.exception("a tailed record was not taken", topic=topic.name, offset=record.offset)
