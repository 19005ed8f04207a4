"""Coming in, being turned away, and coming back to where one was."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from comptoir_local.processes import Installation
from tests.browser.background import Background
from tests.browser.evening import HOUSE, RECEPTION, Evening
from tests.browser.new_hut import new_hut
from tests.browser.visits import Visits, password_field, sign_in


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Compte de Réception").click()
    page.get_by_role("menuitem", name="Se déconnecter").click()
    expect(page).to_have_url(re.compile(r"/sign-in$"))


@pytest.mark.feature("O01", "O02", "R01")
def test_a_person_signs_in_and_lands_on_the_activity(visits: Visits, evening: Evening) -> None:
    page = visits.open("/", mail=None)
    expect(page).to_have_url(re.compile(r"/sign-in$"))
    sign_in(page, RECEPTION, evening.password)
    expect(page).to_have_url(re.compile(f"{HOUSE}/activity$"))
    expect(page.get_by_role("heading", name="Activité", level=1)).to_be_visible()


def test_a_wrong_password_is_said_and_the_password_is_asked_again(visits: Visits) -> None:
    page = visits.open("/sign-in", mail=None)
    sign_in(page, RECEPTION, "not the password")
    expect(page.get_by_role("alert")).to_have_text(
        "L’adresse et le mot de passe ne vont pas ensemble."
    )
    expect(password_field(page)).to_be_focused()
    expect(page.get_by_label("Adresse mail")).to_have_value(RECEPTION)
    visits.complaints.expect_refused(r"401 POST \S+/api/v1/session")


@pytest.mark.feature("O01")
def test_a_bookmark_asks_to_sign_in_and_then_opens(visits: Visits, evening: Evening) -> None:
    page = visits.open(f"{HOUSE}/orders?room=101", mail=None)
    expect(page).to_have_url(re.compile(r"/sign-in\?back="))
    sign_in(page, RECEPTION, evening.password)
    expect(page).to_have_url(re.compile(rf"{HOUSE}/orders\?room=101$"))


@pytest.mark.feature("R01", "R02")
def test_a_warden_s_account_is_of_their_hut_and_its_password_is_taken_letter_by_letter(
    visits: Visits, evening: Evening, installation: Installation, aside: Background
) -> None:
    hut = new_hut(installation, aside)
    page = visits.open(f"{hut.products}/readiness", mail=None)
    sign_in(page, hut.warden, evening.password.swapcase())
    expect(page.get_by_role("alert")).to_be_visible()
    visits.complaints.expect_refused(r"401 POST \S+/api/v1/session")
    password_field(page).fill(evening.password)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_text("Personne ne peut réserver")).to_be_visible()
    page.goto(f"{HOUSE}/activity")
    expect(page.get_by_role("heading", name="Activité", level=1)).to_be_hidden()


def test_a_session_that_ended_leads_back_to_where_one_was(visits: Visits, evening: Evening) -> None:
    device = visits.device(None)
    page, other_tab = device.new_page(), device.new_page()
    page.goto(f"{HOUSE}/orders")
    sign_in(page, RECEPTION, evening.password)
    expect(page).to_have_url(re.compile(f"{HOUSE}/orders$"))
    other_tab.goto(f"{HOUSE}/tasks")
    sign_out(other_tab)
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Activité").click()
    expect(page.get_by_text("Votre session est terminée.")).to_be_visible()
    sign_in(page, RECEPTION, evening.password)
    expect(page).to_have_url(re.compile(f"{HOUSE}/activity$"))
    visits.complaints.expect_refused(r"401 GET \S+")


def test_who_signs_out_is_asked_to_sign_in_again(visits: Visits, evening: Evening) -> None:
    page = visits.open("/sign-in", mail=None)
    sign_in(page, RECEPTION, evening.password)
    sign_out(page)
    page.go_back()
    expect(page.get_by_label("Adresse mail")).to_be_visible()
