"""A run of the tests in several processes (`pytest --numprocesses 3`): what they share, and who
gets which tests."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.engines.choice import Engines
from tests.support.engines import end_on_sigterm, running_engines

# One installation serves all tests of such a folder, so one process runs them.
TOGETHER = ("tests/flows", "tests/fuzz", "tests/observe")
# What takes minutes begins first, or the others would wait for it in the end.
LONGEST = (
    *TOGETHER,
    "tests/simulation",
    "tests/bench",
    "tests/crash",
    "tests/chassis",
    "tests/gateway",
)


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
        self._folder = tempfile.TemporaryDirectory(prefix="comptoir-tests-")
        self._running = running_engines(self._choice, Path(self._folder.name))
        self._addresses: EngineAddresses | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self) -> None:
        end_on_sigterm()
        self._addresses = self._runner.run(self._running.__aenter__())

    def pytest_configure_node(self, node: WorkerController) -> None:
        assert self._addresses is not None
        node.workerinput["engines"] = asdict(self._addresses)

    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: Producer) -> Any:
        return ByFile(config, log)

    def pytest_unconfigure(self) -> None:
        if self._addresses is not None:
            self._runner.run(self._running.__aexit__(None, None, None))
        self._runner.close()
        self._folder.cleanup()


class ByFile(LoadScopeScheduling):  # type: ignore[misc] # xdist comes without types
    """Shares out whole files, and whole folders where they belong together."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return next((folder for folder in TOGETHER if file.startswith(f"{folder}/")), file)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: _turn(item.nodeid))


def _turn(nodeid: str) -> int:
    """Where in the order of `LONGEST` a test comes; after all of these if it is in none."""
    found = (n for n, folder in enumerate(LONGEST) if nodeid.startswith(f"{folder}/"))
    return next(found, len(LONGEST))
