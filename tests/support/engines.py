"""The real engines that tests run on, and a corner of them for each test."""

import os
import secrets
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import psutil
import pytest

from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.engines.choice import EnginePair, Engines, engines_for
from comptoir_local.home import Home, default_root
from comptoir_local.ports import EnginePorts

# Where Linux keeps files in memory, and what a whole run may leave there.
MEMORY, ROOM = Path("/dev/shm"), 8 * 1024**3
PREFIX = "comptoir-tests-"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engines",
        choices=[choice.value for choice in Engines],
        default=os.environ.get("ENGINES", Engines.LOCAL.value),
        help="where Kafka and MongoDB come from (default: ENGINES, else local)",
    )


@pytest.fixture(scope="session")
async def engines(request: pytest.FixtureRequest) -> AsyncIterator[EngineAddresses]:
    """Kafka and MongoDB for the whole session; a test that needs them fails where they cannot be.

    `local` starts fresh ones on free ports, which end and leave nothing behind. A run in several
    processes (`pytest --numprocesses`) has one pair for all of them; names keep tests apart.
    """
    end_on_sigterm()
    if (started := started_for_all(request.config)) is not None:
        yield started
        return
    choice = Engines(request.config.getoption("--engines"))
    with engine_folder() as folder:
        async with running_engines(choice, folder) as addresses:
            yield addresses


def started_for_all(config: pytest.Config) -> EngineAddresses | None:
    """The engines of a run in several processes, of which this is one; None in any other run."""
    told = getattr(config, "workerinput", {}).get("engines")
    return None if told is None else EngineAddresses(**told)


@contextmanager
def engine_folder() -> Iterator[Path]:
    """A folder for engines' data; in memory where there is room, since every commit waits for the
    disk, and a disk that others keep busy has made a database stand still for twenty seconds. What
    a killed engine has written stays there as it would on a disk."""
    _sweep()
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM
    prefix, place = f"{PREFIX}{os.getpid()}-", MEMORY if roomy else None
    with tempfile.TemporaryDirectory(prefix=prefix, dir=place, ignore_cleanup_errors=True) as named:
        yield Path(named)


def _sweep() -> None:
    """Remove from memory what runs have left there that were killed."""
    for left in MEMORY.glob(f"{PREFIX}*-*"):
        if not psutil.pid_exists(int(left.name.split("-")[2])):
            shutil.rmtree(left, ignore_errors=True)


@asynccontextmanager
async def running_engines(choice: Engines, folder: Path) -> AsyncIterator[EngineAddresses]:
    """Engines whose data lies in `folder`, while the context lasts; that of containers lies in
    theirs, in memory where the folder does."""
    chosen = _chosen(choice, folder)
    addresses = await chosen.start()
    try:
        yield addresses
    finally:
        await chosen.wipe()


def _chosen(choice: Engines, folder: Path) -> EnginePair:
    ports = EnginePorts.free()
    if choice is not Engines.CONTAINERS:
        return engines_for(choice, temporary_home(folder), ports)
    from comptoir_local.engines.containers import ContainerEngines

    return ContainerEngines.from_environment(ports, in_memory=folder.is_relative_to(MEMORY))


def known_as_external(engines: EngineAddresses) -> dict[str, str]:
    """The environment in which a command of its own uses them as `external` ones."""
    return {"COMPTOIR_KAFKA": engines.kafka, "COMPTOIR_MONGO": engines.mongo}


def end_on_sigterm() -> None:
    """A session that is told to end (SIGTERM) must end its engines too, as after Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture
def namespace() -> str:
    """A short prefix for topics, groups and databases, different in every test."""
    return f"t{secrets.token_hex(3)}-"


def temporary_home(folder: Path) -> Home:
    """A home of its own in `folder`, with the jars the checkout has already fetched."""
    return Home.at(folder, jars=default_root() / "jars")
