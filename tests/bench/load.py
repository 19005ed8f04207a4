"""`python -m tests.bench.load`: the load generator, a process of its own.

Reads one job as JSON from its input and writes what it saw as JSON. Requests are made before the
clock runs. Steady arrivals are an open loop: an order is due when it is due, whether or not those
before it were answered, and its time counts from then.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter, deque
from typing import Any

import uvloop
from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.order_ids import order_id_of
from tests.bench import wire
from tests.bench.bodies import signed_request
from tests.bench.spread import spread
from tests.bench.wire import Connection

PATIENCE = 60.0
FULL = 300  # bytes; an answer without a single order has fewer
PARTNER = "demo-page"
Job = dict[str, Any]


async def burst(job: Job) -> Job:
    """As many orders as there are, over some connections, each sending its next when answered."""
    for warm_up in (True, False):
        count = job["connections"] * 5 if warm_up else job["orders"]
        name = f"{job['name']}{'-warm' if warm_up else ''}"
        waiting = deque(signed_request(f"{name}-{n}", job["secret"]) for n in range(count))
        connections = [await Connection.open(job["port"]) for _ in range(job["connections"])]
        statuses: Counter[int] = Counter()
        began = time.monotonic()
        await asyncio.gather(*(_drain(one, waiting, statuses) for one in connections))
        seconds = time.monotonic() - began
        for one in connections:
            one.close()
    return {"seconds": seconds, "statuses": dict(statuses), "began": began}


async def _drain(connection: Connection, waiting: deque[bytes], statuses: Counter[int]) -> None:
    while waiting:
        status, _ = await connection.call(waiting.popleft())
        statuses[status] += 1


async def reads(job: Job) -> Job:
    """One request after the other on one connection, the paths in turn; times in milliseconds. Each
    path is asked for so many times `warm` before it counts."""
    connection = await Connection.open(job["port"])
    headers = {"Authorization": f"Bearer {job['key']}"}
    answers: dict[str, Job] = {}
    for name, path in job["paths"].items():
        asked = wire.request("GET", path, headers)
        took, size = [], 0
        for n in range(-job.get("warm", 20), job["times"]):
            began = time.perf_counter()
            status, body = await connection.call(asked)
            if status != 200:
                raise RuntimeError(f"{path}: {status} {body[:200]!r}")
            if n >= 0:
                took.append((time.perf_counter() - began) * 1000)
            size = len(body)
        if size < FULL:
            raise RuntimeError(f"{path} found nothing: {body!r}")
        answers[name] = {**spread(took), "bytes": size}
    return answers


class Watch:
    """When each order was first heard of at the listening end."""

    def __init__(self) -> None:
        self.seen: dict[str, float] = {}
        self.stands = asyncio.Event()

    async def stream(self, job: Job) -> None:
        """The gateway's live stream."""
        headers = {"Authorization": f"Bearer {job['key']}"}
        async for event in wire.events(job["stream_port"], job["stream"], headers):
            now = time.monotonic()
            self.stands.set()
            for told in event.split(b"\n\n"):
                if b"event: card\n" in told:
                    card = json.loads(told.partition(b"data: ")[2])
                    self.seen.setdefault(card["order_id"], now)

    async def topic(self, job: Job) -> None:
        """The end of the bare chain."""
        consumer = AIOKafkaConsumer(bootstrap_servers=job["kafka"], auto_offset_reset="latest")
        await consumer.start()
        try:
            places = [TopicPartition(job["topic"], n) for n in range(job["partitions"])]
            consumer.assign(places)
            await consumer.seek_to_end(*places)
            self.stands.set()
            async for record in consumer:
                self.seen.setdefault(json.loads(record.value)["id"], time.monotonic())
        finally:
            await consumer.stop()


async def steady(job: Job) -> Job:
    """Orders at a steady rate; milliseconds from when each was due to when it was heard of."""
    watch = Watch()
    listening = asyncio.create_task(watch.stream(job) if "stream" in job else watch.topic(job))
    async with asyncio.timeout(PATIENCE):
        await watch.stands.wait()
    warm = job["rate"] * job["warm_up"]
    names = [f"{job['name']}-{n}" for n in range(warm + job["rate"] * job["seconds"])]
    due, refused = await _arrive(job, names)
    wanted = {order_id_of(PARTNER, name): at for name, at in due.items()}
    deadline = time.monotonic() + job.get("patience", PATIENCE)
    while wanted.keys() - watch.seen.keys() and time.monotonic() < deadline:
        if listening.done():
            listening.result()
        await asyncio.sleep(0.05)
    listening.cancel()
    await asyncio.wait([listening])
    counted = list(wanted.items())[warm:]
    took = [(watch.seen[id] - at) * 1000 for id, at in counted if id in watch.seen]
    return {**spread(took), "refused": refused, "unseen": len(wanted.keys() - watch.seen.keys())}


async def _arrive(job: Job, names: list[str]) -> tuple[dict[str, float], int]:
    """Send them as they fall due; when each was due, and how many were not taken."""
    requests = [signed_request(name, job["secret"]) for name in names]
    free: asyncio.Queue[Connection] = asyncio.Queue()
    for _ in range(job["connections"]):
        free.put_nowait(await Connection.open(job["port"]))
    statuses: Counter[int] = Counter()

    async def send(request: bytes) -> None:
        connection = await free.get()
        status, _ = await connection.call(request)
        statuses[status] += 1
        free.put_nowait(connection)

    due: dict[str, float] = {}
    start = time.monotonic() + 0.1
    async with asyncio.TaskGroup() as sending:
        for n, (name, request) in enumerate(zip(names, requests, strict=True)):
            due[name] = start + n / job["rate"]
            await asyncio.sleep(due[name] - time.monotonic())
            sending.create_task(send(request))
    return due, len(names) - statuses[202]


JOBS = {"burst": burst, "steady": steady, "reads": reads}


def main() -> None:
    job = json.load(sys.stdin)
    sys.stdout.write(json.dumps(uvloop.run(JOBS[job["job"]](job))))


if __name__ == "__main__":
    main()
