"""What one batch takes from Kafka: also what came while the last one was seen through."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest
from aiokafka.errors import KafkaError

from chassis.consumer import MORE_MS, POLL_MS, Consumer
from chassis.settings import ChassisSettings

MOST = 4
Answer = Mapping[str, Sequence[int]] | Exception


class Kafka:
    """Answers one question after the other, after so many seconds each."""

    def __init__(self, *answers: Answer, seconds: float = 0.0) -> None:
        self._answers = list(answers)
        self._seconds = seconds
        self.asked: list[tuple[int, int]] = []

    async def getmany(self, timeout_ms: int, max_records: int) -> Mapping[str, Sequence[int]]:
        self.asked.append((timeout_ms, max_records))
        await asyncio.sleep(self._seconds)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def taker() -> Consumer:
    settings = ChassisSettings(kafka="", mongo="", batch_records=MOST)
    nobody: Any = None
    return Consumer(settings, "group", {}, nobody, nobody, nobody)


async def taken(consumer: Consumer, kafka: Kafka) -> tuple[int, ...]:
    return cast(tuple[int, ...], await consumer._taken(kafka))


async def test_what_lay_ready_is_joined_by_what_has_come_since() -> None:
    kafka = Kafka({"a": [1, 2]}, {"a": [3], "b": [7]})
    assert await taken(taker(), kafka) == (1, 2, 3, 7)
    assert kafka.asked == [(POLL_MS, MOST), (MORE_MS, MOST - 2)]


async def test_what_had_to_be_waited_for_and_a_whole_batch_wait_no_longer() -> None:
    waited = Kafka({"a": [1]}, {"a": [2]}, seconds=0.01)
    assert await taken(taker(), waited) == (1,)
    whole = Kafka({"a": [1, 2], "b": [3, 4]}, {"a": [5]})
    assert await taken(taker(), whole) == (1, 2, 3, 4)
    nothing = Kafka({}, {"a": [1]})
    assert await taken(taker(), nothing) == ()


@pytest.mark.promise("nothing lost")
async def test_a_failure_met_with_records_in_hand_is_told_after_they_were_handled() -> None:
    """They are not given out again: a failure in their place would lose them."""
    failure = KafkaError("away")
    kafka, consumer = Kafka({"a": [1]}, failure, {"a": [2, 3, 4, 5]}), taker()
    assert await taken(consumer, kafka) == (1,)
    with pytest.raises(KafkaError) as told:
        await taken(consumer, kafka)
    assert told.value is failure
    assert len(kafka.asked) == 2
    assert await taken(consumer, kafka) == (2, 3, 4, 5)
