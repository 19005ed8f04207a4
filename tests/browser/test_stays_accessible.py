"""WCAG 2.2 AA where nights are planned and booked: light and dark, on a desk and on a phone; and
every word in every language."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import faults_by_day_and_night, faults_on_each_screen
from tests.browser.devices import VIEWPORTS, Device
from tests.browser.huts import LAC_PAGES, WARDEN, Huts
from tests.browser.languages import each_language, raw_keys
from tests.browser.visits import Visits
from tests.support.huts import CONTACT, night

HERE = 56
on_each_screen = pytest.mark.parametrize("screen", VIEWPORTS)


@pytest.fixture(scope="module")
def stay(huts: Huts) -> str:
    """Something of everything to look at: an option with a remark, places taken off, a full room,
    a closed night."""
    huts.book(HERE, HERE + 1, persons=14, contact={**CONTACT, "remark": "Arrive tard"}, wish="firm")
    order: str = huts.book(HERE, persons=1)["order_id"]
    room = [{"night": night(HERE), "rate_id": "nuitee", "persons": 2}]
    huts.book(HERE, cart={"nights": room})
    huts.aside.run(huts.lac.put(f"/planning/{night(HERE + 1)}/dortoir", {"by": -1}))
    huts.aside.run(huts.lac.put(f"/planning/{night(HERE + 2)}", {"closed": True}))
    return order


def planning(visits: Visits, *parts: str, language: str = "fr", **look: Any) -> Page:
    address = "&".join([f"{LAC_PAGES}/planning?from={night(HERE - 1)}", *parts])
    return visits.open(address, WARDEN, language, **look)


def test_axe_finds_nothing_in_the_planning_and_its_day(visits: Visits, stay: str) -> None:
    page = planning(visits)
    grid = page.get_by_role("grid")
    assert faults_on_each_screen(page, lambda: expect(grid).to_contain_text("15/15")) == []
    page = planning(visits, f"day={night(HERE)}")
    remark = page.get_by_text("Arrive tard").first
    assert faults_on_each_screen(page, lambda: expect(remark).to_be_visible()) == []


@on_each_screen
def test_axe_finds_nothing_in_a_stay_and_what_is_done_with_it(
    visits: Visits, stay: str, screen: Device
) -> None:
    page = planning(visits, f"stay={stay}", device=screen)
    expect(page.get_by_role("complementary")).to_contain_text("Martin Dupont")
    assert faults_by_day_and_night(page) == []
    page.get_by_role("button", name="Annuler le séjour").click()
    expect(page.get_by_role("dialog")).to_contain_text("Rend 1 place")
    assert faults_by_day_and_night(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Modifier").click()
    expect(page.get_by_role("dialog")).to_contain_text("26,00")
    assert faults_by_day_and_night(page) == []


@on_each_screen
def test_axe_finds_nothing_on_the_sheet_of_a_stay(
    visits: Visits, stay: str, screen: Device
) -> None:
    page = planning(visits, f"book={night(HERE)}.2", device=screen)
    sheet = page.get_by_role("dialog")
    sheet.get_by_role("textbox", name="Adulte", exact=True).fill("3")
    expect(sheet.get_by_text("Il manque des places")).to_be_visible()
    expect(sheet.get_by_role("button", name="Réservation ferme")).to_be_enabled()
    sheet.get_by_role("button", name="Réservation ferme").click()
    expect(sheet.get_by_text("À remplir").first).to_be_visible()
    assert faults_by_day_and_night(page) == []


def test_a_day_and_a_stay_have_every_word_in_every_language(visits: Visits, stay: str) -> None:
    page = planning(visits, f"day={night(HERE)}", f"stay={stay}", language="es")
    for language in each_language(page, "es"):
        expect(page.get_by_role("complementary")).to_contain_text("Martin Dupont")
        assert raw_keys(page) == [], language


def test_the_sheet_of_a_stay_has_every_word_in_every_language(visits: Visits, stay: str) -> None:
    page = planning(visits, language="en")
    grid, sheet = page.get_by_role("grid"), page.get_by_role("dialog")
    for language in each_language(page, "en"):
        expect(grid).to_contain_text("15/15")
        grid.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Shift+ArrowRight")
        page.keyboard.press("Enter")
        expect(sheet).to_contain_text(re.compile("26,00|26.00"))
        assert raw_keys(page) == [], language
        page.keyboard.press("Escape")
        expect(sheet).to_have_count(0)
