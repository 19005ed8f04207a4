"""Every page, in every language: complete, quiet, and only for whom it is."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.devices import LOCALES
from tests.browser.evening import DIRECTION, HOUSE, OPERATIONS, RECEPTION, Evening
from tests.browser.languages import each_language, raw_keys
from tests.browser.places import EVERYWHERE, MENU, Place
from tests.browser.visits import Visits


@pytest.mark.parametrize("place", EVERYWHERE, ids=str)
def test_a_page_speaks_the_persons_language_and_has_every_word(
    visits: Visits, evening: Evening, place: Place
) -> None:
    # Some pages are loaded in each, all are spoken in all.
    loaded = list(LOCALES)[EVERYWHERE.index(place) * len(LOCALES) // len(EVERYWHERE)]
    page = visits.open(place.path, place.seen_by, loaded)
    for language in each_language(page, loaded):
        place.drawn(page)
        assert raw_keys(page) == [], language
    page.reload()  # what was chosen last is kept on the device
    place.drawn(page)
    expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize("mail", MENU)
def test_the_menu_offers_a_person_the_pages_of_their_role(
    visits: Visits, evening: Evening, mail: str
) -> None:
    page = visits.open(HOUSE + "/live", mail)
    menu = page.get_by_role("navigation", name="Pages").get_by_role("link")
    for name in MENU[mail]:
        expect(menu.filter(has_text=name)).to_be_visible()
    expect(menu).to_have_count(len(MENU[mail]))


def test_the_reception_is_not_shown_what_is_not_for_it(visits: Visits, evening: Evening) -> None:
    page = visits.open("/operations", RECEPTION)
    expect(page.get_by_text("Cette adresse ne mène nulle part")).to_be_visible()


def test_another_house_is_an_address_that_leads_nowhere(visits: Visits, evening: Evening) -> None:
    page = visits.open("/p/hotel-voisin/orders", RECEPTION)
    expect(page.get_by_text("Cette adresse ne mène nulle part")).to_be_visible()
    page.get_by_role("link", name="Aller à l’accueil").click()
    expect(page).to_have_url(re.compile(f"{HOUSE}/activity$"))


def test_a_language_is_chosen_at_the_sign_in_and_kept(visits: Visits) -> None:
    page = visits.open("/sign-in", None, "fr")
    page.get_by_role("combobox", name="Langue").select_option("de")
    expect(page.get_by_role("button", name="Anmelden")).to_be_visible()
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_the_light_is_chosen_from_the_persons_menu_and_kept(
    visits: Visits, evening: Evening
) -> None:
    page = visits.open(HOUSE + "/activity", DIRECTION)
    page.get_by_role("button", name="Compte de Direction").click()
    page.get_by_role("menuitem", name="Sombre").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")


def test_nothing_moves_where_motion_is_to_be_reduced(visits: Visits, evening: Evening) -> None:
    ordered = evening.order()
    evening.near(ordered)
    page = visits.open(HOUSE + "/live", OPERATIONS, reduced_motion="reduce")
    expect(page.get_by_role("main")).to_contain_text(ordered.body["room"])
    moving = page.evaluate(
        "() => document.getAnimations().filter((one) => one.playState === 'running'"
        " && one.effect.getComputedTiming().duration > 100).length"
    )
    assert moving == 0
