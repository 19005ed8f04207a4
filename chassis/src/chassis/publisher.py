"""Publishes to Kafka, in order, and knows what was acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from chassis.identity import by_key
from chassis.logs import logger
from chassis.records import Outgoing
from chassis.service import Unavailable

log = logger(__name__)

CLOSE_SECONDS = 2.0
CANCELLATIONS = 20


class Producer:
    """An idempotent producer that is replaced when it fails or does not answer.

    aiokafka's idempotent producer tries for ever while the broker is away and is useless after a
    fatal error; so each call has a deadline, after which the producer is thrown away. What it had
    not delivered may still arrive: consumers know repeats by their ids.
    """

    def __init__(self, bootstrap: str, namespace: str, client_id: str, timeout: float) -> None:
        self._bootstrap = bootstrap
        self._namespace = namespace
        self._client_id = client_id
        self._timeout = timeout
        self._producer: AIOKafkaProducer | None = None
        self._starting = asyncio.Lock()
        self._partitions: dict[str, list[int]] = {}  # of the topics; they never change
        self.on_replaced: Callable[[], None] = _nobody

    async def send(self, records: Sequence[Outgoing]) -> None:
        """Send records in order and wait until all replicas have them all.

        Raises `Unavailable`: some, all or none of them may have arrived.
        """
        producer: AIOKafkaProducer | None = None
        try:
            async with asyncio.timeout(self._timeout):
                producer = self._producer or await self._started()
                if len(records) == 1:
                    await (await self._enqueue(producer, records[0]))
                else:
                    await self._send_batches(producer, records)
        except (KafkaError, TimeoutError, OSError) as error:
            await self._discard(producer)
            raise Unavailable(f"Kafka did not take {len(records)} records: {error!r}") from error

    async def _enqueue(self, producer: Any, record: Outgoing) -> Any:
        topic, partition = await self._place(producer, record)
        return await producer.send(
            topic,
            value=record.value,
            key=record.key,
            partition=partition,
            headers=record.headers,
        )

    async def _place(self, producer: Any, record: Outgoing) -> tuple[str, int]:
        """A record's topic and partition."""
        topic = self._namespace + record.topic
        known = self._partitions.get(topic)
        if known is None:
            known = self._partitions[topic] = sorted(await producer.partitions_for(topic))
        return topic, by_key(record.key, known)

    async def _send_batches(self, producer: Any, records: Sequence[Outgoing]) -> None:
        """Many records as one batch for each partition, or a few where they are too large for one:
        asking for a place, a partition and an answer for each takes several times as long."""
        waits: list[Any] = []
        for (topic, partition), own in (await self._by_place(producer, records)).items():
            batch = producer.create_batch()
            for record in own:
                if not _added(batch, record):
                    waits.append(await producer.send_batch(batch, topic, partition=partition))
                    batch = producer.create_batch()
                    _added(batch, record)  # the first one of a batch always fits
            batch.close()  # nobody else's records go into it
            waits.append(await producer.send_batch(batch, topic, partition=partition))
        await asyncio.gather(*waits)

    async def _by_place(
        self, producer: Any, records: Sequence[Outgoing]
    ) -> dict[tuple[str, int], list[Outgoing]]:
        """The records by topic and partition, in order."""
        found: dict[tuple[str, int], list[Outgoing]] = {}
        for record in records:
            found.setdefault(await self._place(producer, record), []).append(record)
        return found

    async def _started(self) -> AIOKafkaProducer:
        async with self._starting:
            if self._producer is None:
                producer = AIOKafkaProducer(
                    bootstrap_servers=self._bootstrap,
                    client_id=self._client_id,
                    enable_idempotence=True,
                    acks="all",
                    linger_ms=0,
                    max_batch_size=256 * 1024,
                    request_timeout_ms=10_000,
                )
                try:
                    await producer.start()
                except BaseException:
                    await _close(producer)
                    raise
                self._producer = producer
            return self._producer

    async def _discard(self, producer: AIOKafkaProducer | None) -> None:
        if producer is None or self._producer is not producer:
            return
        self._producer = None
        log.warning("producer replaced", client=self._client_id)
        self.on_replaced()
        await _give_up(producer)

    async def stop(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            await _close(producer)


def _added(batch: Any, record: Outgoing) -> bool:
    """Whether the record still had room in the batch."""
    added = batch.append(timestamp=None, key=record.key, value=record.value, headers=record.headers)
    return added is not None


def _nobody() -> None:
    """Nobody asked to know when a producer is replaced."""


async def _close(producer: Any) -> None:
    """Close without waiting for long for what cannot be delivered; it is no promise to anybody."""
    stopping = asyncio.create_task(producer.stop())
    await asyncio.wait([stopping], timeout=CLOSE_SECONDS)
    if not stopping.done() or stopping.cancelled() or stopping.exception() is not None:
        stopping.cancel()
        await _give_up(producer)


async def _give_up(producer: Any) -> None:
    """End a producer so that nothing of it goes on.

    Its own `stop` waits for what is not delivered; cut short, it leaves its sender at work, which
    would send old records behind newer ones when the broker is back. It may also raise the
    cancellation of tasks of its own, which would end whoever waits for it.
    """
    producer._closed = True
    await asyncio.wait([asyncio.create_task(producer.client.close())], timeout=CLOSE_SECONDS)
    sender = producer._sender.sender_task
    for _ in range(CANCELLATIONS):
        if sender is None or sender.done():
            return
        sender.cancel()  # the first ends its loop, each further one a request that it waits for
        await asyncio.wait([sender], timeout=0.1)
