"""Both engines as local processes, started side by side."""

import asyncio
import shutil
import signal
from pathlib import Path
from typing import Protocol

from comptoir_local.daemon import Daemon
from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.engines.kafka import LocalKafka
from comptoir_local.engines.mongo import LocalMongo
from comptoir_local.engines.preflight import check_all, check_ports
from comptoir_local.home import Home
from comptoir_local.ports import EnginePorts
from comptoir_local.trouble import Trouble


class Engine(Protocol):
    """What starts and stops alike for both."""

    name: str
    port: int
    data: Path
    daemon: Daemon

    def launch(self) -> None: ...

    async def ready(self) -> None: ...

    async def stop(self) -> None: ...


class LocalEngines:
    """Kafka and MongoDB under one home folder.

    `start` adopts what already runs there and starts the rest, keeping all data; `stop` ends both.
    Single engines are at `.kafka` and `.mongo`, for those who want to pause or kill one.
    """

    def __init__(self, home: Home, ports: EnginePorts) -> None:
        self.home = home
        self.kafka = LocalKafka(home, ports.kafka, ports.controller)
        self.mongo = LocalMongo(home, ports.mongo)
        self._both: tuple[Engine, Engine] = (self.kafka, self.mongo)

    @property
    def addresses(self) -> EngineAddresses:
        return EngineAddresses(kafka=self.kafka.address, mongo=self.mongo.url)

    async def start(self) -> EngineAddresses:
        """Return once both answer.

        Raises Trouble, having stopped again what this call started, when one cannot be started.
        """
        check_all(self.home.root)
        missing = [engine for engine in self._both if not _adopted(engine)]
        check_ports(self._ports(missing))
        results = await asyncio.gather(
            *(_bring_up(engine, engine in missing) for engine in self._both),
            return_exceptions=True,
        )
        for problem in results:
            if isinstance(problem, BaseException):
                await asyncio.gather(*(engine.stop() for engine in missing))
                raise problem
        return self.addresses

    async def stop(self) -> None:
        """End both, gracefully; their data stays."""
        await asyncio.gather(*(engine.stop() for engine in self._both))

    async def wipe(self) -> None:
        """End both and remove all they hold. Nothing of it need be put in order before: a broker
        with many topics would take its time over that."""
        for engine in self._both:
            engine.daemon.signal(signal.SIGKILL)
        await self.stop()
        for engine in self._both:
            await asyncio.to_thread(shutil.rmtree, engine.data, ignore_errors=True)

    def _ports(self, engines: list[Engine]) -> list[tuple[str, int]]:
        ports = [(engine.name, engine.port) for engine in engines]
        if self.kafka in engines:
            ports.append(("kafka controller", self.kafka.controller_port))
        return ports


def _adopted(engine: Engine) -> bool:
    record = engine.daemon.running()
    if record is not None and record.port != engine.port:
        raise Trouble(
            f"{engine.name} already runs here on port {record.port}, not {engine.port}.",
            "Stop it first with `comptoir down`, or ask for the same ports again.",
        )
    return record is not None


async def _bring_up(engine: Engine, launch: bool) -> None:
    if launch:
        await asyncio.to_thread(engine.launch)
    await engine.ready()
