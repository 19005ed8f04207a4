"""The topics as they were at the instant of a snapshot, and where each service stood in them.

A new topic begins at 0, so what refers to a place in an old one is counted anew: a service goes on
after as many records as it had taken in of those that are kept.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import bson
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from chassis import rows
from chassis.rows import offset_field
from comptoir_local.backup.files import Progress, RowFile
from comptoir_local.backup.manifest import Manifest
from comptoir_local.backup.snapshot import Say, Snapshot
from comptoir_local.reach import Reach
from comptoir_local.trouble import Trouble
from contracts.topics import ALL_TOPICS, SERVICES, Kind, Topic

# What is announced to those who watch is of no use later.
KEPT_TOPICS = tuple(topic for topic in ALL_TOPICS if topic.kind is not Kind.CHANGES)
POLL_MS = 500
# A question to a broker waits behind a fetch that finds nothing; there are many of both here.
FETCH_WAIT_MS = 50

Ends = dict[TopicPartition, int]


@dataclass
class Standings:
    """Where services stood at the instant: next offsets by place and service, and the offsets of
    the records that they had set aside."""

    next: dict[tuple[str, int], dict[str, int]] = field(default_factory=dict)
    aside: dict[tuple[str, int], set[int]] = field(default_factory=dict)

    @classmethod
    def at(cls, snapshot: Snapshot) -> Standings:
        found = cls()
        by_field = {offset_field(topic.name): topic.name for topic in ALL_TOPICS}
        for service in SERVICES:
            for row in snapshot.find(service, rows.OWNERSHIP):
                for field_name, offset in row["offsets"].items():
                    place = (by_field[field_name], row["_id"])
                    found.next.setdefault(place, {})[service] = offset
            for collection in (rows.PARKED_RECORDS, rows.DEAD_LETTERS):
                fields = {"topic": 1, "p": 1, "offset": 1}
                for row in snapshot.find(service, collection, fields):
                    found.aside.setdefault((row["topic"], row["p"]), set()).add(row["offset"])
        return found


class TopicLog:
    """The topics of one installation, read outside any group."""

    def __init__(self, reach: Reach, consumer: Any) -> None:
        self._namespace = reach.namespace
        self._consumer = consumer

    @classmethod
    @asynccontextmanager
    async def of(cls, reach: Reach) -> AsyncIterator[TopicLog]:
        consumer = AIOKafkaConsumer(
            bootstrap_servers=reach.engines.kafka,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=FETCH_WAIT_MS,
            max_partition_fetch_bytes=2 * 1024 * 1024,
        )
        log = cls(reach, consumer)
        try:
            await consumer.start()
            # All at once, so that each topic is asked about once; and read one topic at a time.
            consumer.assign(log.places())
            consumer.pause(*log.places())
            yield log
        except KafkaError as error:
            raise Trouble(f"Kafka does not answer: {error!r}") from error
        finally:
            await consumer.stop()

    def places(self, topics: Iterable[Topic] = KEPT_TOPICS) -> list[TopicPartition]:
        return [
            TopicPartition(self._namespace + topic.name, partition)
            for topic in topics
            for partition in range(topic.partitions)
        ]

    async def ends(self) -> Ends:
        """After the newest record of each partition. Raises Trouble where a topic is missing."""
        found: Ends = await self._consumer.end_offsets(self.places())
        return found

    async def doubtful(self, before: Ends, after: Ends, snapshot: Snapshot) -> set[str]:
        """The messages that came while the instant was being settled, and came of a commit after
        it: their makers have forgotten them, so they are not kept. What nobody committed to say
        came from outside, and is."""
        grown = {place: end for place, end in after.items() if before[place] < end}
        ids = {_message_id(record) async for record in self._read(grown, before)}
        ids.discard("")
        known = snapshot.published_by(ids, now=False)
        return snapshot.published_by(ids, now=True) - known

    async def keep(
        self,
        folder: Path,
        manifest: Manifest,
        window: tuple[Ends, Ends],
        left_out: Collection[str],
        standings: Standings,
        say: Say,
    ) -> None:
        """Write every topic to a file of its own, up to the second of the window's ends, without
        the messages that are left out; note in the manifest where everybody stands."""
        for topic in KEPT_TOPICS:
            path = f"topics/{topic.name}.bson.gz"
            ends = {place: window[1][place] for place in self.places([topic])}
            stands = {place: _Standing(topic.name, place.partition, standings) for place in ends}
            progress = Progress(f"topic {topic.name}", say)
            with RowFile(folder / path) as file:
                async for record in self._read(ends):
                    place = TopicPartition(record.topic, record.partition)
                    late = record.offset >= window[0][place]
                    if not late or _message_id(record) not in left_out:
                        file.add(_row(record))
                        stands[place].pass_by(record.offset)
                        progress.one_more()
            for stand in stands.values():
                stand.tell(manifest)
            manifest.files[path] = file.note
            manifest.records[topic.name] = [stands[place].kept for place in ends]
            if file.rows:
                say(f"topic {topic.name}: {file.rows} records")

    async def _read(self, ends: Ends, starts: Ends | None = None) -> AsyncIterator[Any]:
        """The records of some partitions before their ends, from their starts or the first that
        are there; each partition's in order."""
        first: Ends = await self._consumer.beginning_offsets(list(ends)) if ends else {}
        begins = {place: max(at, (starts or {}).get(place, 0)) for place, at in first.items()}
        left = {place for place in ends if begins[place] < ends[place]}
        for place in left:
            self._consumer.seek(place, begins[place])
        self._consumer.resume(*left)
        while left:
            for place, records in (await self._consumer.getmany(timeout_ms=POLL_MS)).items():
                for record in records:
                    if record.offset < ends[place]:
                        yield record
            done = {place for place in left if await self._consumer.position(place) >= ends[place]}
            self._consumer.pause(*done)
            left -= done


class _Standing:
    """Counts the records of one partition past everybody who stands in it."""

    def __init__(self, topic: str, partition: int, standings: Standings) -> None:
        self._topic, self._partition = topic, partition
        self._next = standings.next.get((topic, partition), {})
        self._aside = standings.aside.get((topic, partition), set())
        self._new = dict.fromkeys(self._next, 0)
        self._moved: dict[int, int] = {}
        self.kept = 0

    def pass_by(self, offset: int) -> None:
        for service, following in self._next.items():
            if offset < following:
                self._new[service] = self.kept + 1
        if offset in self._aside:
            self._moved[offset] = self.kept
        self.kept += 1

    def tell(self, manifest: Manifest) -> None:
        for service, offset in self._new.items():
            partitions = manifest.offsets.setdefault(service, {})
            partitions.setdefault(str(self._partition), {})[self._topic] = offset
        for old in self._aside:
            # What is gone from the topic keeps a place of its own, where no record will ever lie.
            new = self._moved.get(old, -1 - old)
            manifest.moved[f"{self._topic}/{self._partition}/{old}"] = new


def _message_id(record: Any) -> str:
    headers: Mapping[str, bytes | None] = dict(record.headers)
    return (headers.get("ce_id") or b"").decode(errors="replace")


def _row(record: Any) -> bytes:
    headers = [[name, value] for name, value in record.headers]
    return bson.encode({"p": record.partition, "k": record.key, "v": record.value, "h": headers})
