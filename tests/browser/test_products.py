"""What a hut says and sells, entered by its warden and saved as one goes (R03, R05, R08 to R33)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from comptoir_local.processes import Installation
from tests.browser.background import Background
from tests.browser.evening import Evening
from tests.browser.new_hut import HutOfATest, new_hut, part, saved
from tests.browser.visits import Visits
from tests.support.huts import NIGHT, RATES, night

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@pytest.fixture
def hut(installation: Installation, aside: Background, tonight: Evening) -> HutOfATest:
    return new_hut(installation, aside)


def section(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Saisie des produits").get_by_role(
        "link", name=re.compile(f"^{name}")
    ).click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def mend(page: Page, item: str) -> None:
    """Go from the checklist to where something is mended."""
    section(page, "Prêt à vendre")
    page.get_by_role("link", name=f"Compléter : {item}").click()


@pytest.mark.feature("R03", "R10", "R11", "R12", "R21", "R25", "R26", "R29", "R31", "R59")
def test_an_empty_hut_becomes_bookable_along_its_checklist(visits: Visits, hut: HutOfATest) -> None:
    page = visits.open(f"{hut.products}/readiness", hut.warden)
    expect(page.get_by_text("Personne ne peut réserver")).to_be_visible()

    mend(page, "Coordonnées")
    contact = part(page, "Infos générales")
    contact.get_by_label("Nom du refuge").fill("Refuge Blanc")
    page.keyboard.press("Tab")
    expect(contact.get_by_text("1 champ à revoir, gardé sur cet appareil")).to_be_visible()
    contact.get_by_label("Adresse mail").fill("gardien@blanc.example")
    saved(contact)

    mend(page, "Conditions générales de vente")
    terms = part(page, "Conditions de vente, Français")
    terms.get_by_label("Conditions de vente").fill("Toute nuitée\nest due.")
    saved(terms)

    mend(page, "Adresse mail d’envoi")
    mails = part(page, "Mails automatiques")
    mails.get_by_label("Adresse mail d’envoi").fill("gardien@blanc.example")
    saved(mails)

    mend(page, "Types de stock")
    stock = part(page, "Dortoirs et chambres")
    stock.get_by_role("button", name="Ajouter un type de stock").click()
    stock.get_by_label("Nom interne").fill("Dortoir du haut")
    stock.get_by_label("Libellé public").fill("Dortoir")
    saved(stock)

    mend(page, "Ouvertures")
    openings = part(page, "Périodes de vente")
    openings.get_by_role("button", name="Ajouter une ligne").click()
    openings.get_by_label("Première nuit").fill(night(0))
    openings.get_by_label("Dernière nuit").fill(night(30))
    openings.get_by_label("Places le lundi").fill("12")
    openings.get_by_role("button", name="12 chaque jour, comme lundi").click()
    saved(openings)

    mend(page, "Tarifs")
    rates = part(page, "Tarifs des nuitées")
    rates.get_by_role("button", name="Ajouter un tarif").click()
    rates.get_by_label("Nom du tarif").fill("Adulte")
    expect(rates.get_by_label("Quantité maximum")).to_have_value("12")
    rates.get_by_label("Prix par personne").fill("26,50")
    saved(rates)

    section(page, "Prêt à vendre")
    expect(page.get_by_text("Réservable dès le")).to_be_visible()
    sold = hut.get("/selling")["selling"]
    assert sold["rates"][0]["unit_amount"] == 2650
    assert sold["openings"][0]["places"] == [12] * 7
    assert sold["stock_types"][0]["label"] == {"fr": "Dortoir"}


@pytest.mark.feature("R13", "R14", "R15", "R18", "R54")
def test_the_sheet_is_written_placed_and_ticked(visits: Visits, hut: HutOfATest) -> None:
    page = visits.open(f"{hut.products}/sheet", hut.warden)
    place = part(page, "Localisation")
    place.get_by_label("Carte du refuge").click(position={"x": 200, "y": 120})
    latitude = place.get_by_label("Latitude")
    expect(latitude).not_to_have_value("")
    latitude.fill("45.0103, 6.3214")
    expect(place.get_by_label("Longitude")).to_have_value("6.3214")
    place.get_by_label("Altitude").fill("3450")
    saved(place)
    assert hut.get("/hut")["sheet"]["position"] == {
        "latitude": 45.0103,
        "longitude": 6.3214,
        "altitude": 3450,
    }

    french = part(page, "Descriptifs, Français")
    french.get_by_label("Résumé").fill("Perché sur son rocher")
    saved(french)
    page.get_by_role("button", name=re.compile("^Italiano")).click()
    italian = part(page, "Descriptifs, Italiano")
    expect(italian.get_by_label("Résumé")).to_have_attribute("placeholder", "Perché sur son rocher")
    expect(italian.get_by_text("le texte « Français » est lu à la place")).to_be_visible()

    ticks = part(page, "Caractéristiques")
    ticks.get_by_text("Douche chaude", exact=True).click()
    ticks.get_by_label("Ce que la liste ne dit pas").fill("Tavola d’orientamento")
    saved(ticks)

    links = part(page, "Liens")
    links.get_by_role("button", name="Ajouter un lien").click()
    links.get_by_label("Adresse web").fill("meteo.example")
    saved(links)
    with page.expect_file_chooser() as chooser:
        links.get_by_role("button", name="Charger un PDF").click()
    chooser.value.set_files({"name": "Plan.pdf", "mimeType": "application/pdf", "buffer": PDF})
    expect(links.get_by_role("heading", name="Plan")).to_be_visible()
    saved(links)
    sheet = hut.get("/hut")["sheet"]
    assert sheet["characteristics"]["chosen"] == {"comfort": ["hot_shower"]}
    assert sheet["characteristics"]["other"] == {"it": "Tavola d’orientamento"}
    assert [link.get("url") for link in sheet["links"]] == ["https://meteo.example", None]


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nstartxref\n9\n%%EOF\n"


@pytest.mark.feature("R08", "R19", "R23")
def test_a_deposit_says_what_is_asked_at_once(visits: Visits, hut: HutOfATest) -> None:
    page = visits.open(f"{hut.products}/rules", hut.warden)
    rules = part(page, "Règles de réservation")
    expect(rules.get_by_label("Pré-réservation", exact=True)).to_be_checked()
    rules.get_by_label("Pas d’acompte, paiement de 100 % de la commande").check()
    expect(rules.get_by_text(re.compile(r"100,00\s€ sont demandés"))).to_be_visible()
    rules.get_by_label("Pourcentage").check()
    rules.get_by_label("Part à payer").fill("30")
    expect(rules.get_by_text(re.compile(r"30,00\s€ sont demandés"))).to_be_visible()
    rules.get_by_label("Jours minimum avant l’arrivée").fill("2")
    rules.get_by_label("Heure limite le jour même").fill("16:00")
    saved(rules)
    rules.get_by_label("Réservation", exact=True).check()
    expect(rules.get_by_text("Une réservation demande un moyen de paiement")).to_be_visible()
    rules.get_by_label("PayPal").check()
    saved(rules)
    said = hut.get("/rules")["rules"]
    assert said["deposit"] == {"kind": "percentage", "value": 30}
    assert (said["min_days_before"], said["cut_off"]) == (2, "16:00")
    assert (said["mode"], said["payment_means"]) == ("booking", ["paypal"])


@pytest.mark.feature("R05", "R20")
def test_terms_and_mails_are_written_per_language_and_shown_as_they_will_read(
    visits: Visits, hut: HutOfATest
) -> None:
    page = visits.open(f"{hut.products}/terms", hut.warden)
    for language, text in (("Français", "Tout est dû."), ("English", "All is due.")):
        page.get_by_role("button", name=re.compile(f"^{language}")).click()
        terms = part(page, f"Conditions de vente, {language}")
        terms.get_by_label("Conditions de vente").fill(text)
        saved(terms)
    section(page, "Mails de réservation")
    mails = part(page, "Mails automatiques")
    mails.get_by_label("Objet du mail de pré-réservation").fill("Votre pré-réservation")
    mails.get_by_label("Corps du mail de pré-réservation").fill("Merci de la confirmer.")
    saved(mails)
    page.get_by_role("button", name=re.compile("^Deutsch")).click()
    mails.get_by_label("Objet du mail de pré-réservation").fill("Ihre Vorreservierung")
    preview = page.get_by_role("article")
    expect(preview).to_contain_text("Ihre Vorreservierung")
    expect(preview).to_contain_text("Merci de la confirmer.")
    expect(preview).to_contain_text("Ihr Aufenthalt")
    saved(mails)
    said = hut.get("/selling")["selling"]
    assert said["terms"]["texts"] == {"fr": "Tout est dû.", "en": "All is due."}
    assert said["mails"]["texts"]["de"]["pre_booking_subject"] == "Ihre Vorreservierung"


@pytest.mark.feature("R27", "R28", "R33")
def test_a_room_is_blocked_whole_and_a_supplement_has_its_price(
    visits: Visits, hut: HutOfATest
) -> None:
    hut.furnish()
    page = visits.open(f"{hut.products}/stock", hut.warden)
    stock = part(page, "Dortoirs et chambres")
    room = stock.get_by_role("listitem").filter(has_text="Chambre 4")
    expect(room.get_by_label("Toujours")).to_be_checked()
    expect(room.get_by_text("Toute baisse de places dans le planning bloque")).to_be_visible()
    room.get_by_label("À partir d’un nombre de personnes").check()
    room.get_by_label("Personnes", exact=True).fill("3")
    saved(stock)
    section(page, "Suppléments")
    extras = part(page, "Suppléments au choix")
    extras.get_by_role("button", name="Ajouter un supplément").click()
    extras.get_by_label("Nom du supplément").last.fill("Draps")
    extras.get_by_label("Prix unitaire").last.fill("5")
    saved(extras)
    sold = hut.get("/selling")["selling"]
    assert [one["whole_from"] for one in sold["stock_types"]] == [None, 3]
    assert [one["unit_amount"] for one in sold["supplements"]] == [1200, 500]


@pytest.mark.feature("R29", "R30")
def test_an_opening_that_undercuts_what_is_sold_names_the_nights_and_asks(
    visits: Visits, hut: HutOfATest
) -> None:
    hut.furnish()
    hut.book(8)
    page = visits.open(f"{hut.products}/openings", hut.warden)
    openings = part(page, "Périodes de vente")
    day = openings.get_by_label(f"Places le {WEEKDAYS[NIGHT.weekday()]}").first
    day.fill("5")
    page.keyboard.press("Tab")
    asked = openings.get_by_role("alert")
    expect(asked).to_contain_text("Une nuit vendue n’aurait plus assez de places")
    expect(asked).to_contain_text("Dortoir : 8 vendues, 5 restantes au total")
    asked.get_by_role("button", name="Revenir en arrière").click()
    expect(day).to_have_value("15")
    day.fill("5")
    page.keyboard.press("Tab")
    asked.get_by_role("button", name="Enregistrer quand même").click()
    expect(openings.get_by_text("Enregistré", exact=True)).to_be_visible()
    assert hut.get("/openings")["openings"][0]["places"][NIGHT.weekday()] == 5
    visits.complaints.expect_refused("409 PUT .*/openings")


@pytest.mark.feature("R24")
def test_nights_and_months_are_ticked_by_mouse_and_by_keyboard(
    visits: Visits, hut: HutOfATest
) -> None:
    page = visits.open(f"{hut.products}/closures", hut.warden)
    calendar = part(page, "Calendrier des fermetures")
    first = page.locator(f'[data-night="{night(0)}"]')
    first.click()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.locator(f'[data-night="{night(4)}"]').click(modifiers=["Shift"])
    expect(first).to_have_attribute("aria-pressed", "true")
    saved(calendar)
    assert hut.get("/closures")["closed"] == [night(n) for n in range(5)]
    month = calendar.get_by_role("button", name=re.compile("^Fermer tout le mois")).last
    month.click()
    saved(calendar)
    assert len(hut.get("/closures")["closed"]) >= 5 + 28


@pytest.mark.feature("R09")
def test_two_who_change_the_same_part_see_both_versions_and_choose(
    visits: Visits, hut: HutOfATest
) -> None:
    hut.put("/hut/texts/fr", {"texts": {"summary": "Trente places"}})
    page = visits.open(f"{hut.products}/sheet", hut.warden)
    texts = part(page, "Descriptifs, Français")
    summary = texts.get_by_label("Résumé")
    expect(summary).to_have_value("Trente places")
    page.context.set_offline(True)
    summary.fill("Trente places et demie")
    hut.put("/hut/texts/fr", {"texts": {"summary": "Vingt places"}})
    expect(texts.get_by_text("Gardé sur cet appareil, sera envoyé")).to_be_visible()
    page.context.set_offline(False)
    asked = texts.get_by_role("alert")
    expect(asked).to_contain_text("Vingt places")
    expect(asked).to_contain_text("Trente places et demie")
    asked.get_by_role("button", name="Garder la mienne").click()
    expect(texts.get_by_text("Enregistré", exact=True)).to_be_visible()
    assert hut.get("/hut")["sheet"]["texts"]["fr"]["summary"] == "Trente places et demie"
    visits.complaints.expect_refused("409 PUT .*/texts/fr")
    visits.complaints.expect_lost()


def test_who_may_not_change_it_reads_it_as_others_change_it(
    visits: Visits, hut: HutOfATest
) -> None:
    hut.furnish()
    page = visits.open(f"{hut.products}/rates", hut.reader)
    rates = part(page, "Tarifs des nuitées")
    expect(rates.get_by_text("Lecture seule")).to_be_visible()
    expect(rates.get_by_label("Prix par personne").first).to_be_disabled()
    expect(rates.get_by_label("Prix par personne").first).to_have_value("26")
    dearer = {"rates": [{**one, "unit_amount": 3150} for one in RATES["rates"]]}
    hut.put("/rates", dearer)
    expect(rates.get_by_label("Prix par personne").first).to_have_value("31,50")
