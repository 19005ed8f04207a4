"""Engines as local processes: started, adopted, killed, moved, stopped, with their data kept."""

import signal
import socket
from collections.abc import AsyncIterator
from typing import Any

import psutil
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from pymongo import AsyncMongoClient

from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.engines.local import LocalEngines
from comptoir_local.home import Home
from comptoir_local.ports import EnginePorts
from comptoir_local.topics import create_topics
from comptoir_local.trouble import Trouble
from contracts.topics import Topic
from tests.support.engines import temporary_home

LETTERS = Topic(
    name="post.letters.events.v1",
    owner="post",
    key="letter",
    about="Letters.",
    retention_ms=3_600_000,
    partitions=1,
)


@pytest.fixture
async def own(home: Home) -> AsyncIterator[LocalEngines]:
    """Engines not started yet, for one test to crash and move."""
    engines = LocalEngines(home, EnginePorts.free())
    yield engines
    await engines.wipe()


@pytest.fixture(scope="module")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LocalEngines]:
    """Started engines, for tests that leave them as they are."""
    home = temporary_home(tmp_path_factory.mktemp("running"))
    engines = LocalEngines(home, EnginePorts.free())
    await engines.start()
    yield engines
    await engines.wipe()


async def write(addresses: EngineAddresses, letter: str) -> None:
    await create_topics(addresses.kafka, topics=[LETTERS])
    async with AIOKafkaProducer(bootstrap_servers=addresses.kafka, acks="all") as producer:
        await producer.send_and_wait(LETTERS.name, letter.encode())
    async with (
        AsyncMongoClient[dict[str, Any]](addresses.mongo) as client,
        client.start_session() as session,
        await session.start_transaction(),
    ):
        await client.post.letters.insert_one({"_id": letter}, session=session)


async def letters(addresses: EngineAddresses) -> tuple[int, list[str]]:
    """How many letters the topic holds, and those of the collection."""
    partition = TopicPartition(LETTERS.name, 0)
    async with AIOKafkaConsumer(bootstrap_servers=addresses.kafka) as consumer:
        ends = await consumer.end_offsets([partition])
    async with AsyncMongoClient[dict[str, Any]](addresses.mongo) as client:
        stored = [letter["_id"] async for letter in client.post.letters.find().sort("_id")]
    return ends[partition], stored


async def test_data_survives_adoption_a_crash_a_stop_and_a_move_to_other_ports(
    own: LocalEngines, home: Home
) -> None:
    addresses = await own.start()
    await write(addresses, "a first")
    broker = own.kafka.daemon.running()

    again = LocalEngines(home, EnginePorts(own.kafka.port, 1, own.mongo.port))
    assert await again.start() == addresses
    assert own.kafka.daemon.running() == broker

    assert own.mongo.kill()
    assert own.kafka.kill(signal.SIGKILL)
    await own.start()
    assert own.kafka.daemon.running() != broker
    await write(addresses, "b second")

    await own.stop()
    assert own.kafka.daemon.running() is None
    assert own.mongo.daemon.running() is None

    moved = LocalEngines(home, EnginePorts.free())
    assert await letters(await moved.start()) == (2, ["a first", "b second"])


async def test_running_engines_are_not_adopted_under_other_ports(running: LocalEngines) -> None:
    with pytest.raises(Trouble, match=f"already runs here on port {running.kafka.port}"):
        await LocalEngines(running.home, EnginePorts.free()).start()
    assert running.kafka.daemon.running()


async def test_a_failed_start_says_why_and_leaves_nothing_running(home: Home) -> None:
    engines = LocalEngines(home, EnginePorts.free())
    engines.mongo.data.mkdir(parents=True)
    (engines.mongo.data / "storage.bson").write_bytes(b"not a database")

    with pytest.raises(Trouble, match="MongoDB stopped while starting") as failed:
        await engines.start()

    assert str(engines.mongo.daemon.log) in failed.value.way_out
    assert engines.kafka.daemon.running() is None
    await engines.wipe()


async def test_a_taken_port_is_told_before_anything_starts(home: Home) -> None:
    ports = EnginePorts.free()
    engines = LocalEngines(home, ports)
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", ports.mongo))
        squatter.listen()
        with pytest.raises(Trouble, match=rf"{ports.mongo} \(mongo\)"):
            await engines.start()
    assert not home.logs.exists()


async def test_engines_listen_on_this_machine_alone(running: LocalEngines) -> None:
    for engine in (running.kafka, running.mongo):
        record = engine.daemon.running()
        assert record is not None
        listening = {
            one.laddr.ip.removeprefix("::ffff:")
            for one in psutil.Process(record.pid).net_connections("tcp")
            if one.status == psutil.CONN_LISTEN
        }
        assert listening == {"127.0.0.1"}
