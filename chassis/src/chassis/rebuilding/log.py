"""The topics themselves, read from one set of offsets to another, outside any consumer group."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from chassis.database import Database
from chassis.rebuilding.owners import time_of
from chassis.rebuilding.trouble import NotNow
from chassis.records import Incoming
from chassis.rows import OWNERSHIP, offset_field
from contracts.topics import Topic

AT_ONCE = 1000
# (topic's name in the contracts, partition) -> the offset after the last record that counts.
Offsets = Mapping[tuple[str, int], int]


class TopicLog:
    """Some topics of one installation. What the broker does not answer is raised as `NotNow`."""

    def __init__(self, bootstrap: str, namespace: str, topics: Sequence[Topic]) -> None:
        self._bootstrap = bootstrap
        self._by_name = {namespace + topic.name: topic for topic in topics}
        self._places = [
            TopicPartition(name, partition)
            for name, topic in self._by_name.items()
            for partition in range(topic.partitions)
        ]
        self._kafka: Any = None

    async def start(self) -> None:
        self._kafka = AIOKafkaConsumer(
            bootstrap_servers=self._bootstrap,
            enable_auto_commit=False,
            auto_offset_reset="none",
            fetch_max_wait_ms=200,
        )
        try:
            await self._kafka.start()
        except KafkaError as error:
            raise NotNow(f"Kafka does not answer: {type(error).__name__}") from error

    async def stop(self) -> None:
        if self._kafka is not None:
            await self._kafka.stop()

    async def starts(self) -> Offsets:
        return self._named(await self._kafka.beginning_offsets(self._places))

    async def ends(self) -> Offsets:
        return self._named(await self._kafka.end_offsets(self._places))

    def _named(self, found: Mapping[TopicPartition, int]) -> Offsets:
        return {self._at(place): offset for place, offset in found.items()}

    def _at(self, place: TopicPartition) -> tuple[str, int]:
        return self._by_name[place.topic].name, place.partition

    async def between(self, since: Offsets, until: Offsets) -> AsyncIterator[list[Incoming]]:
        """All records from some offsets up to others, those of a batch in about the order in which
        they were said, and never against that of their partition."""
        ends = {place: until[self._at(place)] for place in self._places}
        open_places = {place for place in self._places if since[self._at(place)] < ends[place]}
        self._kafka.assign(sorted(open_places))
        for place in open_places:
            self._kafka.seek(place, since[self._at(place)])
        while open_places:
            found = await self._kafka.getmany(timeout_ms=200, max_records=AT_ONCE)
            batches = [
                [self._incoming(record) for record in records if record.offset < ends[place]]
                for place, records in found.items()
                if place in open_places
            ]
            if merged := _merged(batches):
                yield merged
            for place in tuple(open_places):
                if await self._kafka.position(place) >= ends[place]:
                    self._kafka.pause(place)
                    open_places.discard(place)

    def _incoming(self, record: Any) -> Incoming:
        topic = self._by_name[record.topic]
        headers = tuple(record.headers)
        return Incoming(topic, record.partition, record.offset, record.key, record.value, headers)


def _merged(batches: Sequence[Sequence[Incoming]]) -> list[Incoming]:
    keyed: list[tuple[str, Incoming]] = []
    for batch in batches:
        newest = ""
        for incoming in batch:
            newest = max(newest, time_of(incoming))
            keyed.append((newest, incoming))
    keyed.sort(key=lambda one: one[0])
    return [incoming for _, incoming in keyed]


async def handled(database: Database, starts: Offsets) -> dict[tuple[str, int], int]:
    """How far the service in use has come with each of these. What expired counts as passed."""
    owned = {row["_id"]: row["offsets"] for row in await database.find(OWNERSHIP, {})}
    return {
        (topic, partition): max(start, owned.get(partition, {}).get(offset_field(topic), 0))
        for (topic, partition), start in starts.items()
    }


def distance(since: Offsets, until: Offsets) -> int:
    """How many records lie between, at most."""
    return sum(max(0, offset - since[place]) for place, offset in until.items())
