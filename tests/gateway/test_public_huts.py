"""A hut as anybody sees it: in their language, with what is left, and kindly where it is not ready
(R14, R32, R33, R59)."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from contracts.characteristics import FAMILIES
from contracts.properties import Language, PropertyKind, PropertyState
from gateway.booking.features import FEATURES
from gateway.booking.words import WORDS
from tests.gateway.conftest import Hotel
from tests.gateway.huts import HUT, Hut, at_hut, never_young
from tests.gateway.pictures import jpeg
from tests.support.deliveries import sheet
from tests.support.guests import HutGuest
from tests.support.huts import HUT_NAME, SEASON, night, rate


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


@pytest.mark.feature("R31", "R33")
async def test_a_hut_says_what_it_offers_in_the_guests_language_or_the_nearest(
    hut: Hut, guest: HutGuest
) -> None:
    texts = {"summary": "Refuge gardé", "access": "Deux heures depuis le lac."}
    await hut.put("/hut/texts/fr", {"texts": texts})
    await hut.put("/hut/texts/en", {"texts": {"summary": "A staffed hut"}})
    names = {"fr": "Adulte", "en": "Adult"}
    await hut.put("/rates", {"rates": [rate("adulte", "dortoir", 2600, name=names)]})
    french, english, spanish = [await guest.get(lang=lang) for lang in ("fr", "en", "es")]
    assert (french["summary"], french["rates"][0]["name"]) == ("Refuge gardé", "Adulte")
    assert (english["summary"], english["rates"][0]["name"]) == ("A staffed hut", "Adult")
    assert english["access"] == "Deux heures depuis le lac."
    assert (spanish["summary"], spanish["language"]) == ("Refuge gardé", "es")
    assert [one["id"] for one in english["stock_types"]] == ["dortoir"]  # what has no price is out
    assert english["supplements"][0]["unit_amount"] == 1200
    assert english["contact"]["phone"] == "+33 4 50 00 00 00"


async def test_who_asks_for_no_language_reads_the_one_of_their_browser(
    hut: Hut, guest: HutGuest
) -> None:
    answer = await guest.client.get(guest.at, headers={"Accept-Language": "de-CH,de;q=0.9"})
    assert answer.json()["language"] == "de"
    assert answer.json()["intro"] == "Ohne Bettzeug."
    assert (await guest.client.get(guest.at)).json()["language"] == "fr"


@pytest.mark.feature("R32")
async def test_each_night_says_what_is_left_or_why_there_is_nothing(
    hut: Hut, guest: HutGuest
) -> None:
    await hut.book(9, 1)
    await hut.put("/closures", {"closed": [night(2)]})
    await hut.put(f"/planning/{night(3)}/dortoir", {"to": 0})
    said = {n: await guest.left(night(n)) for n in range(4)}
    assert said == {0: (15, None), 1: (6, None), 2: (0, "closed"), 3: (0, "full")}
    assert await guest.left(SEASON[0].replace(year=SEASON[0].year - 1).isoformat()) == (
        0,
        "too_late",
    )
    assert await guest.left(night(200)) == (0, "not_open")
    assert await guest.left(night(3000)) == (0, "too_far")


async def test_one_answer_holds_all_nights_and_says_nothing_of_who_sleeps_there(
    hut: Hut, guest: HutGuest
) -> None:
    await hut.book(3, 0)
    answer = await guest.client.get(f"{guest.at}/availability")
    said = answer.json()
    assert answer.headers["cache-control"] == "public, max-age=5"
    assert said["days"] == len(said["rows"][0]["left"]) > 700
    assert set(said["rows"][0]) == {"stock_type_id", "left", "why"}
    assert "Dupont" not in answer.text
    page = await guest.client.get(f"/book/{HUT}")
    assert "Dupont" not in page.text


async def test_what_the_desk_changes_is_seen_by_guests_at_once(hut: Hut, guest: HutGuest) -> None:
    assert await guest.left(night()) == (15, None)
    await hut.put(f"/planning/{night()}/dortoir", {"to": 4})
    assert await guest.left(night()) == (4, None)


async def test_the_days_before_arrival_that_the_hut_wants_are_too_late(
    hut: Hut, guest: HutGuest
) -> None:
    await hut.put("/rules", {"rules": {"min_days_before": 300}})
    assert await guest.left(night()) == (0, "too_late")


@pytest.mark.feature("R59")
async def test_a_hut_that_is_not_ready_says_so_kindly(hotel: Hotel, guest: HutGuest) -> None:
    async with at_hut(hotel, furnished=False) as hut:
        said = await guest.get()
        assert (said["bookable"], said["name"]) == (False, "Refuge Saint-Exupéry")
        page = await guest.client.get(f"/book/{HUT}?lang=en")
        assert page.status_code == 200
        assert WORDS[Language.EN]["closed.alone"] in page.text
        contact = {"name": "Refuge de l'Aigle", "mail": "gardien@aigle.example"}
        await hut.put("/hut/contact", {"contact": contact})
        page = await guest.client.get(f"/book/{HUT}?lang=en")
        assert "mailto:gardien@aigle.example" in page.text
        assert "<script" not in page.text


@pytest.mark.parametrize("id", ["refuge-nulle-part", "hotel-lumiere", "A", "%00", "x" * 90])
async def test_what_is_no_hut_is_not_found(hotel: Hotel, guest: HutGuest, id: str) -> None:
    house = sheet(kind=PropertyKind.HOTEL)
    await hotel.happens(PropertyState(property_id="hotel-lumiere", sheet=house))
    for path in ("", "/terms", "/availability"):
        answer = await guest.client.get(f"/guest/v1/huts/{id}{path}")
        assert answer.status_code == 404
        assert answer.json()["type"] == "urn:comptoir:problem:not-found"
    page = await guest.client.get(f"/book/{id}?lang=de")
    assert (page.status_code, WORDS[Language.DE]["unknown.title"] in page.text) == (404, True)


@pytest.mark.parametrize("query", ["from=x", "days=0", "days=100000", "from=1999-01-01"])
async def test_a_range_that_is_none_is_refused(hut: Hut, guest: HutGuest, query: str) -> None:
    answer = await guest.client.get(f"{guest.at}/availability?{query}")
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:comptoir:problem:invalid")


async def test_the_terms_are_read_in_the_nearest_language(hut: Hut, guest: HutGuest) -> None:
    terms = await guest.get("/terms", lang="it")
    assert terms == {
        "version": 1,
        "language": "fr",
        "text": "Toute nuitée annulée la veille reste due.",
    }
    assert (await guest.get())["terms_version"] == 1


async def test_the_page_shows_the_picture_the_features_and_the_way_to_the_hut(
    hut: Hut, guest: HutGuest
) -> None:
    answer = await hut.client.post(
        f"{hut.at}/hut/media?name=La+face",
        content=jpeg(),
        headers={"Idempotency-Key": "photo"},
    )
    media_id = answer.json()["media_id"]
    await hut.put("/hut/photos", {"photos": {"main": media_id}})
    chosen = {"comfort": ["terrace"], "spoken": ["de"]}
    await hut.put("/hut/characteristics", {"characteristics": {"chosen": chosen}})
    position = {"latitude": 45.5, "longitude": 6.25, "altitude": 2100}
    await hut.put("/hut/position", {"position": position})
    page = (await guest.client.get(f"/book/{HUT}?lang=es")).text
    assert f'src="/media/{media_id}"' in page
    assert (await guest.client.get(f"/media/{media_id}")).status_code == 200
    for said in ("Terraza", "Alemán", "2100 m", "mlat=45.5", HUT_NAME, "tel:+33450000000"):
        assert said in page


async def test_a_hut_with_markup_in_its_texts_stays_text(hut: Hut, guest: HutGuest) -> None:
    bad = "</script><script>alert(1)</script>"
    await hut.put("/hut/texts/fr", {"texts": {"summary": bad, "extra": bad}})
    assert bad not in (await guest.client.get(f"/book/{HUT}?lang=fr")).text


@pytest.mark.parametrize("language", list(Language))
def test_every_feature_and_every_word_is_there_in_every_language(language: Language) -> None:
    known = {family: set(codes) for family, codes in FEATURES[language].items()}
    assert known == {family: set(codes) for family, codes in FAMILIES.items()}
    assert set(WORDS[language]) == set(WORDS[Language.FR])
