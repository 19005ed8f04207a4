"""The running chassis of one service: its parts, started in order and stopped in order."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from collections.abc import Coroutine
from typing import Any

from aiokafka.errors import KafkaError
from faststream.kafka import KafkaBroker
from pymongo.errors import PyMongoError

from chassis.backoff import Backoff
from chassis.compaction import CompactionGuard
from chassis.consumer import Consumer
from chassis.database import Database
from chassis.effect_store import EffectStore
from chassis.effects import EffectTable
from chassis.loading import Loader
from chassis.logs import logger
from chassis.metrics import Metrics
from chassis.operate import Operator
from chassis.outbox import Outbox
from chassis.ownership import Ownership
from chassis.processing import Processor
from chassis.publisher import Producer
from chassis.reporting import Reporter
from chassis.runtime import ServiceRuntime
from chassis.service import Service
from chassis.settings import ChassisSettings, database_name
from chassis.standing import Standing
from chassis.steps import Reached, go_on
from chassis.store import Store
from chassis.topology import check_topics
from chassis.tracing import tracing_of
from chassis.upkeep import Upkeep
from chassis.worker import Worker
from contracts.topics import GATEWAY_PROCESS_CHANGES, control_topic, dead_letter_topic

log = logger(__name__)


class Engine:
    """One service in this process."""

    def __init__(
        self, service: Service, settings: ChassisSettings, reached: Reached = go_on
    ) -> None:
        self._service = service
        self._settings = settings
        self.metrics = Metrics()
        consumed = [*service.handlers.topics, control_topic(service.name)]
        self._topics = {settings.namespace + topic.name: topic for topic in consumed}
        # Never the same twice: who takes over ends what the former owner has open.
        self._name = owner = f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"
        name = database_name(settings, service.name)
        self.database = Database.connect(settings.mongo, name, owner)
        self.tracing = tracing_of(service.name, owner, settings, self.metrics)
        self.runtime = ServiceRuntime(
            settings, service.name, self.database, self.metrics, self.tracing
        )
        by_name = {topic.name: topic for topic in consumed}
        self._loader = Loader(self.database, service.handlers, by_name)
        kept = settings.history_kept
        self._store = Store(self.database, service.collections, by_name, kept)
        client = f"{settings.namespace}{service.name}-outbox"
        self._producer = Producer(
            settings.kafka, settings.namespace, client, settings.publish_timeout
        )
        self._outbox = Outbox(self._store, self._producer, self.metrics, reached, self.tracing)
        self._ownership = Ownership(
            self._store, self._outbox, self._topics, owner, self.metrics, reached
        )
        self._reached = reached
        self.standing = Standing(self.database, self._ownership, lambda: self.runtime.tails)
        self.standing.consumes = service.consumes
        self._consumer: Consumer | None = None
        self._worker: Worker | None = None
        self._reporter: Reporter | None = None
        self._broker: KafkaBroker | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def run(self) -> None:
        """Start all parts and keep them going; returns only by an exception of one of them."""
        await self._until_engines_answer()
        await self._start_tails()
        consumer, worker = self._wire()
        upkeep, reporter = self._wire_watch(consumer, worker)
        self._begin(upkeep.run())
        self._begin(reporter.run())
        for tail in self.runtime.tails:
            self._begin(tail.run())
        for task in self._service.tasks:
            self._begin(task(self.runtime))
        if self._service.consumes:
            await self._consume(consumer, worker)
        log.info("started", topics=len(self._topics), consumes=self._service.consumes)
        await self._first_failure(consumer)

    async def _consume(self, consumer: Consumer, worker: Worker) -> None:
        """Join the group, and do what an owner of partitions does."""
        self._begin(self._outbox.run())
        self._begin(worker.run())
        self._begin(self._make_guard(worker).run())
        # Consuming only: the chassis has producers of its own, which it can replace.
        group = f"{self._settings.namespace}{self._service.name}"
        self._broker = KafkaBroker(self._settings.kafka, logger=None, client_id=group)
        consumer.subscribe(self._broker)
        await self._broker.start()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.create_task(work))

    def _wire(self) -> tuple[Consumer, Worker]:
        settings, service = self._settings, self._service
        worker = Worker(
            service.name,
            service.effects(self.runtime) if service.effects else EffectTable(),
            EffectStore(self.database),
            self._outbox,
            self._ownership.claims.keys,
            self.metrics,
            concurrency=settings.effect_workers,
            lease_margin=settings.lease_margin,
            reached=self._reached,
            tracing=self.tracing,
        )
        processor = Processor(
            service.handlers,
            self._loader,
            self._store,
            self._outbox,
            self._ownership,
            self.metrics,
            worker.wake,
            settings.bad_release_keys,
            self._reached,
            tracing=self.tracing,
        )
        group = f"{settings.namespace}{service.name}"
        consumer = Consumer(settings, group, self._topics, processor, self._ownership, self.metrics)
        self._consumer, self._worker = consumer, worker
        self.standing.consumer = consumer
        return consumer, worker

    def _wire_watch(self, consumer: Consumer, worker: Worker) -> tuple[Upkeep, Reporter]:
        upkeep = Upkeep(
            self.database, self._store, self._outbox, self._ownership, consumer, self.metrics
        )
        name = self._service.name
        published = [topic.name for topic in (*self._service.publishes, dead_letter_topic(name))]
        parts = (consumer, worker, self._outbox, self._ownership, upkeep)
        reporter = Reporter(name, self._name, published, self.runtime, self.standing.known, parts)
        self.standing.upkeep, self._reporter = upkeep, reporter
        return upkeep, reporter

    def _make_guard(self, worker: Worker) -> CompactionGuard:
        settings, service = self._settings, self._service
        guard = CompactionGuard(
            service.name,
            settings.kafka,
            settings.namespace,
            [row.topic for row in service.handlers.states],
            self._producer,
            self._ownership.claims.keys,
            settings.publish_timeout + 5,
        )

        def owned() -> None:
            worker.wake()
            guard.suspect()

        self._ownership.on_owned = owned
        self._producer.on_replaced = guard.suspect
        return guard

    async def _start_tails(self) -> None:
        """Have every tail stand at its end, however often Kafka goes away meanwhile."""
        backoff = Backoff(first=0.2, most=5.0)
        for tail in self.runtime.tails:
            while not await tail.started():
                await backoff.wait()

    async def _until_engines_answer(self) -> None:
        """Wait for MongoDB and Kafka, prepare the database and check the topics.

        Raises `TopologyError` where a topic is missing or has another number of partitions.
        """
        backoff = Backoff(first=0.2, most=5.0)
        while True:
            try:
                await self._store.prepare()
                await check_topics(self._settings.kafka, self._all_topics())
                return
            except (OSError, KafkaError, PyMongoError) as error:
                log.warning("waiting for the engines", why=f"{type(error).__name__}: {error}")
                await backoff.wait()

    def _all_topics(self) -> list[str]:
        published = [self._settings.namespace + topic.name for topic in self._service.publishes]
        return [*self._topics, *published, self._settings.namespace + GATEWAY_PROCESS_CHANGES.name]

    async def _first_failure(self, consumer: Consumer) -> None:
        done, _ = await asyncio.wait(
            [consumer.failed, *self._tasks], return_when=asyncio.FIRST_EXCEPTION
        )
        for ended in done:
            ended.result()

    async def stop(self) -> None:
        """Finish what is in hand, publish it, and leave the group at once, so that the next owner
        need not wait for a session to run out."""
        if self._consumer is not None and self._worker is not None:
            deadline = self._settings.stop_deadline
            await self._consumer.stop()
            await self._worker.stop(deadline)
            try:
                async with asyncio.timeout(deadline):
                    await self._outbox.drained()
                    await self._consumer.commit_offsets()
            except TimeoutError:
                log.warning("stopping with messages unpublished; the next owner publishes them")
            if self._reporter is not None:
                await self._reporter.say_goodbye()
        await self.abandon()

    async def abandon(self) -> None:
        """Drop everything where it stands: the next owner finishes, publishes and goes on."""
        if self._consumer is not None:
            self._consumer.abandon()
            if self._broker is not None:
                await self._consumer.leave(self._broker)
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2)
        await self._producer.stop()
        await self.runtime.stop()
        # It says goodbye to the server and waits for it, which may be away.
        await asyncio.to_thread(self.database.close)
        await self.tracing.stop()

    def operator(self, actor: str) -> Operator:
        return self.runtime.operator(actor, self._service.handlers)

    def refresh(self) -> None:
        """Bring those metrics up to date that are read, not counted."""
        self.metrics.outbox_oldest.set(self._outbox.oldest_seconds())
        self.metrics.outbox_waiting.set(self._outbox.waiting)
        for condition, problem in self.standing.known().items():
            self.metrics.unready.labels(condition).set(int(problem is not None))
        if self._consumer is not None:
            self._consumer.measure_lag()
