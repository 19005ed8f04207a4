"""Connections to Kafka that are lost: what the client is told, and when it is past help."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import uvloop
from aiokafka.conn import AIOKafkaConnection, create_conn
from aiokafka.errors import KafkaConnectionError, KafkaError
from aiokafka.protocol.metadata import MetadataRequest

from chassis import lost_connections
from chassis.engine import Engine
from chassis.lost_connections import DeadClient, tell_of_lost_connections
from chassis.run import serve
from chassis.tail import Tail
from contracts import topics
from tests.chassis.looking import until_told
from tests.chassis.tally import tally_service, told
from tests.support.bench import PATIENCE, Bench, eventually


async def _written_to_what_is_closed(kafka: str) -> tuple[Exception, bool]:
    """What a request says right after its connection closed, and whether it counts as connected."""
    host, _, port = kafka.rpartition(":")
    connection = await create_conn(host, int(port), max_idle_ms=None)
    connection._writer.transport.abort()
    await asyncio.sleep(0)  # it is closed, and who reads from it does not know yet
    try:
        connection.send(MetadataRequest([]))
    except Exception as error:
        return error, connection.connected()
    finally:
        connection.close()
    raise AssertionError("it was sent")


@pytest.fixture
def untold(monkeypatch: pytest.MonkeyPatch) -> None:
    """aiokafka as it comes, until the test is over."""
    monkeypatch.setattr(AIOKafkaConnection, "send", lost_connections._send)


@pytest.mark.promise("nothing lost")
async def test_a_write_to_a_closed_connection_is_a_lost_connection(
    bench: Bench, untold: None
) -> None:
    error, _ = await _on_uvloop(lambda: _written_to_what_is_closed(bench.engines.kafka))
    assert type(error) is RuntimeError  # else nothing of this is needed any longer
    tell_of_lost_connections()
    error, connected = await _on_uvloop(lambda: _written_to_what_is_closed(bench.engines.kafka))
    assert isinstance(error, KafkaConnectionError)
    assert not connected


async def _on_uvloop(work: Callable[[], Awaitable[Any]]) -> Any:
    async def done() -> Any:
        return await work()

    return await asyncio.to_thread(lambda: uvloop.run(done()))


@pytest.mark.promise("nothing lost")
async def test_a_service_process_is_told_of_lost_connections(bench: Bench, untold: None) -> None:
    settings = bench.settings(http="127.0.0.1:0", kafka="127.0.0.1:9")
    serving = asyncio.create_task(serve(tally_service(), settings))
    await eventually(_replaced, "what writes to connections is replaced")
    os.kill(os.getpid(), signal.SIGTERM)
    assert await serving == 0


async def _replaced() -> bool:
    return AIOKafkaConnection.send is lost_connections._sent


def _consumer_of(engine: Engine) -> Any:
    return engine._consumer


async def _unexpected(*told: Any) -> None:
    raise ValueError("unexpected")


def _break_coordination(engine: Engine) -> None:
    coordinator = _consumer_of(engine)._kafka._coordinator
    known = coordinator.ensure_coordinator_known

    async def once() -> None:
        coordinator.ensure_coordinator_known = known
        await _unexpected()

    coordinator.ensure_coordinator_known = once
    coordinator.coordinator_dead()


def _break_fetching(engine: Engine) -> None:
    fetcher = _consumer_of(engine)._kafka._fetcher
    fetcher._proc_fetch_request = _unexpected


@pytest.mark.promise("nothing lost")
@pytest.mark.parametrize("breaking", [_break_coordination, _break_fetching])
async def test_a_service_whose_client_is_past_help_stops_instead_of_waiting_for_ever(
    bench: Bench, breaking: Callable[[Engine], None]
) -> None:
    service = tally_service()
    await bench.create_topics(service)
    async with bench.running(service) as engine:
        await bench.send(told("order-1", "a"))
        await until_told(bench, service, "order-1", ["a"])
        breaking(engine)
        await _stopped(engine)


async def _stopped(engine: Engine) -> None:
    failed = _consumer_of(engine).failed
    async with asyncio.timeout(PATIENCE):
        await asyncio.wait([failed])
    assert isinstance(failed.exception(), DeadClient)
    conditions = await engine.standing.ready()
    assert conditions["consumer"] == "stopped by a failure; see the log"


async def test_an_odd_answer_of_the_broker_is_asked_again(bench: Bench) -> None:
    service = tally_service()
    await bench.create_topics(service)
    async with bench.running(service) as engine:
        coordinator = _consumer_of(engine)._kafka._coordinator
        told_it = coordinator._push_error_to_user(KafkaError("an answer nobody expects"))
        async with asyncio.timeout(PATIENCE):
            await told_it
        await bench.send(told("order-1", "a"))
        await until_told(bench, service, "order-1", ["a"])


async def test_a_tail_whose_client_is_past_help_says_so(bench: Bench) -> None:
    topic = topics.BRIDGE_DELIVERY_EVENTS
    await bench.create_topics(tally_service())
    tail = Tail(bench.engines.kafka, {bench.namespace + topic.name: topic}, lambda record: None)
    assert await tail.started()
    tail._consumer._fetcher._proc_fetch_request = _unexpected
    try:
        async with asyncio.timeout(PATIENCE):
            with pytest.raises(DeadClient):
                await tail.run()
    finally:
        await tail.stop()
