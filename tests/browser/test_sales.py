"""What a hut has sold, as its warden follows it (R39, R41, R42)."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from comptoir_local.demo_hotel import WARDEN
from comptoir_local.demo_huts.desk import HutDesk
from tests.browser.accessible import faults_on_each_screen
from tests.browser.evening import Evening
from tests.browser.languages import each_language, raw_keys
from tests.browser.visits import Visits

HUT = "refuge-nerez"
SALES = f"/p/{HUT}/sales"
ARCHIVE = f"{SALES}?view=archive"
ZONE = ZoneInfo("Europe/Paris")


class Hut:
    """The hut's desk, beside the browser."""

    def __init__(self, evening: Evening) -> None:
        self._aside = evening.aside
        self._desk = HutDesk(evening.desk.api, HUT)

    def book(self, surname: str, wish: str = "firm", persons: int = 2) -> dict[str, Any]:
        # Some night of the season: one alone would be full before the last test.
        night = datetime.now(ZONE).date() + timedelta(days=50 + secrets.randbelow(200))
        line = {"night": night.isoformat(), "rate_id": "adulte", "persons": persons}
        contact = {"surname": surname, "given_name": "Ombeline", "phone": "+33639987123"}
        body = {
            "cart": {"nights": [line]},
            "contact": {**contact, "mail": f"{surname.lower()}@courrier.example"},
            "wish": wish,
            "send_mail": False,
        }
        return self._aside.run(self._desk.post("/stays", body))

    def cancel(self, stay: dict[str, Any]) -> None:
        path = f"/stays/{stay['order_id']}/cancel"
        self._aside.run(self._desk.post(path, {"reason": "Neige", "send_mail": False}))


@pytest.fixture
def hut(evening: Evening) -> Hut:
    return Hut(evening)


def a_surname() -> str:
    """That nobody else has."""
    return "Q" + "".join(chr(ord("a") + byte % 26) for byte in secrets.token_bytes(9))


def listed(page: Page, surname: str) -> Any:
    return page.get_by_role("row").filter(has_text=surname)


@pytest.mark.feature("R39")
def test_the_latest_sale_comes_by_itself_and_says_what_becomes_of_it(
    visits: Visits, hut: Hut
) -> None:
    hut.book(a_surname())
    page = visits.open(SALES, WARDEN)
    expect(page.get_by_role("heading", name="Suivi des ventes", level=1)).to_be_visible()
    expect(page.get_by_role("grid")).to_be_visible()
    surname = a_surname()
    stay = hut.book(surname, "option", 3)
    row = listed(page, surname)
    expect(row).to_contain_text("Pré-résa")
    expect(row).to_contain_text("78,00 €")
    # The newest stands on top, below the heads.
    expect(page.get_by_role("row").nth(1)).to_contain_text(surname)
    hut.cancel(stay)
    expect(row).to_contain_text("Annulée")


@pytest.mark.feature("R39")
def test_a_sale_is_found_by_guest_and_state_and_the_address_keeps_what_was_asked(
    visits: Visits, hut: Hut
) -> None:
    surname = a_surname()
    stay = hut.book(surname, "option")
    page = visits.open(SALES, WARDEN)
    page.get_by_role("searchbox").fill(surname[:6])
    expect(page).to_have_url(re.compile(f"q={surname[:6]}"))
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("button", name="État").click()
    page.get_by_role("checkbox", name="Résa", exact=True).check()
    expect(page.get_by_text("Aucune vente ne correspond")).to_be_visible()
    expect(page).to_have_url(re.compile("state=firm"))
    page.reload()
    expect(page.get_by_text("Aucune vente ne correspond")).to_be_visible()
    page.get_by_role("button", name="Effacer les filtres").first.click()
    page.get_by_role("searchbox").fill("06 39 98 71 23")
    row = listed(page, stay["reference"])
    row.click()
    expect(page).to_have_url(re.compile(f"stay={stay['order_id']}"))
    expect(row).to_have_attribute("aria-selected", "true")


@pytest.mark.feature("R39")
def test_sales_are_gone_through_by_keyboard(visits: Visits, hut: Hut) -> None:
    surnames = [a_surname() for _ in range(2)]
    stays = [hut.book(surname) for surname in surnames]
    page = visits.open(SALES, WARDEN)
    for surname in surnames:
        expect(listed(page, surname)).to_be_visible()
    page.get_by_role("grid").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"stay={stays[0]['order_id']}"))


@pytest.mark.feature("R41")
def test_the_archive_has_each_month_with_options_apart_as_of_any_day(
    visits: Visits, hut: Hut
) -> None:
    hut.book(a_surname())
    page = visits.open(SALES, WARDEN)
    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_role("img", name=re.compile("^Ventes par mois"))).to_be_visible()
    table = page.get_by_role("table")
    for name in ("PRÉ-RÉSAS", "RÉSAS", "TOTAL"):
        expect(table.get_by_role("columnheader", name=name, exact=True)).to_be_visible()
    year = datetime.now(ZONE).year
    expect(table.get_by_role("rowheader", name=str(year), exact=True)).to_be_visible()
    before = datetime.now(ZONE).date() - timedelta(days=400)
    page.get_by_label("Tel qu’au").fill(before.isoformat())
    expect(page.get_by_text("Rien n’était vendu ce jour-là")).to_be_visible()
    expect(page).to_have_url(re.compile(f"as_of={before}"))
    page.get_by_role("button", name="Aujourd’hui").click()
    table.get_by_role("link").nth(1).click()
    first = date(year, datetime.now(ZONE).month, 1)
    expect(page).to_have_url(re.compile(f"from={first}"))
    expect(page.get_by_role("grid")).to_be_visible()


@pytest.mark.feature("R42")
def test_the_listed_sales_are_taken_away_on_paper(visits: Visits, hut: Hut) -> None:
    surname = a_surname()
    stay = hut.book(surname)
    page = visits.open(f"{SALES}?q={surname}", WARDEN)
    expect(listed(page, surname)).to_be_visible()
    page.get_by_role("button", name="Exporter").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="PDF, pour imprimer").click()
    assert download.value.suggested_filename == f"{HUT}-sales.pdf"
    with open(download.value.path(), "rb") as file:
        (paper,) = PdfReader(BytesIO(file.read())).pages
    text = paper.extract_text()
    assert stay["reference"] in text
    assert f"Ombeline {surname}" in text


@pytest.mark.parametrize("address", [SALES, ARCHIVE])
def test_axe_finds_nothing_in_the_sales(visits: Visits, hut: Hut, address: str) -> None:
    hut.book(a_surname())
    page = visits.open(address, WARDEN)
    assert faults_on_each_screen(page, lambda: drawn(page, address)) == []


def drawn(page: Page, address: str) -> None:
    expect(page.get_by_role("table" if address == ARCHIVE else "grid")).to_be_visible()


@pytest.mark.parametrize(("address", "loaded"), [(SALES, "it"), (ARCHIVE, "de")])
def test_the_sales_speak_the_persons_language(
    visits: Visits, hut: Hut, address: str, loaded: str
) -> None:
    hut.book(a_surname())
    page = visits.open(address, WARDEN, loaded)
    for language in each_language(page, loaded):
        drawn(page, address)
        assert raw_keys(page) == [], language
