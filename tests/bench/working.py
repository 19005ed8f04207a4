"""Orders per second, commands per second, and milliseconds to the live stream: ours and the
floor's, one after the other on the same engines."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import psutil
from pymongo import MongoClient

from chassis.publisher import Producer
from comptoir_local.demo_hotel import PROPERTY_ID
from comptoir_local.screen import say
from contracts import topics
from tests.bench.bodies import command
from tests.bench.counting import Count, Reading, middle_rate
from tests.bench.figures import Figures, Size
from tests.bench.floor.chain import ACCEPTED, PLACED, SHOWN, Floor
from tests.bench.house import House, load
from tests.bench.standing import Peak, processor_seconds

PATIENCE = 300.0
PATH = ("pms-bridge", "orders", "inventory", "gateway")
CHUNK = 2_000


async def latency(house: House, floor: Floor, size: Size, figures: Figures) -> None:
    """From POST to the live stream at a steady rate."""
    steady: dict[str, Any] = {
        "rate": size.rate,
        "seconds": size.seconds,
        "warm_up": 3,
        "connections": size.connections,
        "secret": house.secret,
    }
    await house.run_only(*PATH)
    ports = house.installation.ports
    ours = await load(
        "steady",
        name="steady",
        port=ports.pms_bridge,
        stream_port=ports.gateway,
        stream=f"/api/v1/properties/{PROPERTY_ID}/live/stream",
        key=house.key,
        **steady,
    )
    await house.run_only()
    async with floor.chain() as port:
        bare = await load(
            "steady",
            name="floor-steady",
            port=port,
            kafka=floor.kafka,
            topic=SHOWN,
            partitions=topics.PARTITIONS,
            **steady,
        )
    figures.raw["latency"] = {"ours": ours, "floor": bare}
    lost = f"{ours['unseen']} unseen, {ours['refused']} refused" * bool(
        ours["unseen"] or ours["refused"]
    )
    name = f"POST to live stream at {size.rate}/s"
    figures.at_most(f"{name}, p50", ours["p50"], "ms", bare["p50"], 3, lost)
    figures.at_most(f"{name}, p99", ours["p99"], "ms", bare["p99"], 10)


async def accepting(house: House, floor: Floor, size: Size, figures: Figures) -> None:
    """Signed orders taken over HTTP, the bridge alone at work."""
    await house.run_only("pms-bridge")
    port = house.installation.ports.pms_bridge
    ours = await _burst(house, size, "accept", port, house.processes()["pms-bridge"])
    await house.run_only()
    async with floor.door() as door:
        bare = await _burst(house, size, "floor-accept", door.port, psutil.Process(door.pid))
    figures.raw["accepting"] = {"ours": ours, "floor": bare}
    figures.at_least("orders accepted over HTTP", _rate(ours), "/s", _rate(bare), 0.7)
    each, bare_each = (one["processor"] / size.orders * 1e6 for one in (ours, bare))
    figures.at_most("processor time of an accepted order", each, "us", bare_each, 1 / 0.7)


async def _burst(
    house: House, size: Size, name: str, port: int, door: psutil.Process
) -> dict[str, Any]:
    """Orders sent to a door, and the `processor` seconds that it took for them."""
    burst = {"orders": size.orders, "connections": size.connections, "secret": house.secret}
    warm_up = 5 * size.connections
    before = door.cpu_times()
    taken = await load("burst", name=name, port=port, **burst)
    after = door.cpu_times()
    spent = after.user + after.system - before.user - before.system
    return {**taken, "processor": spent * size.orders / (size.orders + warm_up)}


async def processed(house: House, size: Size, figures: Figures) -> None:
    """Signed orders taken over HTTP and brought into the gateway's read model meanwhile."""
    for name, services in (("", PATH), (" with its mails sent", (*PATH, "notifier"))):
        await house.run_only(*services)
        rate, raw = await _into_the_view(house, size, f"processed-{len(services)}")
        figures.raw[f"processed{name}"] = raw
        text = f"accepted and in the read model{name}"
        if name:
            figures.plain(text, rate, "/s")
        else:
            figures.above(text, rate, "/s", 1000, f"accepted meanwhile {raw['accepted']:.0f}/s")


