"""A whole installation in real processes, and a real Chromium to look at it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.engines.choice import Engines
from comptoir_local.processes import Installation
from tests.browser.background import Background, background
from tests.browser.chromium import launch_options
from tests.browser.devices import PATIENCE_MS, Devices
from tests.browser.evening import Evening, evening_at
from tests.browser.huts import Huts, huts_beside
from tests.browser.sessions import Sessions
from tests.browser.visits import NewContext, Visits
from tests.support.engines import end_on_sigterm, engine_folder, running_engines, started_for_all
from tests.support.installations import whole_installation

HERE = Path(__file__).parent
# For a test and what is started for it; the first has five services and two engines to wait for.
LONGEST_S = 300


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(HERE) and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(LONGEST_S))


@pytest.fixture(scope="session")
def aside() -> Iterator[Background]:
    with background() as running:
        yield running


@pytest.fixture(scope="session")
def installation(
    aside: Background, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """Everything `comptoir up` starts, one for each process of a run; its engines are the run's, or
    its own."""
    end_on_sigterm()
    folder, namespace = tmp_path_factory.mktemp("browser"), f"browser{secrets.token_hex(3)}-"
    with (
        engines_of_the_run(aside, request.config) as addresses,
        aside.entered(whole_installation(addresses, folder, namespace)) as running,
    ):
        yield running


@contextmanager
def engines_of_the_run(aside: Background, config: pytest.Config) -> Iterator[EngineAddresses]:
    if (started := started_for_all(config)) is not None:
        yield started
        return
    choice = Engines(config.getoption("--engines"))
    with engine_folder() as folder, aside.entered(running_engines(choice, folder)) as addresses:
        yield addresses


@pytest.fixture(scope="session")
def tonight(installation: Installation, aside: Background) -> Iterator[Evening]:
    with evening_at(installation, aside) as evening:
        yield evening


@pytest.fixture
def evening(tonight: Evening) -> Evening:
    """The hotel's evening, with partners who behave at the start of every test."""
    tonight.aside.run(tonight.partners.clear_faults())
    return tonight


@pytest.fixture(scope="session")
def huts(tonight: Evening) -> Iterator[Huts]:
    with huts_beside(tonight) as furnished:
        yield furnished


@pytest.fixture(scope="session")
def base_url(installation: Installation) -> str:
    return installation.public_url


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return launch_options()


@pytest.fixture(scope="session")
def devices(browser: Browser, base_url: str, tonight: Evening) -> Devices:
    expect.set_options(timeout=PATIENCE_MS)
    return Devices(browser, Sessions(browser, base_url, tonight.password))


@pytest.fixture
def visits(
    new_context: NewContext, devices: Devices, request: pytest.FixtureRequest, output_path: str
) -> Iterator[Visits]:
    """Opens pages. The test fails where a browser complained of something it did not provoke."""
    opened = Visits(new_context, devices)
    yield opened
    said = opened.complaints.all
    called = getattr(request.node, "rep_call", None)  # pytest-playwright's; none: a setup failed
    if called and called.passed and not said:
        opened.give_back()
    else:
        wanted = request.config.getoption("--screenshot") != "off"
        opened.give_up(Path(output_path) if wanted else None)
    assert not said, "\n".join(["the browser complained:", *said])
