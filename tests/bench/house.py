"""One installation for one run: fresh, on free ports, ended and removed afterwards."""

from __future__ import annotations

import asyncio
import json
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import psutil

from comptoir_local import lifecycle
from comptoir_local.daemon import Daemon
from comptoir_local.demo_hotel import PARTNER_ID, Secrets
from comptoir_local.engines.choice import Engines
from comptoir_local.home import Home, default_root
from comptoir_local.processes import SEED, SERVICES, Installation
from comptoir_local.screen import say
from comptoir_local.state import State
from comptoir_local.supervisor import Supervisor, daemon_of
from comptoir_local.topics import create_topics
from gateway.settings import Role
from tests.support.gateway_roles import in_role

ENGINES = ("kafka", "mongo")
ROOT = Path(__file__).parents[2]
BY_NAME = {process.name: process for process in SERVICES}


@dataclass(frozen=True)
class House:
    """A running installation and what is known about it."""

    installation: Installation
    first_up: float  # seconds that `comptoir up` took on an empty home
    folder: Path

    @property
    def key(self) -> str:
        return Secrets.of(self.installation.home.root).key

    @property
    def secret(self) -> str:
        known = json.loads(Path(self.installation.connections).read_text())
        return str(known["ordering_pages"][PARTNER_ID]["secrets"][0])

    async def run_only(self, *names: str) -> None:
        """Have exactly these services run."""
        others = [one for one in SERVICES if one.name not in names]
        await Supervisor(self.installation, others).stop()
        await self.start(*names)

    async def start(self, *names: str) -> None:
        await Supervisor(self.installation, [BY_NAME[name] for name in names]).start()

    async def stop(self, *names: str) -> None:
        await Supervisor(self.installation, [BY_NAME[name] for name in names]).stop()

    @asynccontextmanager
    async def gateway_parted(self) -> AsyncIterator[None]:
        """The gateway as a large installation runs it: in one process that answers and one that
        keeps views. It must not be running yet."""
        parted = Supervisor(self.installation, [in_role(Role.HTTP), in_role(Role.VIEWS)])
        try:
            await parted.start()
            yield
        finally:
            await parted.stop()

    def processes(self) -> dict[str, psutil.Process]:
        """The running services and engines, by name."""
        home = self.installation.home
        daemons = [daemon_of(one, self.installation) for one in SERVICES]
        daemons += [Daemon(name, home.run, home.logs) for name in ENGINES]
        found = {one.name: _process(one) for one in daemons}
        return {name: process for name, process in found.items() if process is not None}

    async def beside(self, namespace: str) -> House:
        """Another installation on the same engines and ports, its topics created; none of the
        services may run now."""
        await create_topics(self.installation.engines.kafka, namespace)
        return replace(self, installation=replace(self.installation, namespace=namespace))

    async def seed(self) -> None:
        await lifecycle.run_once(SEED, self.installation)


def _process(daemon: Daemon) -> psutil.Process | None:
    record = daemon.running()
    return daemon.process(record) if record else None


@asynccontextmanager
async def fresh_house(engines: Engines) -> AsyncIterator[House]:
    """Bring one up with the command that people use, timed; end it and remove its data, but for
    what it leaves in `external` engines."""
    folder = Path(tempfile.mkdtemp(prefix="comptoir-bench-"))
    jars = default_root() / "jars"
    jars.mkdir(parents=True, exist_ok=True)  # nothing was fetched yet on a fresh checkout
    (folder / "jars").symlink_to(jars)
    home = Home.at(folder)
    try:
        options = ["--no-traffic", "--free-ports", "--engines", engines]
        if engines is Engines.EXTERNAL:
            options += ["--namespace", f"bench-{secrets.token_hex(3)}-"]
        seconds = await comptoir(folder, "up", *options)
        state = _state(home)
        yield House(lifecycle.installation_of(home, state), seconds, folder)
    except BaseException:
        say(f"The logs are kept in {folder / 'logs'}.")
        raise
    finally:
        if (state_left := State.load(home)) is not None:
            await lifecycle.down(home, state_left, wipe=True, say=lambda text: None)
    shutil.rmtree(folder)


def _state(home: Home) -> State:
    state = State.load(home)
    if state is None:
        raise RuntimeError("`comptoir up` left no state")
    return state


async def comptoir(folder: Path, *arguments: str) -> float:
    """Run a command of the installation in `folder`; the seconds that it took."""
    began = time.monotonic()
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "comptoir_local.cli", *arguments),
        env=os.environ | {"COMPTOIR_HOME": str(folder)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await running.communicate()
    if running.returncode:
        raise RuntimeError(said.decode(errors="replace"))
    return time.monotonic() - began


async def run_apart(module: str, job: dict[str, Any]) -> dict[str, Any]:
    """Give a job to a process of its own and take its answer. Raises RuntimeError."""
    running = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, err = await running.communicate(json.dumps(job).encode())
    except BaseException:
        running.kill()
        await running.wait()
        raise
    if running.returncode:
        raise RuntimeError(f"{module} {job['job']}: {err.decode(errors='replace')[-3000:]}")
    answer: dict[str, Any] = json.loads(out)
    return answer


async def load(job: str, **told: Any) -> dict[str, Any]:
    """Have the load generator do a job; see `tests.bench.load`."""
    say(f"  {job} {told.get('name', '')} ...")
    return await run_apart("tests.bench.load", {"job": job, **told})
