"""A guest's own stay by its link: what it says and keeps to itself, and how it is given back."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest

from contracts.properties import Language
from contracts.stay_links import GOOD_FOR, PATH, PURPOSE, good_until
from gateway.booking.page import stay_page
from gateway.booking.sheet import way_to_ask
from gateway.booking.stay import ShareThere, guest_stay
from gateway.booking.words import WORDS
from gateway.booking.written import day, instant, money
from gateway.stays.model import STAYS, ShareState
from tests.gateway.conftest import Clock, Hotel
from tests.gateway.huts import HUT, Hut, at_hut, never_young
from tests.support.guests import OUR_PAGE, HutGuest, token_of
from tests.support.huts import CONTACT, NIGHT, cart, night


@pytest.fixture(autouse=True)
def news_count(hotel: Hotel) -> None:
    never_young(hotel)


@pytest.fixture
async def hut(hotel: Hotel) -> AsyncIterator[Hut]:
    async with at_hut(hotel) as hut:
        await hut.open_to_guests()
        yield hut


@pytest.fixture
async def guest(hotel: Hotel) -> AsyncIterator[HutGuest]:
    async with hotel.client({}) as client:
        yield HutGuest(client, HUT)


async def order_of(hut: Hut) -> str:
    (sold,) = (await hut.get("/sales"))["stays"]
    return str(sold["order_id"])


async def test_a_guest_sees_what_they_booked_where_and_until_when(
    hut: Hut, guest: HutGuest
) -> None:
    extras = [{"supplement_id": "pique-nique", "quantity": 2}]
    booked = await guest.book(cart=cart(2, 0, 1, supplements=extras))
    said = (await guest.stay(booked)).json()
    assert (said["reference"], said["state"], said["total"]) == (
        booked["reference"],
        "option",
        12800,
    )
    assert said["expires_at"] == booked["expires_at"]
    (there,) = said["huts"]
    assert there["nights"] == [night(), night(1)]
    assert [line["quantity"] for line in there["lines"]] == [2, 2, 2]
    assert there["contact"]["phone"] == "+33 4 50 00 00 00"
    assert there["taxes"]["total"] == 12800


@pytest.mark.feature("R48")
async def test_the_remark_and_the_telephone_never_come_back(hut: Hut, guest: HutGuest) -> None:
    contact = {**CONTACT, "remark": "ronfle comme un ours"}
    booked = await guest.book(1, contact=contact)
    assert (await hut.get(f"/stays/{await order_of(hut)}"))["contact"]["remark"]
    for shown in (await guest.stay(booked), await guest.page(booked)):
        assert shown.headers["cache-control"] == "no-store"
        for kept in ("ronfle", CONTACT["phone"], CONTACT["mail"]):
            assert kept not in shown.text


@pytest.mark.parametrize("language", list(Language))
async def test_the_page_reads_in_the_guests_language_or_another_that_they_choose(
    hut: Hut, guest: HutGuest, language: Language
) -> None:
    booked = await guest.book(1, language=language.value)
    page = unescape((await guest.page(booked)).text)
    assert f'<html lang="{language}">' in page
    assert WORDS[language]["state.option"] in page
    assert booked["reference"] in page
    other = unescape((await guest.page(booked, lang="it")).text)
    assert WORDS[Language.IT]["state.option"] in other


async def test_a_pre_booking_is_given_back_by_its_guest_once(hut: Hut, guest: HutGuest) -> None:
    booked = await guest.book(4)
    page = unescape((await guest.page(booked, lang="fr")).text)
    assert "Vous rendez 4 places (1 nuit)" in page
    assert (await guest.cancel(booked, reason="Un genou")).status_code == 200
    assert await guest.left(night()) == (15, None)
    assert (await guest.cancel(booked)).status_code == 200
    said = (await guest.stay(booked)).json()
    assert (said["state"], said["cancellable"]) == ("cancelled", False)
    history = (await hut.get(f"/stays/{await order_of(hut)}"))["history"]
    assert [(step["kind"], step.get("note")) for step in history] == [
        ("booked", None),
        ("cancelled", "Un genou"),
    ]
    after = unescape((await guest.page(booked, lang="fr")).text)
    assert WORDS[Language.FR]["again"] in after
    assert 'id="cancel"' not in after


async def test_what_is_firm_is_not_given_back_without_the_hut(hut: Hut, guest: HutGuest) -> None:
    booked = await guest.book(2)
    await hut.post(f"/stays/{await order_of(hut)}/confirm", {})
    refused = await guest.cancel(booked)
    assert (refused.status_code, refused.json()["type"]) == (
        409,
        "urn:comptoir:problem:not-cancellable",
    )
    assert await guest.left(night()) == (13, None)
    page = unescape((await guest.page(booked, lang="en")).text)
    assert WORDS[Language.EN]["cancel.firm"] in page


async def test_on_the_day_of_arrival_nothing_is_given_back(
    hut: Hut, guest: HutGuest, hotel: Hotel
) -> None:
    booked = await guest.book(2)
    clock = Clock()
    hotel.work_with(now=clock)
    for before, status in ((timedelta(hours=30), True), (timedelta(hours=-8), False)):
        clock.now = good_until([NIGHT]) - GOOD_FOR - before
        assert (await guest.stay(booked)).json()["cancellable"] is status
    assert (await guest.cancel(booked)).status_code == 409


async def test_a_stay_that_the_desk_changed_shows_as_it_is_now(hut: Hut, guest: HutGuest) -> None:
    booked = await guest.book(2)
    await hut.put(f"/stays/{await order_of(hut)}/cart", {"cart": cart(3, 0, 1)})
    said = (await guest.stay(booked)).json()
    assert (said["total"], said["huts"][0]["persons"]) == (3 * 2 * 2600, 3)


@pytest.mark.parametrize("link", ["no-link", "WyJhIiwxXQ.x", "%00", "a" * 900])
async def test_a_link_that_is_none_opens_nothing(hut: Hut, guest: HutGuest, link: str) -> None:
    said = await guest.client.get(f"/guest/v1/stays/{link}")
    assert (said.status_code, said.json()["type"]) == (404, "urn:comptoir:problem:not-found")
    page = await guest.client.get(f"{PATH}{link}?lang=es")
    assert (page.status_code, WORDS[Language.ES]["gone.title"] in page.text) == (404, True)
    key = {**OUR_PAGE, "Idempotency-Key": "k"}
    cancelled = await guest.client.post(f"/guest/v1/stays/{link}/cancel", json={}, headers=key)
    assert cancelled.status_code == 404


async def test_a_link_ends_and_one_for_another_purpose_opens_nothing(
    hut: Hut, guest: HutGuest, hotel: Hotel
) -> None:
    booked = await guest.book(1)
    links = hotel.workings.links
    assert links is not None
    order_id, end = links.read_with_end(PURPOSE, token_of(booked), hotel.workings.now())
    assert end == good_until([NIGHT])
    foreign = links.sign("guest-order", order_id, end)
    assert (await guest.client.get(f"/guest/v1/stays/{foreign}")).status_code == 404
    hotel.work_with(now=Clock(end))
    assert (await guest.stay(booked)).status_code == 404


async def test_who_tries_many_links_is_not_looked_at_any_more(guest: HutGuest) -> None:
    answers = [await guest.client.get(f"/guest/v1/stays/none-{n}") for n in range(31)]
    assert {one.status_code for one in answers[:30]} == {404}
    assert answers[-1].status_code == 429


async def test_the_page_loads_nothing_from_elsewhere_and_sends_its_address_nowhere(
    hut: Hut, guest: HutGuest
) -> None:
    booked = await guest.book(1)
    page = await guest.page(booked)
    assert page.headers["referrer-policy"] == "same-origin"
    found = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert {urlsplit(one).scheme for one in found} <= {"", "mailto", "tel"}


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (Language.FR, ("jeu. 1 juillet 2027", "1\u202f234,50\u00a0€")),
        (Language.EN, ("Thu 1 July 2027", "€1,234.50")),
        (Language.IT, ("gio 1 luglio 2027", "1.234,50\u00a0€")),
        (Language.DE, ("Do, 1. Juli 2027", "1.234,50\u00a0€")),
        (Language.ES, ("jue 1 de julio de 2027", "1\u202f234,50\u00a0€")),
    ],
)
def test_days_and_amounts_are_written_as_their_reader_writes_them(
    language: Language, written: tuple[str, str]
) -> None:
    thursday = NIGHT.replace(year=2027, month=7, day=1)
    assert (day(thursday, language), money(123450, "EUR", language)) == written
    assert money(5000, "CHF", Language.DE) == "50,00\u00a0CHF"
    noon = Clock().now.replace(year=2027, month=7, day=1, hour=12, minute=5)
    assert instant(noon, language).endswith(", 12:05")


@pytest.mark.parametrize(
    ("days_before", "refund_days", "cancellable"),
    [(30, 7, True), (7, 7, True), (6, 7, False), (1, 0, True), (0, 0, False)],
)
async def test_what_was_paid_is_given_back_by_its_guest_as_long_as_the_hut_gives_all_of_it_back(
    hut: Hut, guest: HutGuest, hotel: Hotel, days_before: int, refund_days: int, cancellable: bool
) -> None:
    await guest.book(2)
    (share,) = await hotel.workings.runtime.documents.find(STAYS, {"property_id": HUT}, limit=1)
    offer = await hotel.workings.offers.of(HUT)
    assert offer is not None
    paid = share.but(state=ShareState.FIRM, paid=1560, expires_at=None)
    today = NIGHT - timedelta(days=days_before)
    there = ShareThere(paid, offer.place, way_to_ask(offer), None, today, refund_days)
    stay = guest_stay([there], Language.FR)
    page = unescape(stay_page(stay, "/book/hut"))
    assert stay.cancellable is cancellable
    assert ("Les 15,60\u00a0€ payés vous sont rendus." in page) is cancellable
    assert (WORDS[Language.FR]["cancel.firm"] in page) is not cancellable
    assert "Payé en ligne : 15,60" in page
    assert "À régler au refuge : 36,40" in page


async def test_a_firm_stay_that_nothing_was_paid_of_is_a_matter_for_the_hut(
    hut: Hut, guest: HutGuest, hotel: Hotel
) -> None:
    await guest.book(2)
    (share,) = await hotel.workings.runtime.documents.find(STAYS, {"property_id": HUT}, limit=1)
    offer = await hotel.workings.offers.of(HUT)
    assert offer is not None
    firm = share.but(state=ShareState.FIRM)
    there = ShareThere(firm, offer.place, way_to_ask(offer), None, NIGHT - timedelta(days=40), 0)
    assert not guest_stay([there], None).cancellable
