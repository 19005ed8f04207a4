"""How many records lie on a topic, watched while they become more."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.topics import PARTITIONS

Reading = tuple[float, int]  # monotonic seconds, records


class Count:
    """The end offsets of one topic."""

    def __init__(self, kafka: str, topic: str) -> None:
        self._consumer: Any = AIOKafkaConsumer(bootstrap_servers=kafka)
        self._places = [TopicPartition(topic, n) for n in range(PARTITIONS)]

    async def __aenter__(self) -> Count:
        await self._consumer.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._consumer.stop()

    async def now(self) -> int:
        ends = await self._consumer.end_offsets(self._places)
        return sum(ends.values())

    async def until(self, target: int, patience: float, every: float = 0.1) -> list[Reading]:
        """Readings until `target` is reached. Raises TimeoutError saying how far it came."""
        readings = [(time.monotonic(), await self.now())]
        deadline = readings[0][0] + patience
        while readings[-1][1] < target:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{readings[-1][1]} of {target} after {patience:.0f} s")
            await asyncio.sleep(every)
            readings.append((time.monotonic(), await self.now()))
        return readings


def middle_rate(readings: Sequence[Reading]) -> float:
    """Records per second between 5 % and 95 % of what the readings grew by."""
    first, last = readings[0][1], readings[-1][1]
    low, high = (first + share * (last - first) for share in (0.05, 0.95))
    return (high - low) / (_when(readings, high) - _when(readings, low))


def _when(readings: Sequence[Reading], count: float) -> float:
    """When the count was reached, on a straight line between the readings around it."""
    for (began, before), (ended, after) in pairwise(readings):
        if after >= count > before:
            return began + (ended - began) * (count - before) / (after - before)
    return readings[0][0]
