"""The planning as its warden sees it: places night by night, changed by hand, and live (R34 to
R38)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.huts import AT_DESK, LAC_PAGES, WARDEN, Huts
from tests.browser.visits import Visits
from tests.support.huts import NIGHT, night

# Each test has nights of its own.
SEEN, KEYS, BY_HAND, SOLD, CLOSED, TWO_DESKS, DRAWN, FAR = (n * 3 for n in range(8))


def planning(visits: Visits, n: int, mail: str = WARDEN, **more: str) -> Page:
    """The planning, which begins just before the n-th night."""
    query = "&".join(f"{name}={value}" for name, value in more.items())
    return visits.open(f"{LAC_PAGES}/planning?from={night(n - 1)}&{query}", mail)


def cell(page: Page, n: int, name: str = "Dortoir") -> Locator:
    row = page.get_by_role("row", name=re.compile(f"^{name}"))
    return row.locator(f'[data-night="{(NIGHT - EPOCH).days + n}"]')


EPOCH = type(NIGHT)(1970, 1, 1)


def day(page: Page) -> Locator:
    return page.locator("section[aria-labelledby=day-title]")


@pytest.mark.feature("R34", "R37", "R38")
def test_a_cell_says_what_is_left_and_of_how_many_and_who_has_the_rest(
    visits: Visits, huts: Huts
) -> None:
    huts.book(SEEN, persons=3)
    page = planning(visits, SEEN)
    seen = cell(page, SEEN)
    expect(seen).to_have_text(re.compile("12/15"))
    expect(seen).to_have_accessible_name(re.compile("12 places libres sur 15 · 1 séjour, 3 pers"))
    expect(seen).to_have_accessible_name(re.compile("dont 3 personnes en option"))
    seen.hover()
    expect(page.get_by_text("12 places libres sur 15").last).to_be_visible()
    seen.click()
    expect(page).to_have_url(re.compile(f"day={night(SEEN)}"))
    expect(day(page)).to_contain_text("Martin Dupont")


@pytest.mark.feature("R38")
def test_one_is_told_why_a_night_cannot_be_booked(visits: Visits, huts: Huts) -> None:
    page = planning(visits, -11)
    before = cell(page, -11)
    before.hover()
    why = page.get_by_text(re.compile("aucune ouverture ne couvre cette nuit"))
    expect(why.last).to_be_visible()
    expect(before).to_have_accessible_name(re.compile("Pas en vente"))


@pytest.mark.feature("R37")
def test_arrows_go_through_the_grid_and_enter_opens_the_day(visits: Visits, huts: Huts) -> None:
    page = planning(visits, KEYS)
    expect(cell(page, KEYS)).to_have_text(re.compile("15"))
    grid = page.get_by_role("grid")
    grid.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"day={night(KEYS)}"))
    expect(day(page).get_by_role("heading", level=2).first).to_be_visible()
    grid.focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(f"day={night(KEYS + 1)}"))
    page.keyboard.press("Escape")
    expect(day(page)).to_have_count(0)
    grid.focus()
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Nouveau séjour")).to_be_visible()
    expect(page.get_by_label("Nombre de nuits")).to_have_value("2")


@pytest.mark.feature("R35")
def test_places_are_taken_off_and_added_by_hand_and_the_last_change_taken_back(
    visits: Visits, huts: Huts
) -> None:
    page = planning(visits, BY_HAND, day=night(BY_HAND))
    line = day(page).get_by_role("listitem").filter(has_text="Dortoir").first
    fewer = line.get_by_role("button", name="Une place de moins, Dortoir")
    fewer.click()
    fewer.click()
    expect(line).to_contain_text("13 places libres sur 13")
    expect(line).to_contain_text("ajusté de −2")
    expect(cell(page, BY_HAND)).to_have_text(re.compile("13/13"))
    line.get_by_role("button", name=re.compile("^Revenir à 14 places")).click()
    expect(line).to_contain_text("14 places libres sur 14")
    line.get_by_role("button", name="Saisir les places, Dortoir").click()
    page.get_by_label("Places en tout").fill("20")
    page.get_by_role("button", name="Enregistrer").click()
    expect(line).to_contain_text("20 places libres sur 20")
    page.reload()
    expect(line).to_contain_text("20 places libres sur 20")
    huts.shown(BY_HAND, 20)


@pytest.mark.feature("R35")
def test_what_is_sold_is_named_before_it_is_undercut(visits: Visits, huts: Huts) -> None:
    huts.book(SOLD, persons=5)
    page = planning(visits, SOLD, day=night(SOLD))
    page.get_by_role("button", name="Saisir les places, Dortoir").click()
    page.get_by_label("Places en tout").fill("3")
    page.get_by_role("button", name="Enregistrer").click()
    asked = page.get_by_role("dialog", name="Des places sont déjà vendues")
    expect(asked).to_contain_text("Dortoir : 5 places sont vendues, il n’en resterait que 3")
    visits.complaints.expect_refused("409 PUT .*/dortoir")
    asked.get_by_role("button", name="Changer quand même").click()
    expect(asked).to_have_count(0)
    expect(cell(page, SOLD)).to_have_text(re.compile("0/3"))


@pytest.mark.feature("R36")
def test_the_hut_is_closed_for_a_day_from_its_planning_and_opened_again(
    visits: Visits, huts: Huts
) -> None:
    huts.book(CLOSED, persons=2)
    page = planning(visits, CLOSED, day=night(CLOSED))
    page.get_by_role("button", name="Fermer le refuge ce jour-là").click()
    asked = page.get_by_role("dialog", name="Des places sont déjà vendues")
    expect(asked).to_contain_text("Les séjours réservés le restent")
    visits.complaints.expect_refused("409 PUT .*/planning/")
    asked.get_by_role("button", name="Fermer quand même").click()
    expect(cell(page, CLOSED)).to_have_accessible_name(re.compile("Fermé ce jour-là"))
    expect(day(page)).to_contain_text("Martin Dupont")
    page.get_by_role("button", name="Rouvrir le refuge ce jour-là").click()
    expect(cell(page, CLOSED)).to_have_text(re.compile("13/15"))


@pytest.mark.feature("R52")
def test_two_desks_see_each_other_s_changes_at_once(visits: Visits, huts: Huts) -> None:
    one = planning(visits, TWO_DESKS, day=night(TWO_DESKS))
    other = planning(visits, TWO_DESKS, AT_DESK, day=night(TWO_DESKS))
    expect(cell(other, TWO_DESKS)).to_have_text(re.compile("15/15"))
    one.get_by_role("button", name="Une place de moins, Dortoir").click()
    expect(cell(other, TWO_DESKS)).to_have_text(re.compile("14/14"))
    expect(day(other)).to_contain_text("14 places libres sur 14")
    huts.book(TWO_DESKS, persons=4)
    for page in (one, other):
        expect(cell(page, TWO_DESKS)).to_have_text(re.compile("10/14"))
        expect(day(page)).to_contain_text("Martin Dupont")


@pytest.mark.feature("R44")
def test_nights_that_are_drawn_over_begin_a_stay(visits: Visits, huts: Huts) -> None:
    page = planning(visits, DRAWN)
    first, last = cell(page, DRAWN), cell(page, DRAWN + 2)
    expect(last).to_have_text(re.compile("15/15"))
    first.hover()
    page.mouse.down()
    last.hover()
    page.mouse.up()
    expect(page.get_by_role("dialog", name="Nouveau séjour")).to_be_visible()
    expect(page.get_by_label("Arrivée")).to_have_value(night(DRAWN))
    expect(page.get_by_label("Nombre de nuits")).to_have_value("3")


@pytest.mark.feature("R37")
def test_one_scrolls_over_two_years_and_finds_the_way_back(visits: Visits, huts: Huts) -> None:
    page = planning(visits, FAR)
    expect(cell(page, FAR)).to_have_text(re.compile("15/15"))
    before = page.url
    scroller = page.locator("[data-planning]")
    scroller.evaluate("(it) => it.scrollTo({ left: it.scrollWidth })")
    last = page.get_by_role("row", name=re.compile("^Dortoir")).get_by_role("gridcell").last
    expect(last).to_have_accessible_name(re.compile("Pas en vente"))
    expect(page).not_to_have_url(before)
    reached = re.search(r"from=(\d{4})", page.url)
    assert reached is not None
    assert int(reached[1]) >= NIGHT.year + 1
    page.get_by_role("button", name="Aujourd’hui").click()
    expect(page.locator("th[data-today]")).to_be_in_viewport()
