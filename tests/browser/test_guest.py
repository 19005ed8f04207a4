"""The guest's page, from its signed link: in the guest's language, live, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from partners.demo_data import Guest
from partners.uber.journey import Status
from tests.browser.evening import Evening
from tests.browser.visits import Visits

STRANGERS = {
    "fr": ("Reçue par le restaurant", "Annulée"),
    "en": ("With the restaurant", "Cancelled"),
    "it": ("Ricevuto dal ristorante", "Annullato"),
    "de": ("Beim Restaurant eingegangen", "Storniert"),
    "es": ("Recibido por el restaurante", "Anulado"),
}


def guest_of(language: str) -> Guest:
    return Guest("Astrid", "Sørensen", language, "+33639987055", "214")


@pytest.mark.feature("O22")
@pytest.mark.parametrize("language", STRANGERS)
def test_a_guest_reads_of_the_cancellation_in_their_language_while_the_page_is_open(
    visits: Visits, evening: Evening, language: str
) -> None:
    received, cancelled = STRANGERS[language]
    ordered = evening.order(guest_of(language), cancel=True)
    # The phone speaks another language than the guest said.
    page = visits.open(evening.guest_link(ordered), None, "es", device="phone")
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_role("heading", name=received)).to_be_visible()
    evening.cancelled(ordered)
    expect(page.get_by_role("heading", name=cancelled)).to_be_visible()


@pytest.mark.feature("O14", "O22")
def test_a_guest_follows_the_meal_to_the_reception_and_reads_no_amount_before(
    visits: Visits, evening: Evening
) -> None:
    ordered = evening.order()
    language = ordered.body["guest"]["language"]
    page = visits.open(evening.guest_link(ordered), None, language, device="phone")
    main = page.get_by_role("main")
    expect(page.get_by_text(ordered.reference)).to_be_visible()
    evening.on_the_way(ordered)
    expect(page.locator("#news.on_the_way")).to_be_visible()
    expect(main).not_to_contain_text("EUR")
    evening.move(ordered, Status.DELIVERED, status="delivered")
    expect(page.locator("#news.delivered")).to_be_visible()
    expect(main).to_contain_text("EUR")


def test_a_guest_reads_in_another_language_with_one_press(visits: Visits, evening: Evening) -> None:
    ordered = evening.order(guest_of("de"))
    page = visits.open(evening.guest_link(ordered), None, "de", device="phone")
    expect(page.get_by_role("heading", name="Beim Restaurant eingegangen")).to_be_visible()
    page.get_by_role("navigation", name="Sprache").get_by_role("link", name="Italiano").click()
    expect(page.locator("html")).to_have_attribute("lang", "it")
    expect(page.get_by_role("heading", name="Ricevuto dal ristorante")).to_be_visible()


def test_a_link_that_was_tampered_with_shows_nothing_of_an_order(
    visits: Visits, evening: Evening
) -> None:
    ordered = evening.order()
    link = evening.guest_link(ordered)
    page = visits.open(link[:-2], None, "en", device="phone")
    expect(page.get_by_role("heading", name="This link does not work any more")).to_be_visible()
    expect(page.get_by_text(ordered.reference)).to_have_count(0)
    visits.complaints.expect_refused(r"404 GET \S+")
