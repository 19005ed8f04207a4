"""Kafka in memory: logs that only grow, groups that move partitions about, answers that get lost.

All keys of an evening lie in the first few partitions, so that each process owns some of them and
no time is spent on empty ones.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from aiokafka import TopicPartition

from chassis.consumer import POLL_MS
from chassis.identity import partition_of
from chassis.ownership import Ownership
from chassis.publisher import Producer
from chassis.records import Outgoing
from chassis.service import Unavailable
from tests.simulation.faults import Dice, Fault
from tests.simulation.machine import CALL, Machine
from tests.simulation.timeline import VirtualLoop, pause

PARTITIONS_USED = 4
LATE = (0.5, 15.0)
# A consumer that is busy comes seldom and is given much at once.
FETCH = (0.2, 3.0)
# What was fetched before is there at once, so often.
FETCHED_BEFORE = 0.3
# A poll that finds nothing new comes back after this, so that its process can look around: longer
# than a real one waits, for a process in memory has less to look at.
EMPTY_POLL = 20.0


class Record(NamedTuple):
    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...]


class Broker:
    """All topics, and who reads them."""

    def __init__(self) -> None:
        self.logs: dict[tuple[str, int], list[Record]] = defaultdict(list)
        self.on_the_way = 0
        self._readers: dict[str, list[Reading]] = defaultdict(list)

    def append_later(self, seconds: float, records: Sequence[Outgoing]) -> None:
        """As a request does whose sender has given up on it."""

        def arrive() -> None:
            self.on_the_way -= 1
            for record in records:
                self.append(record)

        self.on_the_way += 1
        asyncio.get_running_loop().call_later(seconds, arrive)

    def append(self, record: Outgoing) -> None:
        _, topic, key, value, headers, _ = record
        partition = partition_of((key or b"").decode())
        log = self.logs[topic, partition]
        log.append(Record(topic, partition, len(log), key, value, tuple(headers)))
        for reader in self._readers[topic]:
            reader.notice(topic, partition)

    def ends(self, topic: str) -> dict[int, int]:
        return {partition: len(self.logs[topic, partition]) for partition in range(PARTITIONS_USED)}

    def forget(self) -> None:
        self.logs.clear()
        self._readers.clear()

    def read_by(self, reader: Reading) -> None:
        for topic in reader.topics:
            self._readers[topic].append(reader)

    def left_by(self, reader: Reading) -> None:
        for topic in reader.topics:
            self._readers[topic].remove(reader)


class Publishing(Producer):
    """The producer of one process: it may lose its answer, be cut short, or deliver late."""

    def __init__(self, broker: Broker, machine: Machine, dice: Dice) -> None:
        self._broker = broker
        self._machine = machine
        self._dice = dice

    async def send(self, records: Sequence[Outgoing]) -> None:
        await self._machine.turn()
        who = self._machine.name
        if self._dice.hits(Fault.PUBLISH_REFUSED, who):
            raise Unavailable("the broker is away")
        if self._dice.hits(Fault.PUBLISH_ARRIVED_LATE, who):
            self._broker.append_later(self._dice.between(*LATE), tuple(records))
            raise Unavailable("no answer in time; it is still on its way")
        cut = self._dice.random.randrange(len(records))
        if len(records) > 1 and self._dice.hits(Fault.PUBLISH_CUT_SHORT, who):
            self._append(records[:cut])
            raise Unavailable("the broker went away in between")
        for number, record in enumerate(records):
            if number == cut and cut:
                self._machine.may_crash(Fault.CRASH_BETWEEN_PUBLISHES)
            self._broker.append(record)
        if self._dice.hits(Fault.PUBLISH_ANSWER_LOST, who):
            raise Unavailable("no answer in time; it has arrived")

    def _append(self, records: Sequence[Outgoing]) -> None:
        for record in records:
            self._broker.append(record)


class Reading:
    """One process's consumer: what aiokafka's does for the chassis."""

    def __init__(self, broker: Broker, machine: Machine, dice: Dice, topics: Sequence[str]) -> None:
        self._broker = broker
        self._machine = machine
        self._dice = dice
        self.topics = tuple(topics)
        self._positions: dict[tuple[str, int], int] = {}
        self._unread: set[tuple[str, int]] = set()
        self._news: asyncio.Future[None] | None = None
        broker.read_by(self)

    def notice(self, topic: str, partition: int) -> None:
        if (topic, partition) in self._positions:
            self._unread.add((topic, partition))
            self._wake()

    def assign(self, partitions: set[int]) -> set[TopicPartition]:
        self._positions = {(name, p): 0 for name in self.topics for p in partitions}
        self._look()
        self._wake()
        return {TopicPartition(*place) for place in self._positions}

    def _wake(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)

    def _look(self) -> None:
        self._unread = {
            place for place, at in self._positions.items() if len(self._broker.logs[place]) > at
        }

    def close(self) -> None:
        self._broker.left_by(self)

    async def getmany(
        self, timeout_ms: int, max_records: int
    ) -> dict[TopicPartition, list[Record]]:
        if not self._unread:
            loop = asyncio.get_running_loop()
            assert isinstance(loop, VirtualLoop)
            self._news = loop.pause(EMPTY_POLL if timeout_ms >= POLL_MS else timeout_ms / 1000)
            await self._news
        if self._dice.between(0, 1) > FETCHED_BEFORE:
            await pause(self._dice.between(*FETCH))
        await self._machine.gate()
        return self._take(max_records)

    def _take(self, most: int) -> dict[TopicPartition, list[Record]]:
        """Some of what is new: each topic's in its order, the topics in none."""
        taken: dict[TopicPartition, list[Record]] = {}
        places = sorted(self._unread)
        self._dice.random.shuffle(places)
        for place in places:
            if len(places) > 1 and self._dice.hits(Fault.TOPIC_HELD_BACK, self._machine.name):
                continue
            log, start = self._broker.logs[place], self._positions[place]
            count = min(most, len(log) - start, self._dice.random.choice((3, 20, 200)))
            taken[TopicPartition(*place)] = log[start : start + count]
            self._positions[place] = start + count
            if start + count == len(log):
                self._unread.discard(place)
        return taken

    async def beginning_offsets(self, places: Sequence[Any]) -> dict[Any, int]:
        return dict.fromkeys(places, 0)

    async def end_offsets(self, places: Sequence[Any]) -> dict[Any, int]:
        await self._machine.gate()
        return {place: len(self._broker.logs[place.topic, place.partition]) for place in places}

    def seek(self, place: TopicPartition, offset: int) -> None:
        where = (place.topic, place.partition)
        if where in self._positions:
            self._positions[where] = offset
            if len(self._broker.logs[where]) > offset:
                self._unread.add(where)
            else:
                self._unread.discard(where)

    async def commit(self, offsets: Any) -> None:
        """Nothing depends on it, so nothing comes of it."""
        await self._machine.gate()
        self._machine.may_crash(Fault.CRASH_OFFSETS)


