"""On what a service refuses to start, and what it waits for."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from aiokafka.admin import NewTopic
from pydantic import ValidationError

from chassis import rows
from chassis.engine import Engine
from chassis.identity import partition_of
from chassis.ownership import LogTruncated
from chassis.rows import offset_field
from chassis.settings import ChassisSettings
from chassis.store import inbox_memory
from chassis.topology import TopologyError
from comptoir_local.topics import administration
from contracts import topics
from contracts.topics import control_topic
from tests.chassis.looking import until_told
from tests.chassis.tally import tally_service, told
from tests.support.bench import Bench, eventually


async def test_a_missing_topic_and_a_wrong_number_of_partitions_are_named(bench: Bench) -> None:
    service = tally_service()
    few = bench.namespace + topics.BRIDGE_DELIVERY_EVENTS.name
    async with administration(bench.engines.kafka) as admin:
        await admin.create_topics([NewTopic(few, 3, 1)])

        async def known() -> bool:
            # A topic that was just made is not told of at once.
            return few in {one["topic"] for one in await admin.describe_topics()}

        await eventually(known, "the broker tells of the topic")
    failure, conditions = await bench.failure(service)
    assert isinstance(failure, TopologyError)
    assert f"{few} has 3 partitions, not 12" in str(failure)
    for topic in (topics.NOTIFIER_NOTICE_EVENTS, control_topic("tally")):
        assert f"{bench.namespace}{topic.name} is missing" in str(failure)
    assert conditions["consumer"] == "not started"


@pytest.mark.promise("no silent skip")
async def test_a_topic_that_ends_before_what_was_read_of_it_stops_the_service(
    bench: Bench,
) -> None:
    service = tally_service()
    await bench.create_topics(service)
    async with bench.running(service):
        await bench.send(told("order-1", "a"))
        await until_told(bench, service, "order-1", ["a"])
    field = f"offsets.{offset_field(topics.BRIDGE_DELIVERY_EVENTS.name)}"
    await bench.database(service).update(
        rows.OWNERSHIP, {"_id": partition_of("order-1")}, {"$set": {field: 50}}
    )
    failure, _ = await bench.failure(service)
    assert isinstance(failure, LogTruncated)
    assert "ends at 1, but was read up to 50" in str(failure)


async def test_stored_offsets_decide_where_to_go_on_not_those_in_kafka(bench: Bench) -> None:
    service = tally_service()
    await bench.create_topics(service)
    async with bench.running(service):
        await bench.send(told("order-1", "a"), id="a")
        await until_told(bench, service, "order-1", ["a"])
    # As after a restore of yesterday's backup: the document and what was taken in are gone.
    database = bench.database(service)
    for collection in ("tallies", rows.INBOX, rows.OWNERSHIP, rows.OUTBOX):
        await database.delete(collection, {})
    async with bench.running(service):
        await until_told(bench, service, "order-1", ["a"])


async def test_a_longer_memory_of_repeats_is_taken_over_by_an_installation_that_has_a_shorter(
    bench: Bench,
) -> None:
    """A new release may keep topics for longer; its index differs in nothing but the time."""
    database = bench.database(tally_service())
    for seconds in (1000, 2000):
        await database.index(rows.INBOX, [("at", 1)], expireAfterSeconds=seconds)
    found = await database.aggregate(rows.INBOX, [{"$indexStats": {}}])
    specs = {row["name"]: row["spec"] for row in found}
    assert specs["at_1"]["expireAfterSeconds"] == 2000
    kept = inbox_memory([topics.BRIDGE_DELIVERY_EVENTS, topics.INVENTORY_PROPERTY_STATE])
    assert kept == timedelta(days=7 + 1 + 7)  # retention, segment roll, replay window


@pytest.mark.promise("nothing lost")
async def test_a_service_starts_while_somebody_has_a_transaction_open(bench: Bench) -> None:
    """As a process leaves one behind that is killed, until the server's time limit."""
    service = tally_service()
    await bench.create_topics(service)
    async with bench.running(service):
        await bench.send(told("order-1", "a"))
        await until_told(bench, service, "order-1", ["a"])
    database = bench.database(service)
    async with database.transaction() as session:
        await database.insert(rows.OUTBOX, [{"_id": "left", "p": -1}], session=session)
        # Well before that limit, a minute, which would end the transaction.
        async with asyncio.timeout(45), bench.running(service):
            pass


async def test_without_engines_it_waits_is_live_and_says_what_it_lacks() -> None:
    settings = ChassisSettings(
        kafka="127.0.0.1:9", mongo="mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200"
    )
    engine = Engine(tally_service(), settings)
    try:
        assert engine.standing.live() == {"loop": None}
        conditions = await engine.standing.ready()
        assert conditions["mongodb"] is not None
        assert (conditions["consumer"], conditions["assignment"]) == (
            "not started",
            "not assigned yet",
        )
    finally:
        await engine.stop()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("namespace", "UPPER"),
        ("namespace", "x" * 31),
        ("namespace", "a.b"),
        ("batch_records", 0),
        ("batch_records", 10_001),
        ("effect_workers", 0),
        ("bad_release_keys", 0),
    ],
)
def test_a_setting_out_of_bounds_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(ValidationError, match=name):
        ChassisSettings.model_validate({name: value})


@pytest.mark.parametrize("http", ["8000", ":8000", "127.0.0.1:", "127.0.0.1:http"])
def test_an_http_address_without_host_or_port_names_its_setting(http: str) -> None:
    with pytest.raises(ValueError, match="COMPTOIR_HTTP"):
        _ = ChassisSettings(http=http).http_address


def test_the_last_colon_of_an_http_address_divides_host_and_port() -> None:
    assert ChassisSettings(http="[::1]:8000").http_address == ("[::1]", 8000)
