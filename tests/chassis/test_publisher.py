"""What goes out at once: whole, in order for each key, in the key's own partition."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from chassis.identity import partition_of
from chassis.publisher import Producer
from chassis.records import Outgoing
from comptoir_local.engines.addresses import EngineAddresses
from contracts import topics
from contracts.topics import Topic
from tests.chassis.tally import tally_service
from tests.support.bench import Bench, shared_bench

EVENTS, REPORTS = topics.NOTIFIER_NOTICE_EVENTS, topics.NOTIFIER_NOTICE_REPORTS
KEYS = tuple(f"order-{n}" for n in range(30))
# More than a batch takes, and nearly all that a record may have.
LARGE = 800_000


@pytest.fixture(scope="module")
async def bench(engines: EngineAddresses) -> AsyncIterator[Bench]:
    async with shared_bench(engines, tally_service()) as bench:
        yield bench


@pytest.fixture
async def producer(bench: Bench) -> AsyncIterator[Producer]:
    producer = Producer(bench.engines.kafka, bench.namespace, "test", 60.0)
    yield producer
    await producer.stop()


def record(n: int, topic: Topic, key: str, size: int = 3_000) -> Outgoing:
    value = b"%d " % n
    headers = [("ce_id", b"id-%d" % n)]
    return Outgoing(f"id-{n}", topic.name, key.encode(), value + b"x" * size, headers)


@pytest.mark.promise("in order")
async def test_many_records_lie_in_order_in_the_partitions_of_their_keys(
    bench: Bench, producer: Producer
) -> None:
    sent = [
        record(n, (EVENTS, REPORTS)[n % 2], KEYS[n * 7 % len(KEYS)], LARGE if n == 500 else 3_000)
        for n in range(1_000)
    ]
    await producer.send(sent)
    for topic in (EVENTS, REPORTS):
        found = await bench.published(topic)
        assert len(found) == 500
        for key in KEYS:
            expected = [
                one.value for one in sent if (one.topic, one.key) == (topic.name, key.encode())
            ]
            own = [one for one in found if one.key == key]
            assert [one.value for one in own] == expected
            assert {one.partition for one in own} <= {partition_of(key)}
