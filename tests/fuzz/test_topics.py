"""Junk on every topic of a running installation: it is set aside, and the house goes on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice

import pytest
from aiokafka import AIOKafkaProducer

from chassis import rows
from chassis.database import Database
from chassis.settings import ChassisSettings, database_name
from chassis.table import HandlerTable
from comptoir_local.processes import SERVICES, Installation
from comptoir_local.state import State
from comptoir_local.status import status
from contracts.topics import control_topic
from gateway.app import handlers as gateway
from inventory.app import handlers as inventory
from notifier.app import handlers as notifier
from orders.app import handlers as orders
from partners.uber.journey import Status
from pms_bridge.app import handlers as pms_bridge
from tests.fuzz.junk import GUEST, Fate, Junk, junk, strays
from tests.support.bench import eventually
from tests.support.desk import Desk

pytestmark = pytest.mark.timeout(300)

TABLES: Mapping[str, HandlerTable] = {
    table.service: table for table in (gateway, inventory, notifier, orders, pms_bridge)
}

# What a service says to a report about work that it never ordered.
NEVER_ORDERED = ("UnknownPosting", "UnknownHandover")


@dataclass
class SetAside:
    """What a service has set aside: reasons by position, and by parked key (handler, reason)."""

    reasons: dict[str, str] = field(default_factory=dict)
    keys: dict[str, tuple[str, str]] = field(default_factory=dict)


@asynccontextmanager
async def database_of(installation: Installation, service: str) -> AsyncIterator[Database]:
    settings = ChassisSettings(namespace=installation.namespace)
    database = Database.connect(installation.engines.mongo, database_name(settings, service))
    try:
        yield database
    finally:
        database.close()


async def set_aside(installation: Installation, service: str) -> SetAside:
    found = SetAside()
    async with database_of(installation, service) as database:
        for collection in (rows.PARKED_RECORDS, rows.DEAD_LETTERS):
            for row in await database.find(collection, {}, limit=10_000):
                found.reasons[row["_id"]] = row["reason"]
        for row in await database.find(rows.PARKED_KEYS, {}, limit=10_000):
            found.keys[row["_id"]] = (row["handler"], row["reason"])
    return found


async def throw(installation: Installation, records: Iterator[Junk]) -> dict[str, Junk]:
    """Append all of it; which record came to lie at which position."""
    async with AIOKafkaProducer(
        bootstrap_servers=installation.engines.kafka, acks="all", max_request_size=2**20
    ) as producer:
        sent = [
            (
                record,
                await producer.send(
                    installation.namespace + record.topic.name,
                    record.value,
                    key=record.key,
                    headers=record.headers,
                ),
            )
            for record in records
        ]
        places = [(record, await place) for record, place in sent]
    return {
        f"{record.topic.name}/{place.partition}/{place.offset}": record for record, place in places
    }


async def pids(installation: Installation) -> dict[str, int | None]:
    state = State.load(installation.home)
    assert state is not None
    return {row.name: row.pid for row in await status(installation.home, state)}


async def at_rest(installation: Installation) -> None:
    """Until every service is well, has read all there is and published all it has to say."""
    state = State.load(installation.home)
    assert state is not None
    names = {process.name for process in SERVICES}

    async def so() -> bool:
        found = [row for row in await status(installation.home, state) if row.name in names]
        return all(row.ready and row.lag == 0 and not row.oldest_unpublished_s for row in found)

    await eventually(so, "all services are ready, without lag and without unpublished")


@pytest.fixture(scope="module")
async def thrown(installation: Installation) -> dict[str, Junk]:
    """The junk, thrown and taken in by everybody."""
    before = await pids(installation)
    found = await throw(installation, junk())
    await at_rest(installation)
    assert await pids(installation) == before, "a service was started anew"
    return found


async def test_junk_does_not_keep_the_house_from_its_work(
    desk: Desk, installation: Installation, thrown: dict[str, Junk]
) -> None:
    before = await desk.place()
    await throw(installation, strays(before.order_id))
    await desk.move(before, Status.PICKUP_COMPLETE)
    # Of every sort, between what is placed and what is delivered; all of it was taken in before.
    await throw(installation, islice(junk(), 0, None, 3))
    after = await desk.place()
    for ordered in (before, after):
        await desk.move(ordered, Status.DELIVERED)
        await desk.shown(ordered, status="delivered", folio="settled")
        postings = await desk.postings(ordered)
        assert sum(posting.amount for posting in postings) == ordered.body["total"]
        assert len(await desk.mails(ordered)) == 1
    await at_rest(installation)
    for service in TABLES:
        parked = (await set_aside(installation, service)).keys
        assert not {before.order_id, after.order_id, before.body["property_id"]} & parked.keys()


@pytest.mark.parametrize("service", TABLES)
async def test_what_cannot_be_taken_is_set_aside_with_a_reason(
    installation: Installation, thrown: dict[str, Junk], service: str
) -> None:
    found = await set_aside(installation, service)
    table = TABLES[service]
    expected = {position: record for position, record in thrown.items() if refuses(table, record)}
    assert expected
    missing = {
        position: record for position, record in expected.items() if not found.reasons.get(position)
    }
    assert not missing


@pytest.mark.parametrize("service", TABLES)
async def test_no_handler_stumbles_over_what_was_read(
    installation: Installation, thrown: dict[str, Junk], service: str
) -> None:
    """A key that a handler parked is a fault of ours: the message had all that it must have. Only a
    report about work that was never ordered is one, too, whoever sent it."""
    found = await set_aside(installation, service)
    stumbled = [why for why in found.keys.values() if why[0]]
    assert [why for why in stumbled if not why[1].startswith(NEVER_ORDERED)] == []


@pytest.mark.parametrize("service", TABLES)
async def test_no_guest_is_named_where_operators_look(
    installation: Installation, thrown: dict[str, Junk], service: str
) -> None:
    found = await set_aside(installation, service)
    reasons = [*found.reasons.values(), *(why for _, why in found.keys.values())]
    assert reasons
    assert all(0 < len(reason) <= 500 for reason in reasons)
    assert not [reason for reason in reasons if GUEST in reason]
    log = (installation.home.logs / f"{service}.log").read_text()
    assert log
    assert GUEST not in log


def refuses(table: HandlerTable, record: Junk) -> bool:
    """Whether a service must set this record aside."""
    read = {topic.name for topic in table.topics} | {control_topic(table.service).name}
    if record.topic.name not in read:
        return False
    if record.fate is Fate.SET_ASIDE_BY_HANDLERS:
        return record.type in table.rows
    return record.fate is Fate.SET_ASIDE
