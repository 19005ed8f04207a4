"""How one is told of orders, and how one is asked (O01, O24, O25)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.evening import DIRECTION, HOUSE, OPERATIONS, Evening
from tests.browser.visits import Visits


@pytest.mark.feature("O01")
def test_notifications_are_offered_once_on_a_device_and_then_found_in_the_settings(
    visits: Visits, evening: Evening
) -> None:
    page = visits.open(f"{HOUSE}/activity", DIRECTION, permissions=["notifications"])
    offer = page.get_by_role("region", name=re.compile("^Être prévenu à chaque nouvelle commande"))
    expect(offer.get_by_role("button", name="Activer les notifications")).to_be_enabled()
    expect(offer).to_contain_text("favoris")
    offer.get_by_role("button", name=re.compile("^Fermer")).click()
    expect(offer).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(offer).to_have_count(0)
    page.goto(f"{HOUSE}/settings/notifications")
    expect(page.get_by_role("heading", name="Quand vous êtes prévenu")).to_be_visible()


@pytest.mark.feature("O24", "O25")
def test_one_saves_how_one_is_told_behind_ones_initials(visits: Visits, evening: Evening) -> None:
    page = visits.open(f"{HOUSE}/activity", OPERATIONS)
    page.get_by_role("button", name="Compte de Exploitation").click()
    page.get_by_role("menuitem", name="Notifications").click()
    save = page.get_by_role("button", name="Enregistrer les modifications")
    expect(save).to_be_disabled()
    mail, text = wish(page, "Mail"), wish(page, "SMS")
    mail.set_checked(not mail.is_checked())
    text.set_checked(True)
    page.get_by_label("Numéro pour les SMS").fill("+33639987155")
    wished = mail.is_checked()
    save.click()
    expect(save).to_be_disabled()
    page.reload()
    expect(wish(page, "Mail")).to_be_checked(checked=wished)
    expect(wish(page, "SMS")).to_be_checked()
    expect(page.get_by_label("Numéro pour les SMS")).to_have_value(NUMBER)


# With or without the spaces of whoever typed it.
NUMBER = re.compile(r"^\+33 ?6 ?39 ?98 ?71 ?55$")


def wish(page: Page, channel: str) -> Locator:
    return page.get_by_role("checkbox", name=f"Commande livrée, {channel}")


def test_what_was_not_saved_is_kept_as_a_draft(visits: Visits, evening: Evening) -> None:
    page = visits.open(f"{HOUSE}/settings/notifications", DIRECTION)
    page.get_by_label("Numéro pour les SMS").fill("+33639987156")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Direct").click()
    expect(page.get_by_role("heading", name="Direct", level=1)).to_be_visible()
    page.go_back()
    expect(page.get_by_label("Numéro pour les SMS")).to_have_value("+33639987156")
    expect(page.get_by_role("button", name="Enregistrer les modifications")).to_be_enabled()
