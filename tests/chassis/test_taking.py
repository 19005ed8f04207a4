"""What one batch takes from Kafka: also what came while the last one was seen through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from aiokafka.errors import KafkaError

from chassis.clock import CLOCK, Clock
from chassis.consumer import MORE_MS, POLL_MS, Consumer
from chassis.settings import ChassisSettings

MOST = 4


@dataclass
class Hands:
    """Where a clock stands, in seconds."""

    at: float = 0.0


Answer = Mapping[str, Sequence[int]] | Exception


@pytest.fixture(autouse=True)
def hands() -> Iterator[Hands]:
    """A clock that goes only while somebody waits for Kafka."""
    hands = Hands()
    before = CLOCK.set(Clock(lambda: datetime.now(UTC), lambda: hands.at))
    yield hands
    CLOCK.reset(before)


class Kafka:
    """Answers one question after the other, after so many seconds each."""

    def __init__(self, *answers: Answer, hands: Hands | None = None, seconds: float = 0.0) -> None:
        self._answers = list(answers)
        self._hands = hands
        self._seconds = seconds
        self.asked: list[tuple[int, int]] = []

    async def getmany(self, timeout_ms: int, max_records: int) -> Mapping[str, Sequence[int]]:
        self.asked.append((timeout_ms, max_records))
        if self._hands is not None:
            self._hands.at += self._seconds
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


async def test_what_had_to_be_waited_for_and_a_whole_batch_wait_no_longer(hands: Hands) -> None:
    waited = Kafka({"a": [1]}, {"a": [2]}, hands=hands, seconds=0.01)
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
