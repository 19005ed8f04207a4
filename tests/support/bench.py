"""A service under test on the real engines: its topics, its running engine, what it published."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from chassis.database import Database
from chassis.documents import Ref
from chassis.engine import Engine
from chassis.health import Conditions
from chassis.service import Service
from chassis.settings import ChassisSettings, database_name
from chassis.steps import Reached, go_on
from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.topics import create_topics
from contracts.envelope import Envelope
from contracts.message import Message
from contracts.topics import GATEWAY_PROCESS_CHANGES, Topic, control_topic, dead_letter_topic

# Seconds between two looks at what is waited for. Asking a service without a pause would keep it
# from the very work that is waited for.
SHORTEST_PAUSE, LONGEST_PAUSE = 0.02, 0.2
# Seconds until something is said not to come. Only a test that fails waits as long, and a machine
# that does many things at once has taken thirty to start one service.
PATIENCE = 90.0


@dataclass(frozen=True, slots=True)
class Published:
    """One record as a test reads it back."""

    topic: str
    partition: int
    offset: int
    key: str | None
    headers: dict[str, str]
    value: bytes

    @property
    def type(self) -> str:
        return self.headers.get("ce_type", "")

    @property
    def sequence(self) -> int | None:
        text = self.headers.get("ce_sequence")
        return None if text is None else int(text)


@dataclass
class Bench:
    """One test's corner of the engines."""

    engines: EngineAddresses
    namespace: str
    producer: Any = None
    consumer: Any = None
    databases: dict[str, Database] = field(default_factory=dict)
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    def settings(self, **changes: Any) -> ChassisSettings:
        addresses = {"kafka": self.engines.kafka, "mongo": self.engines.mongo}
        return ChassisSettings(**{**addresses, "namespace": self.namespace, **changes})

    async def create_topics(self, service: Service) -> None:
        """All that the service consumes, publishes and is controlled by."""
        named = {topic.name: topic for topic in (*service.handlers.topics, *service.publishes)}
        own = (control_topic(service.name), dead_letter_topic(service.name))
        for topic in (*own, GATEWAY_PROCESS_CHANGES):
            named[topic.name] = topic
        await create_topics(self.engines.kafka, self.namespace, named.values())

    def database(self, service: Service) -> Database:
        """The service's database, through a connection of the test's own."""
        if service.name not in self.databases:
            name = database_name(self.settings(), service.name)
            self.databases[service.name] = Database.connect(self.engines.mongo, name)
        return self.databases[service.name]

    async def state(self, service: Service, ref: Ref[Any]) -> Any:
        """A document as it is committed, as a mapping; None where there is none."""
        row = await self.database(service).find_one(ref.collection.name, {"_id": ref.id})
        return None if row is None else row["state"]

    @contextlib.asynccontextmanager
    async def running(
        self,
        service: Service,
        *,
        reached: Reached = go_on,
        graceful: bool = True,
        wait: bool = True,
        **changes: Any,
    ) -> AsyncIterator[Engine]:
        """The service's engine, ready unless told not to `wait` for that. Left without `graceful`,
        it is dropped where it stands, as by a kill: nothing is finished, published or handed over.
        """
        engine = Engine(service, self.settings(**changes), reached)
        work = asyncio.create_task(engine.run())
        try:
            if wait:
                await eventually(lambda: _ready(engine, work), "the engine is ready")
            yield engine
        finally:
            if graceful:
                await engine.stop()
            else:
                await engine.abandon()
            work.cancel()
            await asyncio.wait([work])
            if not work.cancelled():
                work.exception()  # a test that expects a failure looks at the engine itself

    async def failure(self, service: Service, **changes: Any) -> tuple[BaseException, Conditions]:
        """Run the service until it stops by itself: why it did, and what `/ready` said then."""
        engine = Engine(service, self.settings(**changes))
        work = asyncio.create_task(engine.run())
        try:
            await asyncio.wait([work], timeout=PATIENCE)
            if not work.done() or (failure := work.exception()) is None:
                raise AssertionError(f"{service.name} did not stop by itself")
            return failure, await engine.standing.ready()
        finally:
            await engine.stop()
            work.cancel()
            await asyncio.wait([work])

    async def send(
        self,
        message: Message,
        *,
        id: str | None = None,
        source: str = "/test",
        sequence: int | None = None,
        actor: str = "rule:test",
        traceparent: str | None = None,
    ) -> None:
        """Append a message as a partner of the service would."""
        envelope = Envelope(
            id=id or secrets.token_hex(8),
            source=source,
            type=message.TYPE,
            subject=message.subject,
            time=datetime.now(UTC),
            property_id=message.property_id,
            actor=actor,
            correlation_id="test",
            sequence=sequence,
            traceparent=traceparent,
        )
        await self.send_raw(
            message.TOPIC, message.key.encode(), message.encode(), envelope.headers()
        )

    async def send_raw(
        self,
        topic: Topic,
        key: bytes | None,
        value: bytes | None,
        headers: Sequence[tuple[str, bytes | None]] = (),
    ) -> None:
        if self.producer is None:
            self.producer = AIOKafkaProducer(bootstrap_servers=self.engines.kafka, acks="all")
            await self.producer.start()
        await self.producer.send_and_wait(
            self.namespace + topic.name, value, key=key, headers=list(headers)
        )

    async def published(self, topic: Topic) -> list[Published]:
        """All that lies on a topic now, partition by partition."""
        async with self._reading:
            consumer = await self._consumer()
            name = self.namespace + topic.name
            places = [TopicPartition(name, partition) for partition in range(topic.partitions)]
            found: list[Published] = []
            consumer.assign(places)
            for place in places:
                consumer.seek(place, 0)
            ends = await consumer.end_offsets(places)
            unread = [place for place in places if ends[place]]
            while unread:
                for records in (await consumer.getmany(timeout_ms=200)).values():
                    found.extend(_published(topic, record) for record in records)
                unread = [one for one in unread if await consumer.position(one) < ends[one]]
            consumer.pause(*places)
        return sorted(found, key=lambda record: (record.partition, record.offset))

    async def _consumer(self) -> Any:
        """One for all looks: who waits for something looks often, and starting it takes longer.
        What it asks for behind the last record keeps its connection from the next question."""
        if self.consumer is None:
            self.consumer = AIOKafkaConsumer(
                bootstrap_servers=self.engines.kafka,
                auto_offset_reset="earliest",
                fetch_max_wait_ms=20,
            )
            await self.consumer.start()
        return self.consumer

    async def close(self) -> None:
        if self.producer is not None:
            await self.producer.stop()
        if self.consumer is not None:
            await self.consumer.stop()
        for database in self.databases.values():
            await database.drop()
            database.close()


