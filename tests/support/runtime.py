"""A runtime without Kafka: it writes down what is published, and a test plays the tail."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chassis.database import Database
from chassis.identity import partition_of
from chassis.metrics import Metrics
from chassis.runtime import DocumentReader
from chassis.service import Reader, Tailed, Unavailable
from contracts.message import Message
from contracts.topics import Topic

NO_DATABASE = "this test gave the runtime no database"


@dataclass(frozen=True, slots=True)
class Published:
    message: Message
    id: str
    source: str
    actor: str


class RecordingRuntime:
    """A `chassis.service.Runtime`. `published` is all that was published, in order.

    `kafka_answers` False makes publishing raise `Unavailable`. `on_publish` is awaited after each
    publish, to play the service that answers.
    """

    def __init__(self, database: Database | None = None) -> None:
        self._database = database
        self._documents = None if database is None else DocumentReader(database)
        self._metrics = Metrics()
        self.published: list[Published] = []
        self.kafka_answers = True
        self.on_publish: Callable[[Published], Awaitable[None]] | None = None
        self._receive: dict[str, Callable[[Tailed], None]] = {}
        self._ends: dict[tuple[str, int], int] = {}

    @property
    def documents(self) -> Reader:
        if self._documents is None:
            raise LookupError(NO_DATABASE)
        return self._documents

    @property
    def database(self) -> Database:
        if self._database is None:
            raise LookupError(NO_DATABASE)
        return self._database

    @property
    def metrics(self) -> Metrics:
        return self._metrics

    async def publish(
        self,
        message: Message,
        *,
        id: str,
        source: str,
        actor: str,
        correlation_id: str | None = None,
        traceparent: str | None = None,
        time: datetime | None = None,
    ) -> None:
        if not self.kafka_answers:
            raise Unavailable("Kafka does not answer")
        published = Published(message, id, source, actor)
        self.published.append(published)
        if self.on_publish is not None:
            await self.on_publish(published)

    def partition_of(self, key: str) -> int:
        return partition_of(key)

    def tail(self, topics: Sequence[Topic], receive: Callable[[Tailed], None]) -> None:
        for topic in topics:
            self._receive[topic.name] = receive

    def end_offset(self, topic: Topic, partition: int) -> int:
        return self._ends.get((topic.name, partition), 0)

    def hand_over(self, message: Message, *, causation_id: str | None = None) -> Tailed:
        """Play the tail: one more record of the message's topic, handed to who tails it, if
        somebody does."""
        partition = partition_of(message.key)
        place = (message.TOPIC.name, partition)
        offset = self._ends.get(place, 0)
        self._ends[place] = offset + 1
        tailed = Tailed(
            topic=message.TOPIC,
            partition=partition,
            offset=offset,
            key=message.key,
            type=message.TYPE,
            causation_id=causation_id,
            correlation_id=causation_id,
            value=message.encode(),
        )
        receive = self._receive.get(message.TOPIC.name)
        if receive is not None:
            receive(tailed)
        return tailed
