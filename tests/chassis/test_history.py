"""What a service said on event topics stays, in order, and is told at its door for operators."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pymongo import MongoClient

from chassis import rows
from chassis.database import Database
from chassis.effect_store import Leased
from chassis.emit import emit_report
from chassis.history import HistoryPage, page_of
from chassis.identity import partition_of
from chassis.records import Outgoing
from chassis.service import Service
from chassis.store import HISTORY_KEPT, OUTBOX_KEPT, Store
from contracts import topics
from contracts.topics import ALL_TOPICS, Kind
from tests.chassis.looking import until_rows, until_told
from tests.chassis.tally import NOON, PROPERTY, define, near, tally_service, told
from tests.chassis.test_operator_door import caller, door_of
from tests.support.bench import Bench, eventually
from tests.support.queries import queries_of

ORDER = "order-1"
PLACE = partition_of(ORDER)
NOTES = [f"note-{n}" for n in range(7)]


@asynccontextmanager
async def told_of(bench: Bench, service: Service) -> AsyncIterator[Any]:
    """A service that was told of an order and defined a property; all of it is published."""
    await bench.create_topics(service)
    async with bench.running(service) as engine:
        for note in NOTES:
            await bench.send(told(ORDER, note))
        await bench.send(define("Hôtel"), id="request-1", actor="person:p")
        await until_told(bench, service, ORDER, NOTES)
        await until_rows(bench, service, rows.OUTBOX, {"published": True}, len(NOTES) + 2)
        yield engine


@pytest.fixture
def quick_pruning(bench: Bench) -> Any:
    """MongoDB looks for rows that are to be removed every second."""
    client: MongoClient[Any] = MongoClient(bench.engines.mongo)
    before = client.admin.command("setParameter", 1, ttlMonitorSleepSecs=1)["was"]
    yield
    client.admin.command("setParameter", 1, ttlMonitorSleepSecs=before)
    client.close()


def test_facts_are_history_and_nothing_else_is() -> None:
    assert {topic.kind for topic in ALL_TOPICS if topic.history} == {Kind.EVENTS}
    assert all(topic.history for topic in ALL_TOPICS if topic.kind is Kind.EVENTS)


@pytest.mark.usefixtures("quick_pruning")
async def test_what_was_said_outlives_the_outbox_and_other_messages_do_not(bench: Bench) -> None:
    service = tally_service()
    database = bench.database(service)
    async with told_of(bench, service):
        long_ago = datetime.now(UTC) - OUTBOX_KEPT - timedelta(hours=1)
        state = {"topic": topics.INVENTORY_PROPERTY_STATE.name}
        where = {"published_at": {"$exists": True}}
        assert [row["topic"] for row in await database.find(rows.OUTBOX, where)] == list(
            state.values()
        )
        aged = {"$set": {"created_at": long_ago}}
        await database.update(rows.OUTBOX, {}, aged, many=True)
        await database.update(rows.OUTBOX, where, {"$set": {"published_at": long_ago}}, many=True)
        await until_removed(database, state)
        left = await database.find(rows.OUTBOX, {})
    assert {row["topic"] for row in left} == {
        topics.NOTIFIER_NOTICE_EVENTS.name,
        topics.INVENTORY_PROPERTY_EVENTS.name,
    }
    assert len(left) == len(NOTES) + 1


@pytest.mark.usefixtures("quick_pruning")
async def test_history_ends_when_the_installation_says_so(bench: Bench) -> None:
    service = tally_service()
    database = bench.database(service)
    async with told_of(bench, service):
        old = datetime.now(UTC) - timedelta(days=31)
        where = {"key": ORDER.encode()}
        await database.update(rows.OUTBOX, where, {"$set": {"created_at": old}}, many=True)
        await Store(database, (), {}, history_kept=30).prepare()
        await until_removed(database, where)
        assert await database.count(rows.OUTBOX, {"history": True}) == 1
    await Store(database, (), {}).prepare()
    assert HISTORY_KEPT not in await indexes(database)


async def until_removed(database: Database, where: dict[str, Any]) -> None:
    """MongoDB may be in the middle of the minute that it waits for when it is told not to."""

    async def gone() -> bool:
        return await database.count(rows.OUTBOX, where) == 0

    await eventually(gone, f"rows are removed where {where}")


async def indexes(database: Database) -> set[str]:
    return await database.with_driver(
        lambda driver: {index["name"] for index in driver[rows.OUTBOX].list_indexes()}
    )


async def test_the_door_tells_it_in_order_page_by_page(bench: Bench) -> None:
    service = tally_service()
    named = topics.NOTIFIER_NOTICE_EVENTS.name
    async with told_of(bench, service) as engine, caller(door_of(engine)) as client:
        asked: dict[str, str | int] = {"partition": PLACE, "limit": 3, "topics": named}
        found: list[dict[str, Any]] = []
        while True:
            answer = (await client.get("/operate/history", params=asked)).raise_for_status().json()
            assert len(answer["said"]) <= 3
            found += answer["said"]
            asked["after"] = answer["next"]
            if answer["next"] >= answer["committed"]:
                break
        every = HistoryPage.model_validate_json(
            (await client.get("/operate/history", params={"partition": PLACE})).content
        )
        for wrong in ("", "?partition=12", "?partition=0&limit=1001", "?partition=0&after=-1"):
            assert (await client.get(f"/operate/history{wrong}")).status_code == 422
    published = await bench.published(topics.NOTIFIER_NOTICE_EVENTS)
    assert [base64.b64decode(said["value"]) for said in found] == [p.value for p in published]
    for said, record in zip(every.said, published, strict=False):
        headers = {name: value.decode() for name, value in said.headers}
        assert (said.key.decode(), headers) == (record.key, record.headers)
    numbers = [said["n"] for said in found]
    assert numbers == sorted(numbers)


async def test_a_page_ends_before_what_is_not_published(bench: Bench) -> None:
    database = bench.database(tally_service())
    await Store(database, (), {}).prepare()
    await database.insert(rows.OWNERSHIP, [{"_id": 3, "epoch": 1, "n": 40, "offsets": {}}])
    await put(database, range(1, 21))
    await database.update(rows.OUTBOX, {"n": 15}, {"$set": {"published": False}})
    page = await page_of(database, 3)
    assert [said.n for said in page.said] == list(range(1, 15))
    assert (page.next, page.committed) == (14, 40)
    assert await page_of(database, 3, 14) == HistoryPage(said=(), next=14, committed=40)
    await database.update(rows.OUTBOX, {"n": 15}, {"$set": {"published": True}})
    page = await page_of(database, 3, 14)
    assert [said.n for said in page.said] == list(range(15, 21))
    assert page.next == 40


async def test_a_page_costs_what_it_holds_however_long_the_history_is(bench: Bench) -> None:
    database = bench.database(tally_service())
    await Store(database, (), {}).prepare()
    await database.insert(rows.OWNERSHIP, [{"_id": 3, "epoch": 1, "n": 3000, "offsets": {}}])
    await put(database, range(1, 3001))
    with queries_of(bench.engines.mongo, database.name, rows.OUTBOX) as made:
        page = await page_of(database, 3, 2000, 50)
    assert [said.n for said in page.said] == list(range(2001, 2051))
    assert sum(query["docsExamined"] for query in made) <= 50
    assert sum(query["keysExamined"] for query in made) <= 52


async def put(database: Database, numbers: range) -> None:
    """Published messages of partition 3."""
    named = topics.NOTIFIER_NOTICE_EVENTS.name
    made = [
        rows.outbox_row(n, 3, Outgoing(f"id-{n}", named, b"k", b"{}", []), datetime.now(UTC))
        | {"published": True}
        for n in numbers
    ]
    assert all(row["history"] for row in made)
    await database.insert(rows.OUTBOX, made)


def test_an_effect_s_report_has_no_place_in_the_order_and_is_no_fact() -> None:
    record = Outgoing("id", topics.NOTIFIER_NOTICE_EVENTS.name, b"k", b"{}", [])
    assert "history" not in rows.outbox_row(0, PLACE, record, NOON)
    effect = Leased(
        *("effect", PLACE, 1, "tally.ring", {}, None, None),
        *({"id": "i", "source": "/s", "property_id": PROPERTY, "actor": "rule:test"}, "lease", 1),
        *(NOON, NOON, None),
    )
    with pytest.raises(ValueError, match="no report"):
        emit_report("tally", effect, 0, near(ORDER))
