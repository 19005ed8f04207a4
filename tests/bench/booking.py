"""Bookings per second, all at one hut and spread over many, and the grid of a year of nights."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from statistics import median
from typing import Any

from pymongo import MongoClient

from chassis.database import Database
from chassis.publisher import Producer
from chassis.records import Outgoing
from comptoir_local.screen import say
from contracts import topics
from gateway.access.people import People, new_key
from gateway.access.roles import Role
from tests.bench.counting import Count, Reading, middle_rate
from tests.bench.figures import Figures, Size
from tests.bench.floor.chain import ACCEPTED, BOOKED, PLACED, SHOWN, Floor
from tests.bench.house import House, load
from tests.bench.huts import FIRST, bookings, definition, selling
from tests.bench.standing import Peak
from tests.bench.working import preload

HOT = "bench-hot"
SPREAD = tuple(f"bench-{n}" for n in range(200))
YEAR = "bench-year"
# As many huts whose year nobody has looked at, fewer stays at each.
NEW = tuple(f"bench-new-{n}" for n in range(20))
NIGHTS, YEAR_NIGHTS, YEAR_TYPES = 30, 365, 10
YEAR_STAYS, NEW_STAYS = 300, 100
PATIENCE = 300.0
CHUNK = 1_000
# On two cores.
HOT_AIM, SPREAD_AIM, GRID_AIM = 400, 800, 10
Where = Mapping[str, Any]


async def booking(house: House, floor: Floor, size: Size, figures: Figures) -> None:
    """Bookings that lie ready: orders asks inventory, inventory holds, orders says that it is."""
    await house.run_only("orders", "inventory")
    await _open(house, {id: (1, NIGHTS) for id in (HOT, *SPREAD)})
    await house.run_only()
    bare = await _floor(floor, size)
    for name, huts, aim in (
        ("at one hut", (HOT,), HOT_AIM),
        (f"spread over {len(SPREAD)} huts", SPREAD, SPREAD_AIM),
    ):
        readings, peak = await _booked(house, huts, size)
        rate = middle_rate(readings) / 2  # each is requested, and booked
        figures.raw[f"bookings {name}"] = {"readings": readings, "peak_mb": peak}
        note = f"three bare relays in a row: {middle_rate(bare):.0f}/s"
        figures.above(f"bookings {name}", rate, "/s", aim, note)
    figures.raw["bookings, the floor"] = bare


async def grid(house: House, floor: Floor, size: Size, figures: Figures) -> None:
    """One year of ten stock types, as the planning page asks for it: again and again, and of huts
    at which nobody has looked yet; of a gateway that does all, and of one in two processes. In an
    installation beside: what was booked before would keep the gateway at work while it is asked."""
    await house.run_only()
    house = await house.beside("year-")
    await house.run_only("orders", "inventory", "gateway")
    await _open(house, {id: (YEAR_TYPES, YEAR_NIGHTS) for id in (YEAR, *NEW)})
    await _send(house, bookings("year", (YEAR,), YEAR_STAYS, YEAR_NIGHTS))
    await _send(house, bookings("new", NEW, NEW_STAYS * len(NEW), YEAR_NIGHTS))
    await _until(house, "gateway", "stays", {}, YEAR_STAYS + NEW_STAYS * len(NEW))
    ask: dict[str, Any] = {"key": await _key(house), "times": size.reads}
    ask["paths"] = {"": _year_of(YEAR)}
    port = house.installation.ports.gateway
    await house.run_only("gateway")
    looks = {**ask, "times": 1, "warm": 0, "paths": {id: _year_of(id) for id in (YEAR, *NEW)}}
    new = await load("reads", name="grid, looked at for the first time", port=port, **looks)
    firsts = sorted(new[id]["p50"] for id in NEW)  # the very first has a process to warm up
    whole = (await load("reads", name="grid", port=port, **ask))[""]
    await house.run_only()
    async with house.gateway_parted():
        parted = (await load("reads", name="grid, in two processes", port=port, **ask))[""]
    async with floor.grid(_database(house, "gateway"), YEAR, str(FIRST)) as port:
        ask["paths"] = {"": "/"}
        bare = (await load("reads", name="floor-grid", port=port, **ask))[""]
    figures.raw["grid"] = {"whole": whole, "parted": parted, "floor": bare, "first": firsts}
    name = f"grid of a year and {YEAR_TYPES} stock types"
    note = f"bare: {bare['p99']} ms for {bare['bytes']:,} bytes"
    figures.below(f"{name}, p99", whole["p99"], "ms", GRID_AIM, note)
    figures.plain(f"{name}, p50", whole["p50"], "ms", f"bare: {bare['p50']} ms")
    figures.below("the same of a gateway in two, p99", parted["p99"], "ms", GRID_AIM, note)
    figures.plain("the same of a gateway in two, p50", parted["p50"], "ms")
    note = f"of {len(NEW)} huts, from {firsts[0]} to {firsts[-1]} ms"
    figures.plain("the same looked at for the first time, median", median(firsts), "ms", note)


def _year_of(property_id: str) -> str:
    return f"/api/v1/properties/{property_id}/planning?from={FIRST}&days={YEAR_NIGHTS}"


async def _booked(
    house: House, huts: Sequence[str], size: Size
) -> tuple[list[Reading], dict[str, float]]:
    """Readings of the stays' events from the start of both services on. Raises RuntimeError where
    a booking was not had: then the figure is of something else."""
    run = f"{huts[0]}-{int(time.time())}"
    await _send(house, bookings(run, huts, size.bookings, NIGHTS))
    kafka, namespace = house.installation.engines.kafka, house.installation.namespace
    before = await asyncio.to_thread(_count, house, "orders", "stays", {"state.phase": "firm"})
    async with (
        Peak(house) as peak,
        Count(kafka, namespace + topics.ORDERS_STAY_EVENTS.name) as count,
    ):
        end = await count.now() + 2 * size.bookings
        starting = asyncio.create_task(house.start("orders", "inventory"))
        readings = await count.until(end, PATIENCE)
        await starting
    after = await asyncio.to_thread(_count, house, "orders", "stays", {"state.phase": "firm"})
    await house.run_only()
    if after - before != size.bookings:
        raise RuntimeError(f"{after - before} of {size.bookings} stays were booked")
    return readings, peak.megabytes


async def _floor(floor: Floor, size: Size) -> list[Reading]:
    """The same number of commands through as many transactions: a booking is in three."""
    await preload(floor.kafka, "", ACCEPTED, "floor-booking", size.bookings)
    async with Count(floor.kafka, BOOKED) as count, Count(floor.kafka, ACCEPTED) as accepted:
        reading = asyncio.create_task(count.until(await accepted.now(), PATIENCE))
        async with (
            floor.relay("asked", ACCEPTED, PLACED),
            floor.relay("held", PLACED, SHOWN),
            floor.relay("booked", SHOWN, BOOKED),
        ):
            return await reading


async def _open(house: House, huts: Mapping[str, tuple[int, int]]) -> None:
    """Huts by id, with how many stock types and nights; until orders knows what they sell."""
    say(f"  {len(huts)} huts are opened ...")
    ids = {"_id": {"$in": list(huts)}}
    await _send(house, (definition(id) for id in huts))
    await _until(house, "inventory", "properties", ids, len(huts))
    await _send(house, (one for id, how in huts.items() for one in selling(id, *how)))
    rates = {**ids, "state.selling.rates.0": {"$exists": True}}
    await _until(house, "orders", "sellings", rates, len(huts))


async def _send(house: House, records: Iterable[Outgoing]) -> None:
    installation = house.installation
    producer = Producer(installation.engines.kafka, installation.namespace, "bench", timeout=60)
    waiting = iter(records)
    try:
        while chunk := list(islice(waiting, CHUNK)):
            await producer.send(chunk)
    finally:
        await producer.stop()


async def _until(house: House, service: str, collection: str, where: Where, count: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while (found := await asyncio.to_thread(_count, house, service, collection, where)) < count:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{found} of {count} {collection} in {service}")
        await asyncio.sleep(0.2)


def _count(house: House, service: str, collection: str, where: Where) -> int:
    with MongoClient[dict[str, Any]](house.installation.engines.mongo) as client:
        return client[_database(house, service)][collection].count_documents(where)


def _database(house: House, service: str) -> str:
    return f"{house.installation.namespace}comptoir-{service}"


async def _key(house: House) -> str:
    """A key of a program at the huts of the grid."""
    database = Database.connect(house.installation.engines.mongo, _database(house, "gateway"))
    key = new_key()
    try:
        roles = dict.fromkeys((YEAR, *NEW), Role.WARDEN)
        await People(database).add_key("bench", key, roles, operations=False)
    finally:
        database.close()
    return key
