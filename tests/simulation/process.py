"""One process of a service: the chassis' own parts, wired as its engine wires them, over ports in
memory."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from faststream.kafka import KafkaBroker

from chassis.clock import CLOCK, Clock
from chassis.consumer import Consumer
from chassis.database import Database
from chassis.effect_store import EffectStore
from chassis.effects import EffectTable
from chassis.loading import Loader
from chassis.metrics import Metrics
from chassis.outbox import Outbox
from chassis.ownership import Ownership
from chassis.processing import Processor
from chassis.settings import ChassisSettings
from chassis.store import Store
from chassis.table import HandlerTable
from chassis.upkeep import Upkeep
from chassis.worker import Worker
from contracts.topics import control_topic
from tests.simulation.broker import Broker, Group, Publishing, Reading
from tests.simulation.contents import Contents
from tests.simulation.database import SimulatedDatabase
from tests.simulation.faults import Dice
from tests.simulation.machine import Machine
from tests.simulation.readings import Readings

SETTINGS = ChassisSettings(kafka="simulated", mongo="simulated")
# How far a process's clock may be from the database's, either way.
SKEW = 1.5

Effects = Callable[[Database, Machine], EffectTable]


@dataclass(frozen=True, slots=True)
class Part:
    """One service in the simulation: its handlers, and the carriers of its effects."""

    name: str
    handlers: HandlerTable
    effects: Effects


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all processes of one service share."""

    part: Part
    contents: Contents
    broker: Broker
    group: Group
    dice: Dice
    metrics: Metrics
    readings: Readings
    now: Callable[[], datetime]
    failed: Callable[[str], None]


class _Subscription:
    """FastStream's side of a subscriber: asks for a batch, hands it over, asks again."""

    def __init__(self) -> None:
        self.get_msg: Callable[[Any], Coroutine[Any, Any, Any]]
        self._handle: Callable[[Any], Coroutine[Any, Any, None]]

    def subscriber(self, *topics: str, **settings: Any) -> _Subscription:
        return self

    def __call__(self, handle: Callable[[Any], Coroutine[Any, Any, None]]) -> None:
        self._handle = handle

    async def run(self, reading: Reading) -> None:
        while True:
            records = await self.get_msg(reading)
            if records:
                await self._handle(records)


class Process:
    """From start to death."""

    def __init__(self, around: Surroundings, name: str) -> None:
        self._around = around
        self.machine = Machine(name, around.dice)
        self._tasks: list[asyncio.Task[None]] = []
        self._database = SimulatedDatabase(around.contents, self.machine, around.dice, name)
        consumed = [*around.part.handlers.topics, control_topic(around.part.name)]
        self._topics = {topic.name: topic for topic in consumed}
        self._reading = Reading(around.broker, self.machine, around.dice, list(self._topics))
        self._wire()

    def _wire(self) -> None:
        around, database, reached = self._around, self._database, self.machine.reached
        handlers, metrics = around.part.handlers, around.metrics
        store = Store(database, (), self._topics)
        producer = Publishing(around.broker, self.machine, around.dice)
        self._outbox = Outbox(store, producer, metrics, reached)
        self.ownership = Ownership(
            store, self._outbox, self._topics, self.machine.name, metrics, reached
        )
        self._worker = Worker(
            around.part.name,
            around.part.effects(database, self.machine),
            EffectStore(database),
            self._outbox,
            self.ownership.claims.keys,
            metrics,
            concurrency=SETTINGS.effect_workers,
            lease_margin=SETTINGS.lease_margin,
            reached=reached,
        )
        self.ownership.on_owned = self._worker.wake
        processor = Processor(
            handlers,
            Loader(database, handlers, self._topics),
            store,
            self._outbox,
            self.ownership,
            metrics,
            self._worker.wake,
            SETTINGS.bad_release_keys,
            reached,
            around.readings.read,
        )
        self._consumer = Consumer(
            SETTINGS, around.part.name, self._topics, processor, self.ownership, metrics
        )
        self._subscription = _Subscription()
        self._consumer.subscribe(cast(KafkaBroker, self._subscription))
        self._upkeep = Upkeep(
            database, store, self._outbox, self.ownership, self._consumer, metrics
        )

    def start(self) -> None:
        """Begin all parts, each with this process's own clock, and join the group."""
        context = contextvars.copy_context()
        context.run(CLOCK.set, self._clock())
        for work in (
            self._outbox.run(),
            self._worker.run(),
            self._upkeep.run(),
            self._subscription.run(self._reading),
        ):
            task = asyncio.get_running_loop().create_task(work, context=context)
            task.add_done_callback(self._ended)
            self._tasks.append(task)
        self._consumer.failed.add_done_callback(self._ended)
        self.machine.on_pause = self._miss_heartbeats
        self._around.group.join(self.machine, self._reading, self.ownership)

    def _clock(self) -> Clock:
        loop, now = asyncio.get_running_loop(), self._around.now
        skew = timedelta(milliseconds=round(1000 * self._around.dice.between(-SKEW, SKEW)))
        return Clock(lambda: now() + skew, loop.time)

    def _ended(self, work: asyncio.Future[None]) -> None:
        """No part ends by itself but with the whole process."""
        if not work.cancelled() and not self.machine.dead:
            self._around.failed(f"{self.machine.name} stopped by itself: {work.exception()!r}")

    def drop(self) -> None:
        """Clear away what a dead process leaves in memory."""
        self._reading.close()
        for task in self._tasks:
            task.cancel()

    # -- as its group sees it ------------------------------------------------------------------

    def _miss_heartbeats(self) -> None:
        seconds = SETTINGS.session_timeout
        asyncio.get_running_loop().call_later(seconds, self._expelled)

    def _expelled(self) -> None:
        if self.machine.paused:
            self.stay_away(self.machine.resumes_at - asyncio.get_running_loop().time())

    def stay_away(self, seconds: float) -> None:
        """Out of the group without being told, and back after a while."""
        self._around.group.leave(self.machine.name)
        asyncio.get_running_loop().call_later(seconds, self._return)

    def _return(self) -> None:
        if not self.machine.dead and not self._around.group.has(self.machine.name):
            self._around.group.join(self.machine, self._reading, self.ownership)
