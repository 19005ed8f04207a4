"""A whole installation in real processes, and a real Chromium to look at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from comptoir_local.engines.choice import Engines
from comptoir_local.processes import Installation
from tests.browser.background import Background, background
from tests.browser.chromium import launch_options
from tests.browser.evening import Evening, evening_at
from tests.browser.huts import Huts, huts_beside
from tests.browser.visits import PATIENCE_MS, NewContext, Sessions, Visits, visits_without_complaint
from tests.support.engines import end_on_sigterm, running_engines
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
    """Everything `comptoir up` starts, on engines of its own."""
    end_on_sigterm()
    choice = Engines(request.config.getoption("--engines"))
    engines, folder = tmp_path_factory.mktemp("engines"), tmp_path_factory.mktemp("browser")
    with (
        aside.entered(running_engines(choice, engines)) as addresses,
        aside.entered(whole_installation(addresses, folder, "browser-")) as running,
    ):
        yield running


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
def sessions(browser: Browser, base_url: str, tonight: Evening) -> Sessions:
    expect.set_options(timeout=PATIENCE_MS)
    return Sessions(browser, base_url, tonight.password)


@pytest.fixture
def visits(new_context: NewContext, sessions: Sessions) -> Iterator[Visits]:
    """Opens pages. The test fails where a browser complained of something it did not provoke."""
    with visits_without_complaint(Visits(new_context, sessions)) as opened:
        yield opened
