"""One batch, one transaction: what is handled, once, in order."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

import pytest
from faststream import AckPolicy
from pymongo import MongoClient

from chassis import rows
from chassis.database import Row
from chassis.outcome import Effect, Work
from chassis.processing import AT_A_STRETCH
from chassis.settings import database_name
from chassis.steps import Step
from contracts import topics
from contracts.topics import dead_letter_topic
from contracts.tracking import DeliveryStatusReported
from tests.chassis.looking import entries, until_rows, until_told
from tests.chassis.tally import Tally, tallies, tally_service, told
from tests.support.bench import Bench, eventually


async def test_a_message_changes_its_document_and_its_event_is_published(bench: Bench) -> None:
    service = tally_service()
    await bench.create_topics(service)
    async with bench.running(service) as engine:
        await bench.send(told("order-1", "a"))

        async def noted() -> Tally | None:
            return await engine.runtime.documents.get(tallies.ref("order-1"))

        tally = await eventually(noted, "the note is kept")
        assert tally.entries == ("a",)
    (event,) = await bench.published(topics.NOTIFIER_NOTICE_EVENTS)
    assert (event.key, event.sequence, event.type) == ("order-1", 1, "notifier.notice.sent.v1")


@pytest.mark.promise("nothing doubled")
async def test_a_repeat_is_handled_once_within_a_batch_and_later(bench: Bench) -> None:
    service = tally_service()
    await bench.create_topics(service)
    for _ in range(3):
        await bench.send(told("order-1", "a"), id="same")
    async with bench.running(service):
        await bench.send(told("order-1", "a"), id="same")
        await bench.send(told("order-1", "b"), id="other")

        async def both() -> bool:
            return len(await entries(bench, service, "order-1")) >= 2

        await eventually(both, "both notes are kept")
    assert await entries(bench, service, "order-1") == ["a", "b"]
    assert len(await bench.published(topics.NOTIFIER_NOTICE_EVENTS)) == 2


async def test_others_have_their_turn_while_a_large_batch_is_decided(bench: Bench) -> None:
    turns, decided = 0, Counter[int]()

    def note(message: DeliveryStatusReported) -> list[Effect]:
        decided[turns] += 1
        return []

    async def take_turns() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    service = tally_service(effects=note)
    await bench.create_topics(service)
    for n in range(200):
        await bench.send(told("order-1", f"note {n}"))
    others = asyncio.create_task(take_turns())
    async with bench.running(service):

        async def all_noted() -> bool:
            return len(await entries(bench, service, "order-1")) == 200

        await eventually(all_noted, "all notes are kept")
    others.cancel()
    assert max(decided.values()) == AT_A_STRETCH


async def test_an_event_goes_on_in_the_trace_of_the_message_that_caused_it(bench: Bench) -> None:
    service = tally_service()
    await bench.create_topics(service)
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    async with bench.running(service):
        await bench.send(told("order-1", "a"), traceparent=f"00-{trace}-00f067aa0ba902b7-01")
        await bench.send(told("order-1", "b"), traceparent="no trace")

        async def both() -> bool:
            return len(await bench.published(topics.NOTIFIER_NOTICE_EVENTS)) == 2

        await eventually(both, "both events are published")
    first, second = await bench.published(topics.NOTIFIER_NOTICE_EVENTS)
    version, trace_id, span, flags = first.headers["traceparent"].split("-")
    assert (version, trace_id, flags) == ("00", trace, "01")
    assert span != "00f067aa0ba902b7"
    assert second.headers["traceparent"].split("-")[1] != trace


@pytest.mark.promise("nothing doubled")
async def test_a_document_that_somebody_else_changed_is_read_and_decided_again(
    bench: Bench,
) -> None:
    service = tally_service()
    await bench.create_topics(service)
    client: MongoClient[Row] = MongoClient(bench.engines.mongo)
    documents = client[database_name(bench.settings(), "tally")]["tallies"]
    changed: list[int] = []

    def change(step: Step) -> None:
        if step is Step.BATCH_DECIDED and documents.count_documents({}) and not changed:
            found = documents.update_one(
                {"_id": "order-1"}, {"$inc": {"v": 1}, "$push": {"state.entries": "else"}}
            )
            changed.append(found.modified_count)

    try:
        async with bench.running(service, reached=change) as engine:
            await bench.send(told("order-1", "a"))
            await until_told(bench, service, "order-1", ["a"])
            await bench.send(told("order-1", "b"))
            await until_told(bench, service, "order-1", ["a", "else", "b"])
            assert engine.metrics.conflicts._value.get() == 1
    finally:
        client.close()
    assert changed == [1]
    found = await bench.published(topics.NOTIFIER_NOTICE_EVENTS)
    assert [event.sequence for event in found] == [1, 2]


@pytest.mark.parametrize(
    ("size", "count", "reason"),
    [
        (17_000_000, 0, "BSONObjectTooLarge"),  # the server refuses it
        (60_000_000, 0, "DocumentTooLarge"),  # the driver does
        (0, 2**63, "OverflowError"),
    ],
)
@pytest.mark.promise("no silent skip")
async def test_what_the_database_refuses_is_found_and_parked_and_the_others_commit(
    bench: Bench, size: int, count: int, reason: str
) -> None:
    """A document of more than 16 MB, and a number of more than 8 bytes, in one batch of many."""
    service = tally_service(
        ballast=lambda note: "x" * size if note == "bad" else "",
        effects=lambda message: (
            [Effect(Heavy(count=count))] if message.delivery_id == "bad" and count else []
        ),
    )
    await bench.create_topics(service)
    orders = [f"order-{n}" for n in range(10)]
    for order in orders:
        await bench.send(told(order, "a"))
    await bench.send(told("order-4", "bad"))
    await bench.send(told("order-4", "c"))
    async with bench.running(service):
        for order in orders:
            await until_told(bench, service, order, ["a"])
        (parked,) = await until_rows(bench, service, rows.PARKED_KEYS, {}, 1)
        await bench.send(told("order-5", "later"))
        await until_told(bench, service, "order-5", ["a", "later"])
    assert parked["_id"] == "order-4"
    assert reason in parked["reason"]
    assert "xxx" not in parked["reason"]
    waiting = await bench.database(service).find(rows.PARKED_RECORDS, {}, sort=[("n", 1)])
    assert [row["key"] for row in waiting] == ["order-4", "order-4"]


class Heavy(Work, kind="tally.heavy"):
    """Work with a number that MongoDB cannot store."""

    count: int


async def test_a_large_event_is_published(bench: Bench) -> None:
    """Larger than the producer's batch and than Kafka's default, but within what is allowed."""
    service = tally_service()
    await bench.create_topics(service)
    filling = "é" * 400_000
    async with bench.running(service):
        await bench.send_raw(topics.BRIDGE_DELIVERY_EVENTS, None, filling.encode(), [])

        async def set_aside() -> bool:
            return len(await bench.published(dead_letter_topic("tally"))) == 1

        await eventually(set_aside, "the large dead letter is published")


async def test_an_idle_subscriber_waits_in_one_poll_only(bench: Bench) -> None:
    """FastStream's own `get_msg` sleeps once more after an empty poll: ours must be in its place,
    and manual acknowledgement with it."""
    service = tally_service()
    await bench.create_topics(service)
    async with bench.running(service) as engine:
        assert engine._broker is not None
        subscriber: Any = engine._broker.subscribers[0]
        assert subscriber.get_msg == engine._consumer._next_batch  # type: ignore[union-attr]
        assert subscriber.ack_policy is AckPolicy.MANUAL
        options = subscriber._connection_args
        assert (options["auto_offset_reset"], options["enable_auto_commit"]) == ("earliest", False)
