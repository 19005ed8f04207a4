"""Stays at the desk, from the sheet on which one books to the cancellation (R43 to R53)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.huts import LAC_PAGES, OF_BOTH, WARDEN, Huts
from tests.browser.visits import Visits
from tests.support.huts import CONTACT, night

# Each test has nights of its own.
BOOKED, NEEDED, SHORT, DRAFT, CHANGED, FIRM, OVER, LISTED, GROUP, WALK = (
    25 + n * 3 for n in range(10)
)


def sheet(visits: Visits, n: int, count: int = 1, mail: str = WARDEN) -> tuple[Page, Locator]:
    """The sheet of a new stay from the n-th night on."""
    address = f"{LAC_PAGES}/planning?from={night(n - 1)}&book={night(n)}.{count}"
    page = visits.open(address, mail)
    return page, page.get_by_role("dialog", name="Nouveau séjour")


def fill_in(form: Locator, **changes: str) -> None:
    """Who comes, as the house needs it."""
    written = {
        "Nom": "Lefèvre",
        "Prénom": "Zoë",
        "Téléphone": "+33 6 00 00 00 01",
        "E-mail": "zoe@exemple.example",
        **changes,
    }
    for label, text in written.items():
        form.get_by_role("textbox", name=label, exact=True).fill(text)


def total(form: Locator) -> Locator:
    return form.get_by_role("status").filter(has_text="€")


def persons(form: Locator, count: int, rate: str = "Adulte") -> None:
    form.get_by_role("textbox", name=rate, exact=True).fill(str(count))


def panel(page: Page) -> Locator:
    return page.get_by_role("complementary")


@pytest.mark.feature("R44", "R45", "R48", "R49", "R50", "R51", "R52")
def test_a_phone_booking_is_one_sheet_with_its_price_and_two_ends(
    visits: Visits, huts: Huts
) -> None:
    page, form = sheet(visits, BOOKED, 2)
    expect(form.get_by_text("Le prix apparaît ici")).to_be_visible()
    persons(form, 2)
    expect(total(form)).to_have_text(re.compile("104,00"))
    form.get_by_role("textbox", name="Pique-nique, pour le séjour").fill("2")
    expect(total(form)).to_have_text(re.compile("128,00"))
    expect(form.get_by_text("n’apparaît sur aucun mail")).to_be_visible()
    fill_in(form, Remarque="Arrive tard")
    expect(form.get_by_role("radio", name="Aucun mail ne sera envoyé")).to_be_checked()
    form.get_by_role("button", name="Enregistrer comme option").click()
    expect(form).to_have_count(0)
    shown = panel(page)
    expect(shown).to_contain_text("Zoë Lefèvre")
    expect(shown).to_contain_text("Pré-résa")
    expect(shown).to_contain_text("128,00")
    expect(shown).to_contain_text("Arrive tard")
    row = page.get_by_role("row", name=re.compile("^Dortoir"))
    expect(row).to_contain_text("13/15")


@pytest.mark.feature("R47")
def test_names_phone_and_mail_are_needed_and_the_city_is_not(visits: Visits, huts: Huts) -> None:
    page, form = sheet(visits, NEEDED)
    persons(form, 1)
    firm = form.get_by_role("button", name="Réservation ferme")
    firm.click()
    for label in ("Nom", "Prénom", "Téléphone", "E-mail"):
        field = form.get_by_role("textbox", name=label, exact=True)
        expect(field).to_have_attribute("aria-invalid", "true")
    expect(form.get_by_role("textbox", name="Nom", exact=True)).to_be_focused()
    fill_in(form, Téléphone="demain")
    firm.click()
    expect(form.get_by_text("Ce n’est pas un numéro de téléphone")).to_be_visible()
    fill_in(form)
    firm.click()
    expect(panel(page)).to_contain_text("Zoë Lefèvre")
    expect(panel(page).get_by_text("Résa", exact=True)).to_be_visible()


@pytest.mark.feature("R44", "R52")
def test_the_night_that_is_short_is_named_and_by_how_many(visits: Visits, huts: Huts) -> None:
    huts.book(SHORT + 1, persons=12)
    _, form = sheet(visits, SHORT, 2)
    persons(form, 5)
    expect(form.get_by_text("il manque 2 places (3 libres)")).to_be_visible()
    fill_in(form)
    form.get_by_role("button", name="Réservation ferme").click()
    refused = form.get_by_role("alert").filter(has_text="Il n’y a plus assez de places")
    expect(refused).to_contain_text("Dortoir : il manque 2 places (3 libres)")
    expect(form.get_by_role("textbox", name="Nom", exact=True)).to_have_value("Lefèvre")
    visits.complaints.expect_refused("409 POST .*/stays")
    huts.shown(SHORT, 15)


def test_a_stay_that_was_not_booked_is_kept_as_a_draft(visits: Visits, huts: Huts) -> None:
    page, form = sheet(visits, DRAFT)
    fill_in(form, Nom="Brouillon")
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    page.goto(f"{LAC_PAGES}/planning?book={night(DRAFT + 1)}.1")
    expect(form.get_by_role("textbox", name="Nom", exact=True)).to_have_value("Brouillon")
    expect(form.get_by_label("Arrivée")).to_have_value(night(DRAFT + 1))


@pytest.mark.feature("R43", "R49", "R58")
def test_a_stay_is_changed_after_the_difference_was_shown(visits: Visits, huts: Huts) -> None:
    stay = huts.book(CHANGED, CHANGED + 1, persons=2)["order_id"]
    page = visits.open(f"{LAC_PAGES}/planning?from={night(CHANGED)}&stay={stay}", WARDEN)
    panel(page).get_by_role("button", name="Modifier").click()
    form = page.get_by_role("dialog", name="Modifier le séjour de M. Martin Dupont")
    persons(form, 3)
    expect(form.get_by_text(re.compile(r"^\+52,00"))).to_be_visible()
    form.get_by_role("button", name="Enregistrer la modification").click()
    expect(form).to_have_count(0)
    expect(panel(page)).to_contain_text("156,00")
    expect(panel(page)).to_contain_text("Modifié")
    expect(page.get_by_role("row", name=re.compile("^Dortoir"))).to_contain_text("12/15")


@pytest.mark.feature("R50")
def test_an_option_shows_when_it_expires_and_is_made_firm(visits: Visits, huts: Huts) -> None:
    stay = huts.book(FIRM)["order_id"]
    page = visits.open(f"{LAC_PAGES}/planning?stay={stay}", WARDEN)
    expect(panel(page)).to_contain_text("L’option expire le")
    panel(page).get_by_role("button", name="Confirmer").click()
    asked = page.get_by_role("dialog", name=re.compile("Rendre ferme"))
    expect(asked).to_contain_text("n’expire plus")
    asked.get_by_role("button", name="Confirmer").click()
    expect(asked).to_have_count(0)
    expect(panel(page)).not_to_contain_text("L’option expire le")
    expect(panel(page).get_by_text("Résa", exact=True)).to_be_visible()


@pytest.mark.feature("R43", "R53")
def test_a_cancellation_names_what_it_gives_back_and_asks_why(visits: Visits, huts: Huts) -> None:
    stay = huts.book(OVER, OVER + 1, persons=4)["order_id"]
    page = visits.open(f"{LAC_PAGES}/planning?from={night(OVER)}&stay={stay}", WARDEN)
    panel(page).get_by_role("button", name="Annuler le séjour").click()
    asked = page.get_by_role("dialog", name=re.compile("Annuler le séjour"))
    expect(asked).to_contain_text("Rend 4 places sur 2 nuits.")
    expect(asked).to_contain_text("martin.dupont@mail.example, langue : Français")
    end = asked.get_by_role("button", name="Annuler le séjour")
    expect(end).to_be_disabled()
    asked.get_by_label("Motif").fill("Orage annoncé")
    end.click()
    expect(panel(page)).to_contain_text("Annulé")
    expect(panel(page)).to_contain_text("Orage annoncé")
    expect(page.get_by_role("row", name=re.compile("^Dortoir"))).to_contain_text("15/15")
    assert huts.stay(stay)["state"] == "cancelled"


@pytest.mark.feature("R43", "R53")
def test_the_day_lists_who_sleeps_there_with_what_they_have(visits: Visits, huts: Huts) -> None:
    extras = [{"supplement_id": "pique-nique", "quantity": 2, "night": night(LISTED)}]
    nights = [{"night": night(LISTED), "rate_id": "adulte", "persons": 2}]
    huts.book(LISTED, cart={"nights": nights, "supplements": extras})
    page = visits.open(f"{LAC_PAGES}/planning?day={night(LISTED)}", WARDEN)
    one = page.get_by_role("listitem").filter(has_text=CONTACT["mail"])
    for said in ("M. Martin Dupont", "01 01 01 01 01", "2 × Adulte", "Total résas", "52,00"):
        expect(one).to_contain_text(said)
    for said in ("2 × Pique-nique", "Total suppléments", "24,00", "76,00"):
        expect(one).to_contain_text(said)
    one.get_by_role("button", name="Détail, M. Martin Dupont").click()
    expect(panel(page)).to_contain_text("Martin Dupont")
    page.keyboard.press("Escape")
    expect(panel(page)).to_have_count(0)
    one.get_by_role("button", name="Annuler la réservation, M. Martin Dupont").click()
    asked = page.get_by_role("dialog")
    asked.get_by_label("Motif").fill("Appel du client")
    asked.get_by_role("button", name="Annuler le séjour").click()
    expect(page.get_by_text("Personne ne dort ici cette nuit-là")).to_be_visible()


@pytest.mark.feature("R46")
def test_so_many_persons_are_told_to_be_a_group_and_booked_all_the_same(
    visits: Visits, huts: Huts
) -> None:
    huts.aside.run(huts.lac.put("/rules", {"rules": {"group_from": 10}}))
    page, form = sheet(visits, GROUP)
    persons(form, 10)
    expect(form.get_by_text("10 personnes : c’est un groupe")).to_be_visible()
    fill_in(form)
    form.get_by_role("button", name="Réservation ferme").click()
    expect(panel(page)).to_contain_text("Zoë Lefèvre")


@pytest.mark.feature("R45", "R49")
def test_who_answers_for_two_huts_books_a_walk_over_both_as_one_stay(
    visits: Visits, huts: Huts
) -> None:
    page, form = sheet(visits, WALK, mail=OF_BOTH)
    persons(form, 2)
    form.get_by_role("button", name="Autre refuge").click()
    page.get_by_role("menuitem", name="Refuge du Col").click()
    there = form.locator("section").filter(has=page.get_by_role("heading", name="Refuge du Col"))
    expect(there.get_by_label("Arrivée")).to_have_value(night(WALK + 1))
    persons(there.first, 2)
    expect(total(form)).to_have_text(re.compile("104,00"))
    fill_in(form)
    form.get_by_role("button", name="Réservation ferme").click()
    expect(panel(page)).to_contain_text("Le séjour continue dans 1 autre refuge")
    huts.shown(WALK, 13)
    huts.shown(WALK + 1, 13, huts.col)
    panel(page).get_by_role("button", name="Modifier").click()
    change = page.get_by_role("dialog", name=re.compile("Modifier le séjour"))
    expect(change.get_by_role("heading", name="Refuge du Col").first).to_be_visible()
    expect(change.get_by_text("Différence")).to_be_visible()
