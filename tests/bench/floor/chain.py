"""The floor's processes: a door, relays that stand for services, and a grid of nights."""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from aiokafka.admin import NewTopic

from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.engines.waiting import listens, until
from comptoir_local.ports import HOST, free_ports
from comptoir_local.topics import administration
from contracts.topics import PARTITIONS

# A run's own, as others may have run on the same engines before.
RUN = secrets.token_hex(3)
ACCEPTED, PLACED, SHOWN = f"floor-{RUN}.accepted", f"floor-{RUN}.placed", f"floor-{RUN}.shown"
BOOKED = f"floor-{RUN}.booked"
ROOT = Path(__file__).parents[3]


class BareDoor(NamedTuple):
    """The bare HTTP door as it runs."""

    port: int
    pid: int


@dataclass(frozen=True)
class Floor:
    """Bare scripts on the same engines."""

    kafka: str
    mongo: str

    @classmethod
    async def laid(cls, engines: EngineAddresses) -> Floor:
        """The floor with its topics, which have as many partitions as ours."""
        async with administration(engines.kafka) as admin:
            names = (ACCEPTED, PLACED, SHOWN, BOOKED)
            await admin.create_topics([NewTopic(name, PARTITIONS, 1) for name in names])
        return cls(engines.kafka, engines.mongo)

    @asynccontextmanager
    async def door(self) -> AsyncIterator[BareDoor]:
        """The bare HTTP door."""
        (port,) = free_ports(1)
        command = ("tests.bench.floor.accept", self.kafka, ACCEPTED, str(port))
        async with _process(*command) as running:
            await until("the bare door", lambda: listens(f"{HOST}:{port}"))
            yield BareDoor(port, running.pid)

    @asynccontextmanager
    async def relay(self, name: str, source: str, target: str) -> AsyncIterator[None]:
        """One bare relay, ready."""
        command = ("tests.bench.floor.relay", self.kafka, self.mongo, f"floor-{RUN}-{name}")
        async with _process(*command, source, target) as running:
            if running.stdout is None or await running.stdout.readline() != b"ready\n":
                raise RuntimeError(f"the bare relay {name} did not start")
            yield

    @asynccontextmanager
    async def grid(self, database: str, property_id: str, first: str) -> AsyncIterator[int]:
        """The bare grid of a hut's nights; its door's port."""
        (port,) = free_ports(1)
        told = (self.mongo, database, property_id, first, str(port))
        async with _process("tests.bench.floor.grid", *told):
            await until("the bare grid", lambda: listens(f"{HOST}:{port}"))
            yield port

    @asynccontextmanager
    async def chain(self) -> AsyncIterator[int]:
        """HTTP -> Kafka -> transaction -> Kafka -> transaction -> Kafka; the door's port."""
        async with (
            self.relay("orders", ACCEPTED, PLACED),
            self.relay("view", PLACED, SHOWN),
            self.door() as door,
        ):
            yield door.port


@asynccontextmanager
async def _process(module: str, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield running
        if running.returncode is not None:
            raise RuntimeError(f"{module} ended by itself")
    finally:
        if running.returncode is None:
            running.kill()  # nothing of it is to be kept
        await running.wait()