async def eventually(
    condition: Callable[[], Awaitable[Any]], what: str, *, seconds: float = PATIENCE
) -> Any:
    """Wait until a condition gives something true and return it; fail by name after a while."""
    deadline = time.monotonic() + seconds
    pause = SHORTEST_PAUSE
    while True:
        found = await condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"not so after {seconds:.0f} s: {what}")
        await asyncio.sleep(pause)
        pause = min(pause * 1.3, LONGEST_PAUSE)


async def _ready(engine: Engine, work: asyncio.Task[None]) -> bool:
    if work.done():
        work.result()
    return all(problem is None for problem in (await engine.standing.ready()).values())


def _published(topic: Topic, record: Any) -> Published:
    return Published(
        topic.name,
        record.partition,
        record.offset,
        None if record.key is None else record.key.decode(errors="replace"),
        {name: (value or b"").decode(errors="replace") for name, value in record.headers},
        record.value,
    )


@contextlib.asynccontextmanager
async def shared_bench(engines: EngineAddresses, service: Service) -> AsyncIterator[Bench]:
    """A bench with the service's topics for several tests, each of which uses keys of its own."""
    bench = Bench(engines, f"t{secrets.token_hex(3)}-")
    try:
        await bench.create_topics(service)
        yield bench
    finally:
        await bench.close()
