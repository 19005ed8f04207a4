"""What an operator sees and orders, over real topics; and when a service stops by itself."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from chassis import rows
from chassis.loading import RELEASE_AT_ONCE
from chassis.operate import ClosedOtherwise, NotThere, Operator
from chassis.processing import BadRelease
from chassis.publisher import Producer
from chassis.service import Service
from chassis.set_aside import ReplayOrder
from comptoir_local.engines.addresses import EngineAddresses
from contracts import topics
from contracts.control import RequestFailed
from contracts.topics import dead_letter_topic
from tests.chassis.looking import entries, events, until_rows, until_told
from tests.chassis.tally import define, near, tally_service, told
from tests.support.bench import Bench, eventually, shared_bench


@pytest.fixture(scope="module")
async def bench(engines: EngineAddresses) -> AsyncIterator[Bench]:
    """One bench for all tests here: each uses keys of its own."""
    async with shared_bench(engines, tally_service()) as bench:
        yield bench


@pytest.fixture
async def operator(bench: Bench) -> AsyncIterator[Operator]:
    producer = Producer(bench.engines.kafka, bench.namespace, "operator", 10.0)
    database = bench.database(tally_service())
    yield Operator("tally", database, producer, "person:op")
    await producer.stop()


class Shop:
    """A service that fails for the notes that are `broken` now."""

    def __init__(self, *broken: str) -> None:
        self.broken = set(broken)
        self.service = tally_service(broken=self.broken.__contains__)


async def until_parked(bench: Bench, service: Service, key: str, count: int) -> list[rows.Row]:
    return await until_rows(bench, service, rows.PARKED_RECORDS, {"key": key}, count)


@pytest.mark.promise("in order")
@pytest.mark.promise("nothing lost")
async def test_a_parked_key_is_listed_and_released_in_order_while_others_go_on(
    bench: Bench, operator: Operator
) -> None:
    shop = Shop("b")
    async with bench.running(shop.service):
        for note in "abc":
            await bench.send(told("parked", note))
        await until_parked(bench, shop.service, "parked", 2)
        await bench.send(told("beside", "x"))
        await until_told(bench, shop.service, "beside", ["x"])
        (entry,) = [entry for entry in (await operator.parked()).parked if entry.key == "parked"]
        assert (entry.handler, entry.count) == ("note", 2)
        assert "cannot note b" in entry.reason
        assert [one.reason for one in entry.records] == [entry.reason, "waits for its key"]
        shop.broken.clear()
        await operator.release("parked")
        await bench.send(told("parked", "d"))
        await until_told(bench, shop.service, "parked", ["a", "b", "c", "d"])
    assert [event.sequence for event in await events(bench, "parked")] == [1, 2, 3, 4]
    assert not await is_parked(operator, "parked")
    with pytest.raises(NotThere):
        await operator.release("parked")


async def is_parked(operator: Operator, key: str) -> bool:
    return key in {entry.key for entry in (await operator.parked()).parked}


@pytest.mark.promise("in order")
async def test_a_queue_longer_than_one_batch_takes_is_released_whole(
    bench: Bench, operator: Operator
) -> None:
    shop = Shop("0")
    notes = [str(n) for n in range(RELEASE_AT_ONCE + 20)]
    async with bench.running(shop.service):
        for note in notes:
            await bench.send(told("long", note))
        await until_parked(bench, shop.service, "long", len(notes))
        shop.broken.clear()
        await operator.release("long")
        await until_told(bench, shop.service, "long", notes)
        assert not await is_parked(operator, "long")


async def test_a_parked_record_is_skipped_by_its_id(bench: Bench, operator: Operator) -> None:
    shop = Shop("b")
    async with bench.running(shop.service):
        for note in "abc":
            await bench.send(told("skip", note))
        parked = await until_parked(bench, shop.service, "skip", 2)
        await operator.skip(min(parked, key=lambda row: int(row["n"]))["_id"])
        await until_told(bench, shop.service, "skip", ["a", "c"])
        (letter,) = [one for one in (await operator.dead()).dead if one.key == "skip"]
        assert letter.reason.startswith("skipped by person:op")
        await operator.discard(letter.id)
    with pytest.raises(NotThere):
        await operator.skip("nowhere/0/0")
    with pytest.raises(ClosedOtherwise, match="discarded by person:op"):
        await operator.replay(ReplayOrder(id=letter.id))


async def test_a_gap_is_healed_by_the_missing_message(bench: Bench, operator: Operator) -> None:
    service = tally_service()
    async with bench.running(service):
        for sequence in (1, 3):
            await bench.send(near("gap"), sequence=sequence)
        await until_parked(bench, service, "gap", 1)
        (entry,) = [entry for entry in (await operator.parked()).parked if entry.key == "gap"]
        assert "sequence 2 of gap from /test is missing" in entry.reason
        await bench.send(near("gap"), sequence=2)
        await until_told(bench, service, "gap", ["near 1", "near 2", "near 3"])


async def test_a_request_that_fails_is_answered_and_its_replay_is_handled(
    bench: Bench, operator: Operator
) -> None:
    shop = Shop("Bad name")
    async with bench.running(shop.service):
        await bench.send(define("Bad name", "failing"), id="request-1")

        async def answered() -> bool:
            found = await bench.published(topics.INVENTORY_PROPERTY_EVENTS)
            return any(record.key == "failing" for record in found)

        await eventually(answered, "the request is answered")
        found = await bench.published(topics.INVENTORY_PROPERTY_EVENTS)
        (answer,) = [record for record in found if record.key == "failing"]
        assert answer.type == RequestFailed.TYPE
        assert RequestFailed.model_validate_json(answer.value).request_id == "request-1"
        assert answer.sequence is None
        (letter,) = [one for one in (await operator.dead()).dead if one.key == "failing"]
        shop.broken.clear()
        await operator.replay(ReplayOrder(id=letter.id))

        async def defined() -> bool:
            found = await bench.published(topics.INVENTORY_PROPERTY_EVENTS)
            return [record.sequence for record in found if record.key == "failing"] == [None, 1]

        await eventually(defined, "the replayed request is carried out")
    assert letter.id not in {one.id for one in (await operator.dead()).dead}


async def test_a_state_is_said_again_on_demand_under_its_sequence(
    bench: Bench, operator: Operator
) -> None:
    service = tally_service()

    async def said() -> list[int | None]:
        found = await bench.published(topics.INVENTORY_PROPERTY_STATE)
        return [record.sequence for record in found if record.key == "again"]

    async def twice() -> bool:
        return await said() == [1, 2]

    async def thrice() -> bool:
        return await said() == [1, 2, 2]

    async with bench.running(service):
        for name in ("one", "two"):
            await bench.send(define(name, "again"))
        await eventually(twice, "two states are published")
        await operator.republish("again")
        await eventually(thrice, "the newest state is said again")


@pytest.mark.promise("no silent skip")
async def test_what_cannot_be_read_is_set_aside_and_the_good_ones_around_it_are_handled(
    bench: Bench, operator: Operator
) -> None:
    """Null and non-UTF-8 headers, garbage and missing keys, in one poll with good records."""
    service = tally_service()
    topic = topics.BRIDGE_DELIVERY_EVENTS
    await bench.send(told("good", "a"))
    good = [("ce_id", b"x"), ("ce_source", b"/t"), ("ce_specversion", b"1.0")]
    await bench.send_raw(topic, b"null-header", b"{}", [*good, ("ce_type", None)])
    await bench.send_raw(topic, b"bytes-header", b"{}", [("ce_specversion", b"\xff\xfe")])
    await bench.send_raw(topic, b"garbage", b"\x00\xff", [])
    await bench.send_raw(topic, None, b"no key", [("x-strange", None), ("x", b"\xff")])
    await bench.send_raw(topic, b"\xff\xfe", b"key of bytes", [])
    await bench.send(told("good", "b"))
    async with bench.running(service):
        await until_told(bench, service, "good", ["a", "b"])
        for key in ("null-header", "bytes-header", "garbage"):
            await until_parked(bench, service, key, 1)
        found = [one for one in (await operator.dead()).dead if "no readable key" in one.reason]
        assert len(found) == 2

    letters = await bench.published(dead_letter_topic("tally"))
    values = {letter.value for letter in letters if letter.type == ""}
    assert {b"no key", b"key of bytes"} <= values
    (letter,) = [letter for letter in letters if letter.value == b"no key"]
    assert letter.headers["comptoir-reason"] == "the record has no readable key"
    assert letter.headers["comptoir-position"].startswith(topic.name)


# -- a bad release ---------------------------------------------------------------------------------


@pytest.mark.promise("nothing lost")
async def test_a_bad_release_stops_the_service_and_the_good_one_finds_all_in_place(
    bench: Bench, operator: Operator
) -> None:
    orders = [f"release-{n}" for n in range(6)]
    for order in orders:
        await bench.send(told(order, "a"))
    bad = tally_service(broken=lambda note: True)
    failure, conditions = await bench.failure(bad, bad_release_keys=5)
    assert isinstance(failure, BadRelease)
    assert "note failed for" in str(failure)
    assert conditions["consumer"] == "stopped by a failure; see the log"
    for order in orders:
        assert not await is_parked(operator, order)
    good = tally_service()
    async with bench.running(good, bad_release_keys=5):
        for order in orders:
            await until_told(bench, good, order, ["a"])
            assert await entries(bench, good, order) == ["a"]
