"""The example for other hotel systems, run as they would run it, on a real broker."""

import ast
import asyncio
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer

from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.topics import create_topics
from contracts.deliveries import (
    Courier,
    CourierAssigned,
    CourierNear,
    DeliveryDelivered,
    DeliveryPickedUp,
    DeliveryPlaced,
    ExpectedTimeChanged,
)
from contracts.envelope import Envelope
from contracts.message import Message
from contracts.schema.catalogue import messages_on
from contracts.topics import ORDERS_DELIVERY_EVENTS
from tests.support.bench import PATIENCE
from tests.support.golden import CONTRACTS, goldens_of

PROGRAM = CONTRACTS.parent / "docs/examples/consumer/follow_deliveries.py"
NOW = datetime(2026, 11, 23, 18, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Record:
    key: bytes
    headers: list[tuple[str, Any]]
    value: bytes


def record(message: Message, sequence: int) -> Record:
    envelope = Envelope(
        id=f"{message.subject}-{sequence}",
        source=message.TOPIC.source,
        type=message.TYPE,
        subject=message.subject,
        time=NOW,
        property_id=message.property_id,
        actor="rule:orders",
        correlation_id="c",
        sequence=sequence,
    )
    return Record(message.key.encode(), list(envelope.headers()), message.encode())


def of_type(original: Record, type_: str) -> Record:
    headers = [(n, type_.encode() if n == "ce_type" else v) for n, v in original.headers]
    return replace(original, headers=headers)


def placed(order_id: str) -> DeliveryPlaced:
    (golden,) = (one for one in goldens_of(DeliveryPlaced.TYPE) if one.case == "full")
    return DeliveryPlaced.read(golden.raw_value).model_copy(update={"order_id": order_id})


def about(order_id: str) -> dict[str, Any]:
    return {"property_id": "hotel-lumiere", "order_id": order_id, "occurred_at": NOW}


def assigned(order_id: str) -> CourierAssigned:
    return CourierAssigned(
        guest_id="g", courier=Courier(name="Maëlys N'Guessan"), **about(order_id)
    )


class Stage:
    """One topic on the broker, and the program that follows it with its state in one file."""

    def __init__(self, kafka: str, topic: str, state: Path) -> None:
        self.kafka, self.topic, self.state = kafka, topic, state
        self.published = 0

    async def publish(self, records: Sequence[Record]) -> None:
        async with AIOKafkaProducer(bootstrap_servers=self.kafka, acks="all") as producer:
            for one in records:
                await producer.send_and_wait(
                    self.topic, value=one.value, key=one.key, headers=one.headers
                )
        self.published += len(records)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """The program, killed at the end if it still runs."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, PROGRAM, "--kafka", self.kafka, "--topic", self.topic,
            "--schemas", CONTRACTS / "schemas", "--state", self.state,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()

    async def has_read_everything(self, process: asyncio.subprocess.Process) -> None:
        async with asyncio.timeout(PATIENCE):
            while self.progress() < self.published:
                assert process.returncode is None, await process.communicate()
                await asyncio.sleep(0.05)

    def progress(self) -> int:
        """How many records lie behind the program's positions; 0 before it has made its tables."""
        try:
            return int(self.ask("SELECT coalesce(sum(next), 0) FROM positions")[0][0])
        except sqlite3.OperationalError:
            return 0

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"{self.state.as_uri()}?mode=ro", uri=True)) as database:
            return database.execute(query).fetchall()


@pytest.fixture
async def stage(engines: EngineAddresses, namespace: str, tmp_path: Path) -> Stage:
    await create_topics(engines.kafka, namespace, [ORDERS_DELIVERY_EVENTS])
    topic = f"{namespace}{ORDERS_DELIVERY_EVENTS.name}"
    return Stage(engines.kafka, topic, tmp_path / "deliveries.db")


async def stopped(process: asyncio.subprocess.Process) -> tuple[str, str]:
    """What the program wrote, having been asked politely to end."""
    process.send_signal(signal.SIGTERM)
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0, err.decode()
    return out.decode(), err.decode()


async def test_the_table_shows_deliveries_under_way_and_no_others(stage: Stage) -> None:
    late = datetime(2026, 11, 23, 19, 5, tzinfo=UTC)
    await stage.publish(
        [
            record(placed("a"), 1),
            record(assigned("a"), 2),
            record(DeliveryPickedUp(**about("a")), 3),
            record(ExpectedTimeChanged(expected_at=late, **about("a")), 4),
            record(placed("b"), 1),
            record(DeliveryDelivered(**about("b")), 2),
        ]
    )
    async with stage.running() as process:
        await stage.has_read_everything(process)
        out, _ = await stopped(process)
    assert stage.ask("SELECT order_id, status, courier, expected_at FROM running") == [
        ("a", "on the way", "Maëlys N'Guessan", "2026-11-23T19:05:00.000Z")
    ]
    assert out.endswith(
        "203 bis | on the way | 2026-11-23T19:05:00.000Z | Chez l’Ours — crêperie d'été\n\n"
    )