class Group:
    """A service's members, by range over the partitions.

    Kafka waits for its members before it gives their partitions away; here a member hears of it
    when it hears of it, so that owners overlap more often than they would.
    """

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._members: dict[str, tuple[Machine, Reading, Ownership]] = {}
        self._telling: dict[str, asyncio.Task[None]] = {}

    def join(self, machine: Machine, reading: Reading, ownership: Ownership) -> None:
        self._members[machine.name] = (machine, reading, ownership)
        self.rebalance()

    def leave(self, name: str) -> None:
        if self._members.pop(name, None) is not None:
            self.rebalance()

    def has(self, name: str) -> bool:
        return name in self._members

    def rebalance(self) -> None:
        for number, name in enumerate(sorted(self._members)):
            count = len(self._members)
            mine = {p for p in range(PARTITIONS_USED) if p * count // PARTITIONS_USED == number}
            before = self._telling.get(name)
            self._telling[name] = asyncio.create_task(self._tell(name, mine, before))

    async def _tell(
        self, name: str, partitions: set[int], before: asyncio.Task[None] | None
    ) -> None:
        if before is not None:
            await asyncio.wait([before])
        if name not in self._members:
            return
        machine, reading, ownership = self._members[name]
        await pause(self._dice.between(*CALL))
        await machine.gate()
        await ownership.on_partitions_revoked(set())
        await machine.gate()
        await ownership.on_partitions_assigned(reading.assign(partitions))
