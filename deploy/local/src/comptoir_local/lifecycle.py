"""What `comptoir up` and `comptoir down` do, step by step."""

import asyncio
import os
import sys
from collections.abc import Callable, Collection
from importlib.util import find_spec

from comptoir_local.connections import write_connections
from comptoir_local.daemon import Daemon
from comptoir_local.engines.choice import Engines
from comptoir_local.engines.external import addresses_from_environment
from comptoir_local.engines.kafka import LocalKafka
from comptoir_local.engines.mongo import LocalMongo
from comptoir_local.home import Home
from comptoir_local.ports import Ports
from comptoir_local.processes import (
    ALL_PROCESSES,
    BEFORE_SEED,
    SEED,
    TRAFFIC,
    Installation,
    Process,
)
from comptoir_local.state import State
from comptoir_local.supervisor import Supervisor, daemon_of
from comptoir_local.topics import create_topics
from comptoir_local.trouble import Trouble

Say = Callable[[str], None]


def installation_of(home: Home, state: State) -> Installation:
    """What the processes of this installation are told."""
    return Installation(
        home=home,
        ports=state.ports,
        engines=state.pair(home).addresses,
        namespace=state.namespace,
        log_level=os.environ.get("COMPTOIR_LOG_LEVEL", "INFO"),
    )


def choose(
    home: Home, engines: Engines | None, ports: Ports | None, namespace: str | None
) -> State:
    """The state to run with: what was asked for, else what the last `up` had, else the defaults.

    Raises Trouble when something runs with another choice than the one asked for.
    """
    last = State.load(home)
    basis = last or State(Engines.LOCAL, Ports())
    kind = engines or basis.engines
    chosen = State(
        kind,
        ports or basis.ports,
        basis.namespace if namespace is None else namespace,
        addresses_from_environment(basis.external) if kind is Engines.EXTERNAL else None,
    )
    if last is not None and chosen != last and (running := running_names(home, last)):
        raise Trouble(
            f"{', '.join(running)} already run here with other engines, ports or namespace.",
            "Run `comptoir down` first, or ask for the same ones again.",
        )
    return chosen


def running_names(home: Home, state: State) -> list[str]:
    """The local engines and the processes of the table that run now."""
    installation = installation_of(home, state)
    daemons = [Daemon(name, home.run, home.logs) for name in (LocalKafka.name, LocalMongo.name)]
    daemons += [daemon_of(process, installation) for process in ALL_PROCESSES]
    return [daemon.name for daemon in daemons if daemon.running()]


async def up(home: Home, state: State, traffic: bool, say: Say) -> list[str]:
    """Start engines, topics, services, demo data and traffic; return what the loader reported.

    When a step fails, what this call had started is stopped again.
    """
    before = running_names(home, state)
    state.save(home)
    engines = state.pair(home)
    say(f"Kafka and MongoDB ({state.engines}) ...")
    await engines.start()
    try:
        return await _up_on_engines(installation_of(home, state), traffic, say)
    except BaseException:
        await _stop_processes(installation_of(home, state), spared=before)
        if not before:
            await engines.stop()
        raise


async def _up_on_engines(installation: Installation, traffic: bool, say: Say) -> list[str]:
    created = await create_topics(installation.engines.kafka, installation.namespace)
    say(f"topics: {len(created)} created" if created else "topics: all there")
    write_connections(installation)
    for wave in BEFORE_SEED:
        say(f"{', '.join(process.name for process in wave)} ...")
        await Supervisor(installation, wave).start()
    report: list[str] = []
    if find_spec(SEED.module):
        say("demo data ...")
        report = await run_once(SEED, installation)
    if traffic and find_spec(TRAFFIC.module):
        say("traffic ...")
        await Supervisor(installation, [TRAFFIC]).start()
    return report


async def run_once(process: Process, installation: Installation) -> list[str]:
    """Run a process to its end and return the lines it wrote; raise Trouble when it fails."""
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        process.module,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ | process.env(installation),
    )
    out, err = await running.communicate()
    if running.returncode:
        raise Trouble(f"{process.name} failed.", (out + err).decode(errors="replace")[-3000:])
    return out.decode(errors="replace").splitlines()


async def down(home: Home, state: State, wipe: bool, say: Say) -> None:
    """Stop everything in reverse order, engines last; with `wipe` their data goes too."""
    for name in await _stop_processes(installation_of(home, state)):
        say(f"{name} stopped")
    engines = state.pair(home)
    await (engines.wipe() if wipe else engines.stop())
    say(f"Kafka and MongoDB ({state.engines}) " + ("removed" if wipe else "stopped"))


async def _stop_processes(installation: Installation, spared: Collection[str] = ()) -> list[str]:
    stopped: list[str] = []
    for wave in reversed((*BEFORE_SEED, (TRAFFIC,))):
        doomed = [process for process in reversed(wave) if process.name not in spared]
        stopped += await Supervisor(installation, doomed).stop()
    return stopped
