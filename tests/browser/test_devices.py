"""A device that goes from one test to the next takes nothing along."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.devices import VIEWPORTS, Devices, Look
from tests.browser.evening import DIRECTION, HOUSE, RECEPTION, Evening

LOOK = Look()
WHAT_IS_LEFT = """() => [localStorage.length, sessionStorage.length, innerWidth,
  navigator.onLine, matchMedia("(prefers-color-scheme: dark)").matches]"""


@pytest.fixture
def some(devices: Devices) -> Devices:
    """Devices of which other tests know nothing."""
    return Devices(devices.browser, devices.sessions)


@pytest.fixture
def used(some: Devices, evening: Evening) -> Iterator[Page]:
    """A device that waits, after a test that turned everything about."""
    page = some.lend(LOOK, RECEPTION)
    page.goto(f"{HOUSE}/activity")
    page.evaluate("() => { localStorage.setItem('a', '1'); sessionStorage.setItem('a', '1'); }")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size(VIEWPORTS["phone"])
    page.context.new_page()
    page.context.set_offline(True)
    some.take_back(LOOK, page)
    yield page
    page.context.close()


def test_the_next_person_finds_nothing_of_the_last_one(used: Page, some: Devices) -> None:
    page = some.lend(LOOK, DIRECTION)
    assert page is used
    assert page.context.pages == [page]
    assert page.evaluate(WHAT_IS_LEFT) == [0, 0, VIEWPORTS["desktop"]["width"], True, False]
    page.goto(f"{HOUSE}/activity")
    expect(page.get_by_role("button", name="Compte de Direction")).to_be_visible()


def test_nobody_is_signed_in_on_a_device_that_waits(used: Page) -> None:
    assert used.context.cookies() == []
