"""A run of the tests in several processes (`pytest --numprocesses 3`): what they share, and who
gets which tests."""

from __future__ import annotations

import asyncio
import fcntl
import gc
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.engines.choice import Engines
from tests.support.engines import end_on_sigterm, engine_folder, running_engines

# One installation serves all tests of such a folder, so one process runs them.
TOGETHER = ("tests/flows", "tests/fuzz", "tests/observe")
# What takes minutes begins first, or the others would wait for it in the end.
LONGEST = (
    *TOGETHER,
    "tests/simulation",
    "tests/bench",
    "tests/backup",
    "tests/race",
    "tests/crash",
    "tests/chassis/test_history.py",
    "tests/chassis/test_effects.py",
    "tests/chassis/test_crashes.py",
    "tests/chassis/test_rebuilding.py",
    "tests/chassis",
    "tests/gateway",
    "tests/browser/test_accessible.py",
    "tests/browser/test_pages.py",
    "tests/browser/test_booking.py",
    "tests/browser/test_products.py",
    "tests/pms_bridge",
    "tests/notifier",
)
# Leaves thousands of orders behind, which nobody has to go through who comes before.
LATE = ("tests/browser/test_budgets.py",)
# Marks a test that measures: in a run of several processes the others do nothing meanwhile. Among
# more than two it may have to wait until these have nothing left.
ALONE = "alone"


def pytest_configure(config: pytest.Config) -> None:
    alone = config.getoption("dist") == "no"
    if not alone and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Sharing(config), "sharing")


class Sharing:
    """In the process that shares out the tests: starts the engines and tells the others where they
    are."""

    def __init__(self, config: pytest.Config) -> None:
        config.option.loadscopereorder = False  # `LONGEST` says what comes first
        self._choice = Engines(config.getoption("--engines"))
        self._runner = asyncio.Runner()
        self._stack = ExitStack()
        self._folder = self._stack.enter_context(engine_folder())
        self._running = running_engines(self._choice, self._folder)
        self._addresses: EngineAddresses | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self) -> None:
        end_on_sigterm()
        self._addresses = self._runner.run(self._running.__aenter__())

    def pytest_configure_node(self, node: WorkerController) -> None:
        assert self._addresses is not None
        node.workerinput["engines"] = asdict(self._addresses)
        node.workerinput["turns"] = str(self._folder / "turns")

    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Producer) -> Any:
        return ByFile(config, log)

    def pytest_unconfigure(self) -> None:
        if self._addresses is not None:
            self._runner.run(self._running.__aexit__(None, None, None))
        self._runner.close()
        self._stack.close()


class ByFile(LoadScopeScheduling):  # type: ignore[misc] # xdist comes without types
    """Shares out whole files, and whole folders where they belong together."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return next((folder for folder in TOGETHER if file.startswith(f"{folder}/")), file)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Every process of a run imports all there is, and all of that stays: looking through it for
    garbage again and again takes a quarter of the processor's time."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        # Whoever wants to be alone waits for the others: best when these are nearly done.
        waiting = {_file(item) for item in items if item.get_closest_marker(ALONE)}
        items.sort(key=lambda item: (_file(item) in waiting, _turn(_file(item))))
    items.sort(key=lambda item: _file(item) in LATE)


def _file(item: pytest.Item) -> str:
    return item.nodeid.split("::", 1)[0]


def _turn(file: str) -> int:
    """Where in the order of `LONGEST` a file comes; after all of these if it is in none."""
    found = (n for n, at in enumerate(LONGEST) if file == at or file.startswith(f"{at}/"))
    return next(found, len(LONGEST))


# Outside of everything else, so that no test's own time runs while it waits.
@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    turns = getattr(item.config, "workerinput", {}).get("turns")
    if turns is None:
        return (yield)
    with turn(Path(turns), alone=item.get_closest_marker(ALONE) is not None):
        return (yield)


@contextmanager
def turn(file: Path, *, alone: bool) -> Iterator[None]:
    """Among processes that share `file`, one that is alone runs while no other does."""
    with file.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield
