"""Engines that are away, hang, or lose an answer: nothing lost, nothing doubled, in order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
import structlog

from chassis.publisher import Producer
from chassis.records import Outgoing
from chassis.service import Unavailable
from comptoir_local.engines.addresses import EngineAddresses
from contracts import topics
from tests.chassis.looking import until_told
from tests.chassis.tally import tally_service, told
from tests.support.bench import Bench, eventually, shared_bench
from tests.support.proxy import Proxy, proxied_kafka, proxied_mongo

SERVICE = tally_service()
ORDERS = 5


@pytest.fixture(scope="module")
async def bench(engines: EngineAddresses) -> AsyncIterator[Bench]:
    """One bench for all tests here: each uses orders of its own."""
    async with shared_bench(engines, SERVICE) as bench:
        yield bench


class Stream:
    """Messages about a few orders, told steadily until it is enough."""

    def __init__(self, bench: Bench, name: str) -> None:
        self._bench = bench
        self._enough = asyncio.Event()
        self._telling: asyncio.Task[None] | None = None
        self.orders = [f"{name}-{n}" for n in range(ORDERS)]
        self.notes: list[str] = []

    async def _tell(self) -> None:
        while not self._enough.is_set():
            note = str(len(self.notes))
            self.notes.append(note)
            for order in self.orders:
                await self._bench.send(told(order, note))
            await asyncio.sleep(0.02)

    async def __aenter__(self) -> Stream:
        self._telling = asyncio.create_task(self._tell())
        return self

    async def __aexit__(self, *error: object) -> None:
        self._enough.set()
        assert self._telling is not None
        await self._telling

    async def more(self, rounds: int = 5) -> None:
        wanted = len(self.notes) + rounds

        async def told() -> bool:
            return len(self.notes) >= wanted

        await eventually(told, "more is told")

    async def until_whole(self) -> None:
        """Wait until every order holds all notes once and in order, and so do its events."""
        for order in self.orders:
            await until_told(self._bench, SERVICE, order, self.notes)
        found: dict[str, list[int | None]] = {}

        async def published() -> bool:
            found.clear()
            for event in await self._bench.published(topics.NOTIFIER_NOTICE_EVENTS):
                seen = found.setdefault(event.key or "", [])
                if event.sequence not in seen:  # a repeat, which consumers know by its id
                    seen.append(event.sequence)
            return all(len(found.get(order, ())) >= len(self.notes) for order in self.orders)

        await eventually(published, "all events are published")
        for order in self.orders:
            assert found[order] == list(range(1, len(self.notes) + 1))


# -- MongoDB ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["cut", "hold"])
@pytest.mark.promise("nothing lost")
@pytest.mark.promise("nothing doubled")
async def test_mongodb_away_for_a_while_skips_and_doubles_nothing(bench: Bench, how: str) -> None:
    async with (
        proxied_mongo(bench.engines.mongo) as (proxy, url),
        bench.running(SERVICE, mongo=url) as engine,
    ):
        async with Stream(bench, f"mongo-{how}") as stream:
            await stream.more()
            proxy.cut() if how == "cut" else proxy.hold()
            conditions = await engine.standing.ready()
            assert conditions["mongodb"] is not None
            assert engine.standing.live() == {"loop": None}
            await asyncio.sleep(2)  # the length of the outage
            await stream.more()
            proxy.restore()
            await stream.more()
        await stream.until_whole()

        async def ready() -> bool:
            return not any((await engine.standing.ready()).values())

        await eventually(ready, "it is ready again")


@pytest.mark.promise("nothing lost")
@pytest.mark.promise("nothing doubled")
async def test_a_commit_whose_answer_is_lost_is_looked_up_and_not_repeated(bench: Bench) -> None:
    lost: list[bytes] = []

    def lose(request: bytes) -> bool:
        # The driver asks twice; then it does not know.
        if b"commitTransaction" in request and len(lost) < 4:
            lost.append(request)
            return True
        return False

    async with (
        proxied_mongo(bench.engines.mongo) as (proxy, url),
        bench.running(SERVICE, mongo=url) as engine,
    ):
        with structlog.testing.capture_logs() as logs:
            proxy.lose_answer = lose
            async with Stream(bench, "answer") as stream:
                await stream.more(20)
            await stream.until_whole()
        told_times = engine.metrics.handled._value.get()
    assert len(lost) == 4
    looked = [line for line in logs if line["event"].startswith("unknown whether committed")]
    assert looked, logs
    assert told_times <= ORDERS * len(stream.notes)


# -- Kafka -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["cut", "hold"])
@pytest.mark.promise("nothing lost")
@pytest.mark.promise("in order")
async def test_kafka_away_for_a_while_loses_and_reorders_no_event(bench: Bench, how: str) -> None:
    async with (
        proxied_kafka(bench.engines.kafka) as proxy,
        bench.running(SERVICE, kafka=proxy.address, publish_timeout=1.0) as engine,
    ):
        async with Stream(bench, f"kafka-{how}") as stream:
            await stream.more()
            proxy.cut() if how == "cut" else proxy.hold()

            async def noticed() -> bool:
                return (await engine.standing.ready())["kafka"] is not None

            await eventually(noticed, "it says that Kafka is away")
            assert engine.standing.live() == {"loop": None}
            await asyncio.sleep(2)  # the length of the outage
            proxy.restore()
            await stream.more()
        await stream.until_whole()


def record(n: int) -> Outgoing:
    return Outgoing(f"id-{n}", topics.NOTIFIER_NOTICE_REPORTS.name, b"producer", b"%d" % n, [])


async def producer_values(bench: Bench) -> list[bytes]:
    found = await bench.published(topics.NOTIFIER_NOTICE_REPORTS)
    return [one.value for one in found if one.key == "producer"]


async def senders() -> int:
    """How many of aiokafka's sender tasks are alive."""
    return sum("_sender_routine" in repr(task.get_coro()) for task in asyncio.all_tasks())


@pytest.mark.parametrize("how", ["cut", "hold"])
async def test_a_producer_gives_up_in_time_leaves_nothing_behind_and_is_replaced(
    bench: Bench, how: str
) -> None:
    replaced: list[bool] = []
    before = await senders()
    async with proxied_kafka(bench.engines.kafka) as proxy:
        producer = Producer(proxy.address, bench.namespace, "test", 1.0)
        producer.on_replaced = lambda: replaced.append(True)
        try:
            await producer.send([record(1)])
            proxy.cut() if how == "cut" else proxy.hold()
            started = time.monotonic()
            with pytest.raises(Unavailable, match="did not take 2 records"):
                await producer.send([record(2), record(3)])
            assert time.monotonic() - started < 8
            assert replaced == [True]
            # aiokafka's own stop, cut short, would leave its sender trying for ever.
            assert await senders() == before
            proxy.restore()
            await eventually(lambda: sends(producer), "a new producer works")
            values = await producer_values(bench)
            assert values[-2:] == [b"2", b"3"]
        finally:
            await producer.stop()
    assert await senders() == before


async def sends(producer: Producer) -> bool:
    try:
        await producer.send([record(2), record(3)])
    except Unavailable:
        return False
    return True


async def test_a_producer_with_nobody_listening_says_so_within_its_time() -> None:
    server = Proxy("127.0.0.1", 9)
    await server.start()
    address = server.address
    await server.stop()
    producer = Producer(address, "", "test", 2.0)
    started = time.monotonic()
    with pytest.raises(Unavailable, match="did not take 1 records"):
        await producer.send([record(1)])
    assert time.monotonic() - started < 5
    await producer.stop()
