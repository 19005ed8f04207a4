"""The main ways through the back office, by keyboard alone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.board import panel, row
from tests.browser.evening import DIRECTION, HOUSE, RECEPTION, Evening
from tests.browser.visits import Visits, password_field


def test_one_signs_in_without_a_mouse(visits: Visits, evening: Evening) -> None:
    page = visits.open("/sign-in", mail=None)
    expect(page.get_by_label("Adresse mail")).to_be_focused()
    page.keyboard.type(RECEPTION)
    page.keyboard.press("Tab")
    expect(password_field(page)).to_be_focused()
    page.keyboard.type(evening.password)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{HOUSE}/activity$"))


@pytest.mark.feature("O11")
def test_arrows_go_through_the_orders_enter_opens_one_and_escape_closes_it(
    visits: Visits, evening: Evening
) -> None:
    older, newer = evening.order(), evening.order()
    page = visits.open(f"{HOUSE}/orders", RECEPTION)
    expect(row(page, newer)).to_be_visible()
    heard(page)
    page.get_by_role("grid").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    panel(page, older)
    expect(page).to_have_url(re.compile(rf"order={older.order_id}"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("complementary")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/orders$"))


def test_a_slash_goes_to_the_search_and_escape_empties_it(visits: Visits, evening: Evening) -> None:
    ordered = evening.order()
    page = visits.open(f"{HOUSE}/orders", RECEPTION)
    expect(row(page, ordered)).to_be_visible()
    heard(page)
    page.keyboard.press("/")
    field = page.get_by_label("Rechercher", exact=True)
    expect(field).to_be_focused()
    page.keyboard.type("no such guest")
    expect(page.get_by_text("Aucune commande ne correspond")).to_be_visible()
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    expect(row(page, ordered)).to_be_visible()


def test_the_palette_finds_pages_and_orders(visits: Visits, evening: Evening) -> None:
    ordered = evening.order()
    page = visits.open(f"{HOUSE}/activity", DIRECTION)
    palette_for(page, "Chiffres")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{HOUSE}/figures$"))
    palette_for(page, ordered.reference)
    expect(page.get_by_role("dialog")).to_contain_text(ordered.body["restaurant"]["name"])
    page.keyboard.press("Enter")
    panel(page, ordered)


def heard(page: Page) -> None:
    """Wait until the page hears the keys."""
    expect(page.locator("html")).to_have_attribute("data-keys", "heard")


def palette_for(page: Page, text: str) -> None:
    heard(page)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_be_focused()
    page.keyboard.type(text)


def test_a_question_mark_lists_the_keys_and_escape_puts_them_away(
    visits: Visits, evening: Evening
) -> None:
    page = visits.open(f"{HOUSE}/live", RECEPTION)
    heard(page)
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Clavier")
    expect(keys).to_contain_text("Rechercher dans la page")
    page.keyboard.press("Escape")
    expect(keys).to_have_count(0)


def test_the_first_stop_skips_the_menu_and_every_stop_shows_itself(
    visits: Visits, evening: Evening
) -> None:
    page = visits.open(f"{HOUSE}/orders", RECEPTION)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(HIDDEN_FOCUS) is None


# What has the focus and looks as it does without: no ring, no frame of its own.
HIDDEN_FOCUS = """async () => {
  const look = async (one) => {
    const fading = document.getAnimations().filter(
      (moving) => moving.effect.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(fading.map((moving) => moving.finished));
    const chosen = document.getElementById(one.getAttribute("aria-activedescendant") ?? "");
    const parts = [one, one.parentElement, one.nextElementSibling, chosen].filter(Boolean);
    return parts.map((part) => {
      const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(part);
      return [outlineStyle, outlineWidth, boxShadow, borderColor].join();
    }).join();
  };
  const one = document.activeElement;
  if (one === document.body) return null;
  const focused = await look(one);
  one.blur();
  const without = await look(one);
  one.focus();
  return focused === without ? one.outerHTML : null;
}"""
