"""A guest books a hut and pays on the way, on a phone: to the provider's page and back, to a firm
stay, or to nothing at all (R19, R56, R57)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from chassis.database import Database
from chassis.settings import ChassisSettings, database_name
from comptoir_local.demo_hotel import Secrets
from comptoir_local.processes import Installation
from gateway.access.people import People
from gateway.access.roles import Role
from tests.browser.accessible import faults
from tests.browser.evening import Evening
from tests.browser.public_hut import PAID, BookedHut, chosen, hut_for_guests, introduced
from tests.browser.visits import Visits

# Nights of this file's own: the hut's last, after those of the tests of planning and stays.
PAYING, NOT_PAYING, PRE_BOOKING, CARD, KEPT = 58, 59, 60, 57, 56
RULES = {
    "mode": "booking",
    "payment_means": ["paypal"],
    "deposit": {"kind": "percentage", "value": 30},
    "refund_days": 7,
}
DEPOSIT = 1560


@pytest.fixture(scope="module")
def hut(installation: Installation, tonight: Evening) -> Iterator[BookedHut]:
    """A hut that takes payments; its provider knows it since the partners were set up."""
    with tonight.aside.entered(hut_for_guests(installation, PAID)) as desk:
        hut = BookedHut(tonight.aside, desk)
        hut.ruled(DEPOSIT, **RULES)
        yield hut


def at_the_end(visits: Visits, n: int) -> Page:
    """The last step of a booking of two persons for one night."""
    page = visits.open(f"/book/{PAID}", None, device="phone")
    chosen(page, n)
    introduced(page)
    page.get_by_role("checkbox", name=re.compile("J’accepte")).check()
    return page


def to_the_provider(page: Page) -> None:
    page.get_by_role("button", name="Payer 15,60 €").click()
    expect(page.get_by_role("heading", name="Simulated payment")).to_be_visible()


@pytest.mark.feature("R19", "R56", "R57", "R60")
def test_a_guest_books_pays_the_deposit_and_comes_back_to_a_firm_stay(
    visits: Visits, hut: BookedHut, installation: Installation
) -> None:
    page = at_the_end(visits, PAYING)
    expect(page.locator(".strong")).to_have_count(1)
    assert faults(page) == []
    to_the_provider(page)
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page).to_have_url(re.compile("/guest/stays/"))
    expect(page.get_by_role("heading", name="Réservation ferme")).to_be_visible(timeout=30_000)
    for said in ("Payé en ligne : 15,60", "À régler au refuge : 36,40"):
        expect(page.get_by_text(said)).to_be_visible()
    reference = page.locator(".reference").inner_text().split()[-1]
    (sold,) = hut.get("/sales", q=reference)["stays"]
    assert (sold["state"], sold["source"]) == ("firm", "web")
    hut.mailed(installation, reference)
    page.get_by_text("Annuler ma réservation").click()
    expect(page.get_by_text(re.compile("Les 15,60.€ payés vous sont rendus"))).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Rendre les places").click()
    expect(page.get_by_role("heading", name="Séjour annulé")).to_be_visible()
    expect(page.get_by_text("Rendu : 15,60")).to_be_visible()
    hut.shows(PAYING, 15)


@pytest.mark.feature("R57")
def test_a_guest_who_chooses_the_card_pays_on_the_hosted_page(
    visits: Visits, hut: BookedHut
) -> None:
    hut.ruled(DEPOSIT, **RULES | {"payment_means": ["paypal", "paybox"]})
    page = at_the_end(visits, CARD)
    page.get_by_role("radio", name="Carte bancaire (Paybox)").check()
    expect(page.get_by_text("sur la page de Paybox")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Payer 15,60 €").click()
    expect(page.get_by_role("heading", name="Simulated card page")).to_be_visible()
    expect(page.get_by_text("15.60")).to_be_visible()
    page.get_by_role("button", name="Pay by card").click()
    expect(page).to_have_url(re.compile("/guest/stays/"))
    expect(page.get_by_role("heading", name="Réservation ferme")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Payé en ligne : 15,60")).to_be_visible()
    hut.ruled(DEPOSIT, **RULES)


@pytest.mark.feature("R57")
def test_a_guest_leaves_a_card_and_the_warden_sees_who_keeps_it_and_charges_it(
    visits: Visits, hut: BookedHut, installation: Installation
) -> None:
    hut.ruled(DEPOSIT, **RULES | {"payment_means": ["card_capture"]})
    page = at_the_end(visits, KEPT)
    expect(page.get_by_text("Vous laissez une carte en garantie")).to_be_visible()
    page.get_by_role("button", name="Laisser ma carte et réserver").click()
    expect(page.get_by_role("heading", name="Simulated card vault")).to_be_visible()
    page.get_by_role("button", name="Leave my card").click()
    expect(page.get_by_role("heading", name="Réservation ferme")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Coffre Alpin garde votre carte")).to_be_visible()
    reference = page.locator(".reference").inner_text().split()[-1]
    (sold,) = hut.get("/sales", q=reference)["stays"]
    desk = visits.open(f"/p/{PAID}/sales?stay={sold['order_id']}", warden_of(hut, installation))
    expect(desk.get_by_role("heading", name="Carte gardée par Coffre Alpin")).to_be_visible()
    assert faults(desk) == []
    desk.get_by_role("button", name="Débiter…").click()
    desk.get_by_label("Motif").fill("Pas venu")
    desk.get_by_role("button", name="Débiter 15,60 €").click()
    expect(desk.get_by_text("15,60 € débités")).to_be_visible()
    hut.ruled(DEPOSIT, **RULES)


def warden_of(hut: BookedHut, installation: Installation) -> str:
    """A person who keeps this hut, with the password of everybody here."""
    mail = "gardien@bans.example"
    hut.aside.run(added(installation, mail))
    return mail


async def added(installation: Installation, mail: str) -> None:
    name = database_name(ChassisSettings(namespace=installation.namespace), "gateway")
    database = Database.connect(installation.engines.mongo, name)
    password = Secrets.of(installation.home.root).password
    try:
        roles = {PAID: Role.WARDEN}
        await People(database).add_person(mail, "Élodie", password, roles, False)
    finally:
        database.close()


@pytest.mark.feature("R56")
def test_who_does_not_pay_gives_the_places_back_and_finds_what_they_chose(
    visits: Visits, hut: BookedHut
) -> None:
    page = at_the_end(visits, NOT_PAYING)
    to_the_provider(page)
    hut.shows(NOT_PAYING, 13)
    page.get_by_role("button", name="Do not pay").click()
    page.get_by_role("button", name="Ne pas payer").click()
    expect(page.get_by_role("heading", name="Séjour non réservé")).to_be_visible()
    hut.shows(NOT_PAYING, 15)
    page.get_by_role("link", name="Réserver à nouveau").click()
    page.get_by_role("button", name="Continuer").click()
    expect(page.locator(".bar")).to_contain_text("2 personnes · 1 nuit")


@pytest.mark.feature("R19", "R55")
def test_a_pre_booking_stays_offered_beside_the_payment(visits: Visits, hut: BookedHut) -> None:
    page = at_the_end(visits, PRE_BOOKING)
    page.get_by_role("button", name="Envoyer la pré-réservation").click()
    expect(page.get_by_role("heading", name="Pré-réservation enregistrée")).to_be_visible()
    hut.shows(PRE_BOOKING, 13)
