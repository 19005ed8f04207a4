"""What a service has in flight, as its engines know it: nothing that it says itself is asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from types import TracebackType
from typing import Any, Self

from aiokafka import AIOKafkaConsumer, TopicPartition

from chassis import rows
from chassis.clock import utc_now
from chassis.database import Database
from chassis.effect_store import open_now
from chassis.settings import ChassisSettings, database_name
from comptoir_local.processes import Installation
from contracts.topics import Topic, control_topic
from tests.crash.scene import PROCESSES

Ends = Mapping[tuple[str, int], int]


@dataclass(frozen=True)
class InFlight:
    """Records on the broker and not committed, messages committed and not published, effects that
    are not over, and of these the ones that are leased: in somebody's hands."""

    lag: int = 0
    unpublished: int = 0
    effects: int = 0
    leased: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)

    def __bool__(self) -> bool:
        return bool(self.lag or self.unpublished or self.effects)

    def __str__(self) -> str:
        return (
            f"{self.lag} unread, {self.unpublished} unpublished, "
            f"{len(self.leased)} of {self.effects} effects in hand"
        )


class Watch:
    """Looks at the engines from outside."""

    def __init__(self, to: Installation) -> None:
        settings = ChassisSettings(
            kafka=to.engines.kafka, mongo=to.engines.mongo, namespace=to.namespace
        )
        self._namespace = to.namespace
        self._kafka = to.engines.kafka
        self.databases = {
            name: Database.connect(to.engines.mongo, database_name(settings, name))
            for name in PROCESSES
        }
        self._topics = {name: consumed(name) for name in PROCESSES}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for database in self.databases.values():
            database.close()

    async def ends(self, services: Iterable[str] = tuple(PROCESSES)) -> Ends:
        """Where each topic of some services ends now, by topic and partition."""
        places = {
            TopicPartition(self._namespace + topic.name, partition): (topic.name, partition)
            for service in services
            for topic in self._topics[service]
            for partition in range(topic.partitions)
        }
        consumer = AIOKafkaConsumer(bootstrap_servers=self._kafka)
        await consumer.start()
        try:
            found = await consumer.end_offsets(list(places))
        finally:
            await consumer.stop()
        return {places[place]: end for place, end in found.items()}

    async def in_flight(self, service: str, ends: Ends) -> InFlight:
        """What the service had not finished of what was there when the topics ended at `ends`."""
        database = self.databases[service]
        owned = await database.find(rows.OWNERSHIP, {})
        read = {(row["_id"], name): n for row in owned for name, n in row["offsets"].items()}
        lag = sum(
            max(0, ends[topic.name, p] - read.get((p, rows.offset_field(topic.name)), 0))
            for topic in self._topics[service]
            for p in range(topic.partitions)
        )
        held = {"$expr": {"$gt": ["$lease_until", "$$NOW"]}}
        return InFlight(
            lag,
            await database.count(rows.OUTBOX, {"published": False}),
            await database.count(rows.EFFECTS, {"$or": open_now(utc_now())}),
            tuple(await database.find(rows.EFFECTS, held)),
        )

    async def busy(self) -> dict[str, InFlight]:
        """The services that have anything in flight."""
        ends = await self.ends()
        found = {name: await self.in_flight(name, ends) for name in PROCESSES}
        return {name: flight for name, flight in found.items() if flight}


def consumed(service: str) -> tuple[Topic, ...]:
    """The topics that a service reads."""
    app = import_module(f"{PROCESSES[service].module}.app")
    return (*app.handlers.topics, control_topic(service))