async def test_a_repeat_is_understood_once_and_a_late_one_does_not_turn_time_back(
    stage: Stage,
) -> None:
    near = record(CourierNear(**about("a")), 2)
    picked_up_again = record(DeliveryPickedUp(**about("a")), 2)
    under_a_new_id = [(n, b"other" if n == "ce_id" else v) for n, v in picked_up_again.headers]
    await stage.publish(
        [
            record(placed("a"), 1),
            near,
            near,
            replace(picked_up_again, headers=under_a_new_id),
            record(placed("a"), 1),
        ]
    )
    async with stage.running() as process:
        await stage.has_read_everything(process)
        _, err = await stopped(process)
    assert stage.ask("SELECT status FROM running") == [("near",)]
    assert "'applied': 2" in err
    assert "'repeat': 2" in err
    assert "'older': 1" in err


async def test_it_goes_on_after_a_kill_where_it_stopped(stage: Stage) -> None:
    await stage.publish([record(placed("a"), 1), record(assigned("a"), 2)])
    async with stage.running() as process:
        await stage.has_read_everything(process)
        process.kill()
        await process.wait()
    await stage.publish([record(assigned("a"), 2), record(DeliveryDelivered(**about("a")), 3)])
    async with stage.running() as process:
        await stage.has_read_everything(process)
        _, err = await stopped(process)
    assert stage.ask("SELECT order_id, room, status FROM deliveries") == [
        ("a", "203 bis", "delivered")
    ]
    assert stage.ask("SELECT * FROM running") == []
    assert stage.ask("SELECT * FROM gaps") == []
    assert "{'repeat': 1, 'applied': 1}" in err, "it read again what it had understood"


async def test_an_unknown_type_is_skipped_and_leaves_no_gap(stage: Stage) -> None:
    await stage.publish(
        [
            record(placed("a"), 1),
            of_type(record(CourierNear(**about("a")), 2), "orders.delivery.weighed.v1"),
            record(CourierNear(**about("a")), 3),
        ]
    )
    async with stage.running() as process:
        await stage.has_read_everything(process)
        _, err = await stopped(process)
    assert stage.ask("SELECT status FROM running") == [("near",)]
    assert stage.ask("SELECT * FROM gaps") == []
    assert "'unknown type': 1" in err


async def test_a_gap_is_noticed(stage: Stage) -> None:
    await stage.publish([record(placed("a"), 1), record(CourierNear(**about("a")), 4)])
    async with stage.running() as process:
        await stage.has_read_everything(process)
    assert stage.ask("SELECT subject, after, before FROM gaps") == [("a", 1, 4)]


async def test_what_cannot_be_understood_is_set_aside_and_stops_nobody(stage: Stage) -> None:
    good = record(placed("a"), 1)
    wrong = record(placed("b"), 1)
    await stage.publish(
        [
            replace(good, headers=[*good.headers, ("ce_extra", None)]),
            replace(good, headers=[("ce_id", b"\xff")]),
            replace(good, headers=[]),
            replace(wrong, value=b"{"),
            replace(record(assigned("c"), 1), value=b'{"property_id":"hotel-lumiere"}'),
            good,
        ]
    )
    async with stage.running() as process:
        await stage.has_read_everything(process)
    reasons = {reason for (reason,) in stage.ask("SELECT reason FROM set_aside")}
    assert len(reasons) == 5
    assert any("'order_id' is a required property" in reason for reason in reasons)
    assert stage.ask("SELECT order_id FROM running") == [("a",)]


async def test_it_understands_every_golden_message_of_the_topic(stage: Stage) -> None:
    goldens = [
        golden
        for message in messages_on(ORDERS_DELIVERY_EVENTS)
        for golden in goldens_of(message.name)
    ]
    # Each case is a message of its own: under one subject they would be told as one story.
    await stage.publish(
        [
            Record(
                golden.key.encode(),
                [
                    (n, str(golden).encode() if n == "ce_subject" else v)
                    for n, v in golden.raw_headers
                ],
                golden.raw_value,
            )
            for golden in goldens
        ]
    )
    async with stage.running() as process:
        await stage.has_read_everything(process)
    assert stage.ask("SELECT reason FROM set_aside") == []
    assert stage.ask("SELECT count(*) FROM seen") == [(len(goldens),)]


def test_the_example_uses_nothing_of_ours() -> None:
    imported = {
        name
        for node in ast.walk(ast.parse(PROGRAM.read_text(encoding="utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [str(node.module)]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    others = {name.split(".")[0] for name in imported} - sys.stdlib_module_names
    assert others == {"aiokafka", "jsonschema"}
