"""One fresh installation, as a rule on engines of its own, and its processes as the blows find
them."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
from prometheus_client.parser import text_string_to_metric_families

from comptoir_local import lifecycle
from comptoir_local.daemon import Daemon
from comptoir_local.engines.choice import EnginePair, Engines
from comptoir_local.engines.local import LocalEngines
from comptoir_local.home import Home, default_root
from comptoir_local.ports import HOST, Ports, free_ports
from comptoir_local.processes import SERVICES, Installation
from comptoir_local.screen import say
from comptoir_local.supervisor import Supervisor, daemon_of, is_ready
from comptoir_local.trouble import Trouble
from partners.client import PartnersClient

ROOT = Path(__file__).parents[2]
# The least that a broker takes: whoever is away for longer loses its partitions.
SESSION_SECONDS = 6
# With another run beside it on two cores; the run as a whole is bounded.
PATIENCE = 120.0
PROCESSES = {process.name: process for process in SERVICES}


@dataclass(frozen=True)
class Instance:
    """One process of a service: the installation's own, or a further one with a door of its own."""

    service: str
    daemon: Daemon
    url: str

    def signal(self, number: signal.Signals) -> None:
        """Send a signal; after SIGSTOP all of the process stands still when this returns.

        Raises Trouble when it does not run.
        """
        if not self.daemon.signal(number):
            raise Trouble(f"{self.daemon.name} does not run.", str(self.daemon.log))
        deadline = time.monotonic() + 5
        while number is signal.SIGSTOP and not self.stopped():
            if time.monotonic() > deadline:
                raise Trouble(f"{self.daemon.name} does not stop.")

    def stopped(self) -> bool:
        """Whether it is stopped by a signal."""
        record = self.daemon.running()
        process = self.daemon.process(record) if record else None
        return process is not None and process.status() == psutil.STATUS_STOPPED


@dataclass(frozen=True)
class Stage:
    """An installation that orders come to, wherever it runs, and its partners' simulators."""

    to: Installation
    partners: PartnersClient

    @property
    def bridge_url(self) -> str:
        """Where the simulators reach the bridge."""
        return f"http://{HOST}:{self.to.ports.pms_bridge}"


@dataclass(frozen=True)
class Scene(Stage):
    """The installation of this machine that is under attack."""

    pair: EnginePair
    http: httpx.AsyncClient

    @property
    def engines(self) -> LocalEngines:
        """Those of this machine, which can be killed. Raises Trouble where there are others."""
        if not isinstance(self.pair, LocalEngines):
            raise Trouble("Only engines of this machine can be killed.")
        return self.pair

    def instance(self, service: str) -> Instance:
        process = PROCESSES[service]
        url = process.url(self.to, "")
        return Instance(service, daemon_of(process, self.to), url or "")

    async def restart(self, service: str) -> None:
        """Start a service that was killed, and wait until it is ready."""
        await Supervisor(self.to, [PROCESSES[service]]).start()

    def second(self, service: str, name: str, steps: Mapping[str, str] | None = None) -> Instance:
        """Start a further instance of a service; `steps` says where it stops itself, if it does."""
        process = PROCESSES[service]
        port, operators = free_ports(2)
        daemon = Daemon(name, self.to.home.run, self.to.home.logs)
        environment = {
            "COMPTOIR_HTTP": f"{HOST}:{port}",
            "COMPTOIR_OPERATOR_HTTP": f"{HOST}:{operators}",
            "STEPPING_APP": f"{process.module}.app",
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
        }
        daemon.start(
            [sys.executable, "-m", "tests.crash.stepping"],
            os.environ | process.env(self.to) | environment | dict(steps or {}),
            port,
        )
        return Instance(service, daemon, f"http://{HOST}:{port}")

    async def ready(self, instance: Instance) -> None:
        async def so() -> bool:
            if instance.daemon.running() is None:
                raise Trouble(f"{instance.daemon.name} ended.", _end_of(instance.daemon))
            return await is_ready(self.http, f"{instance.url}/ready")

        await patiently(so, f"{instance.daemon.name} is ready")

    async def all_ready(self) -> None:
        for name in PROCESSES:
            await self.ready(self.instance(name))

    async def figure(self, instance: Instance, name: str) -> float:
        """The sum of one of a service's figures (`comptoir_...`); 0 when it does not answer."""
        try:
            answer = await self.http.get(f"{instance.url}/metrics")
        except httpx.HTTPError:
            return 0.0
        families = text_string_to_metric_families(answer.text)
        return sum(s.value for family in families if family.name == name for s in family.samples)

    async def owns(self, instance: Instance, least: int) -> None:
        """Wait until an instance owns at least so many partitions."""

        async def so() -> bool:
            return await self.figure(instance, "comptoir_partitions_owned") >= least

        await patiently(so, f"{instance.daemon.name} owns {least} partitions")


@asynccontextmanager
async def fresh(
    folder: Path, engines: Engines = Engines.LOCAL, namespace: str = ""
) -> AsyncIterator[Scene]:
    """An installation on free ports that leaves nothing behind but its logs; on engines that others
    use, too, also its topics and databases, which `namespace` keeps apart."""
    os.environ["COMPTOIR_SESSION_TIMEOUT"] = str(SESSION_SECONDS)
    home = Home.at(folder, jars=default_root() / "jars")
    state = lifecycle.choose(home, engines, Ports.free(), namespace)
    await lifecycle.up(home, state, traffic=False, say=say)
    to = lifecycle.installation_of(home, state)
    try:
        async with (
            PartnersClient(to.partners_url) as partners,
            httpx.AsyncClient(timeout=3, trust_env=False) as http,
        ):
            yield Scene(to, partners, state.pair(home), http)
    finally:
        for record in sorted(home.run.glob("second-*.json")):
            await Daemon(record.stem, home.run, home.logs).stop(grace=5)
        for engine in (home.run / "mongo.json", home.run / "kafka.json"):
            Daemon(engine.stem, home.run, home.logs).signal(signal.SIGCONT)
        await lifecycle.down(home, state, wipe=True, say=lambda text: None)


async def patiently(
    condition: Callable[[], Awaitable[bool]], what: str, seconds: float = PATIENCE
) -> None:
    """Wait until a condition holds. Raises Trouble naming it after a while."""
    deadline = time.monotonic() + seconds
    while not await condition():
        if time.monotonic() > deadline:
            raise Trouble(f"Not so after {seconds:.0f} s: {what}.")
        await asyncio.sleep(0.1)


def _end_of(daemon: Daemon) -> str:
    return "\n".join([f"The end of {daemon.log}:", *daemon.last_lines(15)])