async def _into_the_view(house: House, size: Size, name: str) -> tuple[float, dict[str, Any]]:
    """A burst, until the last of its orders is in the read model. What is announced live does not
    tell: mails and folios are announced, too."""
    wanted = await asyncio.to_thread(_shown, house) + size.orders + 5 * size.connections
    before = processor_seconds(house)
    async with Peak(house) as peak:
        taken = await load(
            "burst",
            name=name,
            port=house.installation.ports.pms_bridge,
            orders=size.orders,
            connections=size.connections,
            secret=house.secret,
        )
        deadline = time.monotonic() + PATIENCE
        while (shown := await asyncio.to_thread(_shown, house)) < wanted:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{wanted - shown} orders are not in the read model")
            await asyncio.sleep(0.1)
    seconds = time.monotonic() - taken["began"]
    made = size.orders + 5 * size.connections
    spent = processor_seconds(house)
    each = {one: (spent[one] - at) / made * 1e6 for one, at in before.items()}
    raw = {
        "seconds": seconds,
        "accepted": _rate(taken),
        "peak_mb": peak.megabytes,
        "processor_us_an_order": each,
    }
    return size.orders / seconds, raw


def _shown(house: House) -> int:
    """How many orders the gateway's lists show."""
    database = f"{house.installation.namespace}comptoir-gateway"
    where = {"state.property_id": PROPERTY_ID, "state.position": {"$gt": ""}}
    with MongoClient[dict[str, Any]](house.installation.engines.mongo) as client:
        return client[database].orders.count_documents(where)


async def commands(house: House, floor: Floor, size: Size, figures: Figures) -> None:
    """Commands through one service that finds them waiting: `orders`, and the bare relay."""
    await house.run_only()
    ours = await _commands_of_orders(house, size)
    floor_readings = await _commands_of_floor(floor, size)
    figures.raw["commands"] = {"ours": ours, "floor": floor_readings}
    rate, bare = middle_rate(ours), middle_rate(floor_readings)
    figures.at_least("commands through one service", rate, "/s", bare, 0.7)


async def _commands_of_orders(house: House, size: Size) -> list[Reading]:
    kafka = house.installation.engines.kafka
    namespace = house.installation.namespace
    await preload(kafka, namespace, topics.ORDERS_DELIVERY_COMMANDS.name, "ours", size.commands)
    events = namespace + topics.ORDERS_DELIVERY_EVENTS.name
    async with Peak(house) as peak, Count(kafka, events) as count:
        end = await _unread(house, count) + await count.now()
        starting = asyncio.create_task(house.start("orders"))
        readings = await count.until(end, PATIENCE)
        await starting
    say(f"  orders at {peak.megabytes.get('orders', 0):.0f} MB")
    return readings


async def _unread(house: House, events: Count) -> int:
    """Every command placed one order so far; what the topics' ends differ by is waiting."""
    name = house.installation.namespace + topics.ORDERS_DELIVERY_COMMANDS.name
    async with Count(house.installation.engines.kafka, name) as all_commands:
        return await all_commands.now() - await events.now()


async def _commands_of_floor(floor: Floor, size: Size) -> list[Reading]:
    await preload(floor.kafka, "", ACCEPTED, "floor", size.commands)
    async with Count(floor.kafka, PLACED) as count, Count(floor.kafka, ACCEPTED) as accepted:
        reading = asyncio.create_task(count.until(await accepted.now(), PATIENCE))
        async with floor.relay("orders", ACCEPTED, PLACED):
            return await reading


def _rate(burst: dict[str, Any]) -> float:
    """Orders taken per second. Raises RuntimeError where one was not."""
    taken: int = burst["statuses"].get("202", 0)
    if taken != sum(burst["statuses"].values()):
        raise RuntimeError(f"not all were taken: {burst['statuses']}")
    return taken / float(burst["seconds"])


async def preload(kafka: str, namespace: str, topic: str, name: str, count: int) -> None:
    """Lay so many orders' commands on a topic."""
    say(f"  {count} commands are laid ready ...")
    producer = Producer(kafka, namespace, "bench", timeout=60)
    run = f"{name}-{int(time.time())}"
    try:
        for start in range(0, count, CHUNK):
            made = [command(f"{run}-{n}") for n in range(start, min(start + CHUNK, count))]
            await producer.send([record._replace(topic=topic) for record in made])
    finally:
        await producer.stop()
