"""WCAG 2.2 AA on every page, by axe: light and dark, on a desk and on a phone, with all that opens
over it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import faults_by_day_and_night, faults_on_each_screen
from tests.browser.board import panel
from tests.browser.evening import DIRECTION, HOUSE, RECEPTION, Evening
from tests.browser.places import ACTIVITY, EVERYWHERE, LIVE, ORDERS, PLANNING, SETTINGS, Place
from tests.browser.visits import Visits
from tests.support.desk import Ordered


@pytest.fixture(scope="module")
def full_house(tonight: Evening) -> dict[str, Ordered]:
    """Something of everything to look at, by its state."""
    orders = {
        name: tonight.order()
        for name in ("placed", "courier", "on_the_way", "near", "delivered", "refunded")
    }
    orders["cancelled"] = tonight.order(cancel=True)
    tonight.assigned(orders["courier"])
    tonight.courier_says(orders["courier"], "Où est l’entrée ?")
    tonight.on_the_way(orders["on_the_way"])
    tonight.near(orders["near"])
    tonight.delivered(orders["delivered"])
    tonight.delivered(orders["refunded"])
    tonight.pay_back(orders["refunded"], 100)
    tonight.cancelled(orders["cancelled"])
    return orders


@pytest.mark.parametrize("place", EVERYWHERE, ids=str)
def test_axe_finds_nothing_on_a_page(
    visits: Visits, full_house: dict[str, Ordered], place: Place
) -> None:
    page = visits.open(place.path, place.seen_by)
    assert faults_on_each_screen(page, lambda: place.drawn(page)) == []


@pytest.mark.parametrize("place", [ACTIVITY, LIVE, ORDERS, PLANNING, SETTINGS[0]], ids=str)
def test_axe_finds_nothing_on_a_page_that_was_opened_on_a_phone(
    visits: Visits, full_house: dict[str, Ordered], place: Place
) -> None:
    page = visits.open(place.path, place.seen_by, device="phone")
    place.drawn(page)
    assert faults_by_day_and_night(page) == []


def test_axe_finds_nothing_on_an_orders_detail_that_was_opened_on_a_phone(
    visits: Visits, full_house: dict[str, Ordered]
) -> None:
    ordered = full_house["courier"]
    address = f"{HOUSE}/orders?order={ordered.order_id}"
    page = visits.open(address, RECEPTION, device="phone")
    panel(page, ordered)
    assert faults_by_day_and_night(page) == []


@pytest.mark.parametrize("state", ["placed", "courier", "delivered", "refunded", "cancelled"])
def test_axe_finds_nothing_on_an_orders_detail(
    visits: Visits, full_house: dict[str, Ordered], state: str
) -> None:
    ordered = full_house[state]
    page = visits.open(f"{HOUSE}/orders?order={ordered.order_id}", RECEPTION)
    assert faults_on_each_screen(page, lambda: panel(page, ordered)) == []


def test_axe_finds_nothing_in_what_opens_over_a_page(
    visits: Visits, full_house: dict[str, Ordered]
) -> None:
    page = visits.open(f"{HOUSE}/activity", DIRECTION)
    page.get_by_role("button", name="Compte de Direction").click()
    expect(page.get_by_role("menuitem", name="Se déconnecter")).to_be_visible()
    assert faults_by_day_and_night(page) == []
    page.keyboard.press("Escape")
    expect(page.locator("html")).to_have_attribute("data-keys", "heard")
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog")
    palette.get_by_role("textbox").fill("dir")
    expect(palette.get_by_text("Direct")).to_be_visible()
    assert faults_by_day_and_night(page) == []
    page.keyboard.press("Escape")
    expect(palette).to_have_count(0)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Clavier")).to_be_visible()
    assert faults_by_day_and_night(page) == []


def test_axe_finds_nothing_in_the_phones_menu(
    visits: Visits, full_house: dict[str, Ordered]
) -> None:
    page = visits.open(f"{HOUSE}/live", DIRECTION, device="phone")
    page.get_by_role("button", name="Plus").click()
    expect(page.get_by_role("menuitem", name="Chiffres")).to_be_visible()
    assert faults_by_day_and_night(page) == []


@pytest.mark.parametrize("state", ["placed", "delivered", "cancelled"])
def test_axe_finds_nothing_on_the_guests_page(
    visits: Visits, tonight: Evening, full_house: dict[str, Ordered], state: str
) -> None:
    page = visits.open(tonight.guest_link(full_house[state]), None, device="phone")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert faults_by_day_and_night(page) == []
