"""The reception's evening, as a person at the desk sees it: from the order to the last refund."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.board import at_order, card, column, log, panel, row, write
from tests.browser.evening import HOUSE, RECEPTION, Evening
from tests.browser.visits import Visits
from tests.support.desk import Ordered

CODE = "MX-4821"


def in_french(minor: int) -> str:
    """An amount as French readers write it."""
    return f"{minor // 100},{minor % 100:02}"


def euros(minor: int) -> re.Pattern[str]:
    """The same with its currency, whatever space is between them."""
    return re.compile(rf"{in_french(minor)}\s€")


@pytest.mark.feature("O03", "O04", "O05", "O08", "O09", "O13", "O14", "O17", "O18")
def test_a_meal_is_followed_on_the_board_from_the_order_to_the_guests_bill(
    visits: Visits, evening: Evening
) -> None:
    page = visits.open(f"{HOUSE}/live", RECEPTION)
    expect(page.get_by_role("heading", name="Direct", level=1)).to_be_visible()

    ordered = evening.order(validation_code=CODE)
    here = card(page, ordered)
    expect(here).to_contain_text(ordered.body["room"])
    expect(here).to_contain_text(ordered.body["restaurant"]["name"])
    expect(here).to_contain_text(CODE)
    expect(here.get_by_role("button", name=re.compile("^Messages avec"))).to_have_count(0)
    expect(column(page, "À venir").get_by_text(ordered.reference)).to_be_visible()

    evening.assigned(ordered)
    courier = evening.shown(ordered)["courier"]
    expect(here).to_contain_text(courier["name"])
    the_courier_is_answered_on_the_card(page, evening, ordered)

    evening.on_the_way(ordered)
    expect(column(page, "En route").get_by_text(ordered.reference)).to_be_visible()
    evening.near(ordered)
    expect(column(page, "Tout près").get_by_text(ordered.reference)).to_be_visible()

    here.get_by_role("link", name=re.compile(rf"\b{ordered.body['room']}\b")).click()
    detail = panel(page, ordered)
    due = detail.locator("output")
    expect(due).to_have_text("Après la livraison")
    assert not euros(ordered.body["total"]).search(detail.inner_text())

    evening.delivered(ordered)
    expect(due).to_have_text(euros(ordered.body["total"]))
    expect(detail).to_contain_text("Facturé en chambre")
    expect(column(page, "À la réception").get_by_text(ordered.reference)).to_be_visible()


def the_courier_is_answered_on_the_card(page: Page, evening: Evening, ordered: Ordered) -> None:
    evening.courier_says(ordered, "Où est l’entrée ?")
    mark = card(page, ordered).get_by_role("button", name=re.compile("^Messages avec"))
    expect(mark).to_have_accessible_name(re.compile("1 message non lu"))
    mark.click()
    expect(log(page)).to_contain_text("Où est l’entrée ?")
    write(page, "Au 12, côté jardin.")
    expect(log(page)).to_contain_text("Transmis au livreur")

    evening.heard_by_courier(ordered, "Au 12, côté jardin.")
    evening.courier_says(ordered, "Merci, j’y suis.")
    expect(log(page)).to_contain_text("Merci, j’y suis.")
    page.keyboard.press("Escape")
    expect(log(page)).to_have_count(0)


@pytest.mark.feature("O02", "O21")
def test_a_cancelled_order_leaves_the_board_and_nothing_is_to_be_collected(
    visits: Visits, evening: Evening
) -> None:
    ordered = evening.order(cancel=True)
    page = visits.open(at_order("activity", ordered), RECEPTION)
    detail = panel(page, ordered)
    evening.cancelled(ordered)
    expect(detail.locator("output")).to_have_text("Rien")
    expect(detail).to_contain_text("Annulé")
    feed = page.get_by_role("main").get_by_role("listitem").filter(has_text=ordered.reference)
    expect(feed.first).to_contain_text(re.compile("annul", re.IGNORECASE))


@pytest.mark.feature("O10", "O11", "O16", "O19", "O20")
def test_a_refund_is_taken_off_the_total_before_ones_eyes(visits: Visits, evening: Evening) -> None:
    ordered = evening.order()
    evening.delivered(ordered)
    total = ordered.body["total"]
    page = visits.open(f"{HOUSE}/orders", RECEPTION)
    expect(row(page, ordered)).to_contain_text("Livré")
    row(page, ordered).get_by_role("link", name=ordered.reference).click()
    detail = panel(page, ordered)
    for line in ordered.body["tax_lines"]:
        expect(detail.get_by_text(line["name"]).first).to_be_visible()
    expect(detail.locator("output")).to_have_text(euros(total))
    evening.pay_back(ordered, 100)
    expect(detail.locator("output")).to_have_text(euros(total - 100))
    expect(row(page, ordered)).to_contain_text("Remboursé partiellement")
    evening.pay_back(ordered, total - 100, status="refunded")
    expect(detail.locator("output")).to_have_text("Rien")
    expect(row(page, ordered)).to_contain_text("Remboursé")


@pytest.mark.feature("O19", "O23")
def test_a_claim_is_written_beside_the_order_and_what_the_partner_refunds_shows(
    visits: Visits, evening: Evening
) -> None:
    ordered = evening.order()
    evening.delivered(ordered)
    detail = panel(visits.open(at_order("orders", ordered), RECEPTION), ordered)
    detail.get_by_role("button", name="Réclamer auprès du partenaire").click()
    detail.get_by_label("Ce qui n’allait pas").click()
    detail.page.get_by_role("option", name="Abîmé").click()
    detail.get_by_label("Montant demandé").fill(in_french(ordered.body["total"]))
    detail.get_by_label("Description").fill("Le sac était ouvert.")
    detail.get_by_role("button", name="Envoyer la réclamation").click()
    expect(detail).to_contain_text("Réponse attendue avant")
    evening.claim_granted(ordered)
    expect(detail).to_contain_text("Réclamation : acceptée")
    expect(detail.locator("output")).to_have_text("Rien")


@pytest.mark.feature("O07")
def test_the_mails_button_opens_the_board_with_its_order(visits: Visits, evening: Evening) -> None:
    ordered = evening.order()
    page = visits.open(evening.mailed_link(ordered), RECEPTION)
    expect(page).to_have_url(re.compile(rf"{HOUSE}/live\?order={ordered.order_id}$"))
    expect(page.get_by_role("heading", name="Direct", level=1)).to_be_visible()
    expect(panel(page, ordered)).to_contain_text(ordered.body["room"])


@pytest.mark.feature("O12")
def test_filters_stand_in_the_address_and_a_search_narrows_at_once(
    visits: Visits, evening: Evening
) -> None:
    mine, other = evening.order(cancel=True), evening.order()
    evening.cancelled(mine)
    page = visits.open(f"{HOUSE}/orders?status=cancelled", RECEPTION)
    expect(row(page, mine)).to_be_visible()
    expect(row(page, other)).to_have_count(0)
    page.get_by_role("button", name="Effacer les filtres").click()
    expect(row(page, other)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/orders$"))
    page.get_by_label("Rechercher", exact=True).fill(mine.reference)
    expect(row(page, other)).to_have_count(0)
    expect(row(page, mine)).to_be_visible()
    expect(page).to_have_url(re.compile(rf"/orders\?q={mine.reference}$"))
