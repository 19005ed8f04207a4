"""A guest books a hut on a phone, from the dates to the stay's own page; and what happens where it
does not go smoothly (R06, R19, R32, R33, R46, R47, R58)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from comptoir_local.processes import Installation
from tests.browser.accessible import faults, faults_by_day_and_night
from tests.browser.background import Background
from tests.browser.devices import LOCALES
from tests.browser.measuring import measured
from tests.browser.public_hut import (
    GUEST,
    HUT,
    NAME,
    NEXT,
    NEXT_NAME,
    BookedHut,
    chosen,
    hut_for_guests,
    introduced,
    night_of,
    on,
)
from tests.browser.visits import Visits
from tests.support.huts import TERMS, night

AT = f"/book/{HUT}"
SCRIPT_BYTES = 110_000
# Words of each language that stand on its page: step, strong button, its stay's state.
SPOKEN = {
    "fr": ("Quand venez-vous ?", "Continuer", "Mois suivant"),
    "en": ("When are you coming?", "Continue", "Next month"),
    "it": ("Quando arriva?", "Continuare", "Mese successivo"),
    "de": ("Wann kommen Sie?", "Weiter", "Nächster Monat"),
    "es": ("¿Cuándo viene?", "Continuar", "Mes siguiente"),
}


@pytest.fixture(scope="module")
def hut(installation: Installation, aside: Background) -> Iterator[BookedHut]:
    with aside.entered(hut_for_guests(installation)) as desk:
        yield BookedHut(aside, desk)


@pytest.fixture(scope="module")
def next_hut(installation: Installation, aside: Background) -> Iterator[BookedHut]:
    with aside.entered(hut_for_guests(installation, NEXT)) as desk:
        yield BookedHut(aside, desk)


def opened(visits: Visits, language: str = "fr", **more: Any) -> Page:
    return visits.open(AT, None, language, device="phone", **more)


def sent(page: Page) -> None:
    page.get_by_role("checkbox", name=re.compile("J’accepte")).check()
    page.get_by_role("button", name="Envoyer la pré-réservation").click()


@pytest.mark.feature("R04", "R06", "R19", "R32", "R33", "R47", "R55")
def test_a_guest_books_on_a_phone_from_the_dates_to_the_mail_and_the_line_in_sales(
    visits: Visits, hut: BookedHut, installation: Installation
) -> None:
    page = opened(visits)
    expect(page.get_by_role("heading", level=1, name=NAME)).to_be_visible()
    expect(page.get_by_text("dès 13,00 €")).to_be_visible()
    day = night_of(page, 0)
    expect(day).to_have_accessible_name(re.compile(r"19 places libres"))
    day.click()
    page.get_by_role("button", name="Une nuit de plus").click()
    on(page)
    expect(page.get_by_text("Draps non fournis.")).to_be_visible()
    expect(page.get_by_role("group", name="Dortoir").get_by_text("15 places")).to_be_visible()
    for _ in range(2):
        page.get_by_role("button", name="Une de plus : Adulte").click()
    page.get_by_role("button", name="Une de plus : Enfant").click()
    page.get_by_role("button", name="Une de plus : Pique-nique").click()
    bar = page.locator(".bar")
    expect(bar).to_contain_text("142,00 €")
    expect(bar).to_contain_text("3 personnes · 2 nuits")
    on(page)
    introduced(page)
    expect(page.get_by_role("cell", name="142,00 €")).to_be_visible()
    expect(page.locator(".strong")).to_have_count(1)
    sent(page)
    expect(page).to_have_url(re.compile("/guest/stays/"))
    expect(page.get_by_role("heading", name="Pré-réservation enregistrée")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("142,00")
    reference = page.locator(".reference").inner_text().split()[-1]
    (sold,) = hut.get("/sales", q=reference)["stays"]
    assert (sold["state"], sold["source"], sold["persons"]) == ("option", "web", 3)
    hut.mailed(installation, reference)
    hut.shows(1, 12)


@pytest.mark.feature("R06", "R07")
def test_a_guest_reads_whom_they_deal_with_and_on_whose_terms(
    visits: Visits, hut: BookedHut
) -> None:
    page = opened(visits)
    about = page.get_by_role("region", name="Contact")
    for said in ("Élodie", "+33 4 50 00 00 00", "gardien@merlet.example"):
        expect(about.get_by_text(said)).to_be_visible()
    chosen(page, 40)
    introduced(page)
    page.get_by_text("Lire les conditions de vente").click()
    expect(page.get_by_text(TERMS)).to_be_visible()


@pytest.mark.feature("R32")
def test_a_refusal_says_which_night_is_short_and_keeps_everything_typed(
    visits: Visits, hut: BookedHut
) -> None:
    hut.put(f"/planning/{night(21)}/dortoir", {"to": 6})
    page = opened(visits)
    chosen(page, 20, nights=3, adults=4)
    introduced(page)
    hut.book(4, 21)  # somebody else was faster
    sent(page)
    told = page.get_by_role("alert")
    expect(told).to_contain_text("Ces places ne sont plus toutes libres")
    visits.complaints.expect_refused("409 POST")
    expect(told).to_contain_text("il manque 2 places, 2 places libres")
    expect(page.get_by_role("group", name="Dortoir")).to_contain_text("2 places libres")
    for _ in range(2):
        page.get_by_role("button", name="Une de moins : Adulte").click()
    on(page)
    expect(page.get_by_label("Nom", exact=True)).to_have_value("Dupont")
    on(page)
    sent(page)
    expect(page.get_by_role("heading", name="Pré-réservation enregistrée")).to_be_visible()


@pytest.mark.feature("R06")
def test_nothing_is_sent_before_the_terms_are_accepted(visits: Visits, hut: BookedHut) -> None:
    page = opened(visits)
    chosen(page, 3)
    introduced(page)
    page.get_by_text("Lire les conditions de vente").click()
    expect(page.get_by_text("Toute nuitée annulée la veille reste due.")).to_be_visible()
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("alert")).to_contain_text("Acceptez d’abord")
    expect(page.get_by_role("checkbox", name=re.compile("J’accepte"))).to_be_focused()
    hut.shows(3, 15)


@pytest.mark.feature("R06")
def test_a_tour_of_two_huts_accepts_the_terms_of_each_and_is_one_stay(
    visits: Visits, hut: BookedHut, next_hut: BookedHut
) -> None:
    page = visits.open(f"/book/{NEXT}", None, device="phone")
    chosen(page, 31)
    page.goto(AT)
    chosen(page, 30)
    introduced(page)
    page.get_by_role("checkbox", name=f"Avec {NEXT_NAME}").check()
    expect(page.get_by_role("cell", name="104,00 €")).to_be_visible()
    page.get_by_role("checkbox", name=f"J’accepte les conditions de vente de {NAME}").check()
    page.get_by_role("button", name="Envoyer").click()
    theirs = page.get_by_role("checkbox", name=f"J’accepte les conditions de vente de {NEXT_NAME}")
    expect(theirs).to_be_focused()
    theirs.check()
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", name="Pré-réservation enregistrée")).to_be_visible()
    for name in (NAME, NEXT_NAME):
        expect(page.get_by_role("heading", level=2, name=name)).to_be_visible()
    hut.shows(30, 13)
    next_hut.shows(31, 13)


@pytest.mark.feature("R46")
def test_a_group_is_told_to_ask_the_hut(visits: Visits, hut: BookedHut) -> None:
    page = opened(visits)
    night_of(page, 4).click()
    on(page)
    for _ in range(10):
        page.get_by_role("button", name="Une de plus : Adulte").click()
    told = page.get_by_role("alert")
    expect(told).to_contain_text("À partir de 10, c’est un groupe")
    expect(page.get_by_role("button", name="Continuer")).to_have_count(0)
    expect(told.get_by_role("link", name=re.compile("Appeler"))).to_have_attribute(
        "href", "tel:+33450000000"
    )
    page.get_by_role("button", name="Une de moins : Adulte").click()
    on(page)
    expect(page.get_by_role("heading", name="Qui réserve ?")).to_be_visible()


@pytest.mark.feature("R47")
def test_each_field_that_the_hut_needs_says_what_is_missing(visits: Visits, hut: BookedHut) -> None:
    page = opened(visits)
    chosen(page, 5)
    on(page)
    for label in GUEST:
        field = page.get_by_label(label, exact=True)
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_attribute("required", "")
    expect(page.get_by_label("Prénom", exact=True)).to_be_focused()
    page.get_by_label("E-mail", exact=True).fill("martin@mail")
    expect(page.get_by_text("Une adresse complète")).to_be_visible()
    introduced(page)
    expect(page.get_by_role("heading", name="Tout est juste ?")).to_be_visible()


@pytest.mark.feature("R58")
def test_a_guest_gives_a_pre_booking_back_after_reading_what_that_does(
    visits: Visits, hut: BookedHut
) -> None:
    page = opened(visits)
    chosen(page, 7, adults=2)
    introduced(page)
    sent(page)
    expect(page.get_by_text("Ajouter une personne")).to_be_visible()
    page.get_by_text("Annuler ma pré-réservation").click()
    expect(page.get_by_text("Vous rendez 2 places (1 nuit)")).to_be_visible()
    page.get_by_role("button", name="Garder ma pré-réservation").click()
    expect(page.get_by_text("Vous rendez 2 places (1 nuit)")).to_be_hidden()
    page.get_by_text("Annuler ma pré-réservation").click()
    page.get_by_role("button", name="Rendre les places").click()
    expect(page.get_by_role("heading", name="Séjour annulé")).to_be_visible()
    hut.shows(7, 15)
    page.get_by_role("link", name="Réserver à nouveau").click()
    expect(page.get_by_role("heading", name="Quand venez-vous ?")).to_be_visible()


def test_what_was_chosen_and_typed_is_there_after_a_reload_and_in_another_language(
    visits: Visits, hut: BookedHut
) -> None:
    page = opened(visits)
    chosen(page, 8, adults=3)
    page.get_by_label("Prénom", exact=True).fill("Martin")
    page.reload()
    expect(page.get_by_label("Prénom", exact=True)).to_have_value("Martin")
    page.get_by_role("link", name="Deutsch").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    night_of(page, 8, "Nächster Monat")
    expect(page.locator(f"[data-night='{night(8)}']")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Weiter").click()
    expect(page.locator(".bar")).to_contain_text("3 Personen")


def test_the_back_button_goes_one_step_back(visits: Visits, hut: BookedHut) -> None:
    page = opened(visits)
    chosen(page, 9)
    expect(page.get_by_role("heading", name="Qui réserve ?")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Combien de personnes ?")).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("heading", name="Qui réserve ?")).to_be_visible()


def test_a_night_that_cannot_be_had_says_why_when_it_is_touched(
    visits: Visits, hut: BookedHut
) -> None:
    hut.put("/closures", {"closed": [night(12)]})
    hut.put(f"/planning/{night(13)}/dortoir", {"to": 0})
    hut.put(f"/planning/{night(13)}/chambre", {"by": -4})
    page = opened(visits)
    night_of(page, 12).click(force=True)
    said = page.get_by_role("status").filter(has_text=":")
    expect(said).to_contain_text("Le refuge est fermé")
    night_of(page, 13).click(force=True)
    expect(said).to_contain_text("Complet")
    hut.put("/closures", {"closed": []})


def test_the_calendar_is_walked_by_keys(visits: Visits, hut: BookedHut) -> None:
    page = visits.open(AT, None)
    day = night_of(page, 14)
    day.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"[data-night='{night(15)}']")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"[data-night='{night(22)}']")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator(f"[data-night='{night(15)}']")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("language", LOCALES)
def test_the_booking_speaks_the_phones_language(
    visits: Visits, hut: BookedHut, language: str
) -> None:
    heading, strong, later = SPOKEN[language]
    page = opened(visits, language)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    night_of(page, 16, later).click()
    page.get_by_role("button", name=strong, exact=True).click()
    expect(page.locator(".settled")).to_be_visible()


def test_axe_finds_nothing_at_any_step(visits: Visits, hut: BookedHut) -> None:
    page = opened(visits)
    night_of(page, 17).click()
    assert faults_by_day_and_night(page) == []
    on(page)
    page.get_by_role("button", name="Une de plus : Adulte").click()
    page.locator(".priced summary").first.click()
    assert faults_by_day_and_night(page) == []
    on(page)
    on(page)
    page.get_by_text("Adresse (facultatif)").click()
    assert faults_by_day_and_night(page) == []
    introduced(page)
    page.get_by_text("Lire les conditions de vente").click()
    expect(page.get_by_text("Toute nuitée")).to_be_visible()
    assert faults_by_day_and_night(page) == []
    sent(page)
    expect(page).to_have_url(re.compile("/guest/stays/"))
    page.get_by_text("Annuler ma pré-réservation").click()
    assert faults_by_day_and_night(page) == []


def test_the_booking_comes_to_a_phone_in_one_small_script(visits: Visits, hut: BookedHut) -> None:
    device = visits.device(None, device="phone")
    load = measured(device, AT, "() => document.querySelector('[data-night]') !== null")
    assert 0 < sum(load.scripts.values()) < SCRIPT_BYTES, load.scripts
    assert len(load.scripts) == 1


def test_what_is_no_hut_says_so(visits: Visits, hut: BookedHut) -> None:
    page = visits.open("/book/refuge-nulle-part", None, device="phone")
    expect(page.get_by_role("heading", name="Ce refuge n’est pas ici")).to_be_visible()
    visits.complaints.expect_refused("404 GET")
    assert faults(page) == []
