"""Booking a hut without an account: the price, the terms, the refusals, and nothing of others
(R06, R19, R46, R47, R55)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from gateway.api.public_booking import MOST_HUTS
from gateway.booking.pace import BookingPace
from tests.gateway.conftest import Clock, Hotel
from tests.gateway.huts import HUT, OTHER, Hut, at_hut, never_young
from tests.support.guests import OUR_PAGE, HutGuest
from tests.support.huts import CONTACT, TERMS, cart, night, openings


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


async def test_a_cart_is_priced_line_by_line_for_anybody(hut: Hut, guest: HutGuest) -> None:
    extras = [{"supplement_id": "pique-nique", "quantity": 3}]
    price = await guest.price(cart(2, 0, 1, supplements=extras))
    assert [line["total"] for line in price["lines"]] == [5200, 5200, 3600]
    assert price["total"] == 14000
    assert (await hut.get("/sales"))["stays"] == []


@pytest.mark.feature("R19", "R55")
async def test_a_validation_makes_a_pre_booking_that_blocks_the_places(
    hut: Hut, guest: HutGuest
) -> None:
    booked = await guest.book(4)
    assert (booked["state"], booked["total"]) == ("option", 10400)
    assert booked["url"].startswith("https://comptoir.test/guest/stays/")
    assert await guest.left(night()) == (11, None)
    (sold,) = (await hut.get("/sales"))["stays"]
    assert (sold["source"], sold["state"]) == ("web", "option")
    detail = await hut.get(f"/stays/{sold['order_id']}")
    assert (detail["wish"], detail["history"][0].get("by")) == ("pre_booking", None)


@pytest.mark.feature("R19")
async def test_what_a_hut_does_not_offer_is_not_made(hut: Hut, guest: HutGuest) -> None:
    body = await guest.booking(1)
    paid = await guest.try_to_book({**body, "wish": "booking"})
    assert paid.status_code in (409, 422)
    rules = {"mode": "booking", "pre_booking_too": False, "payment_means": ["paypal"]}
    await hut.put("/rules", {"rules": rules})
    assert (await guest.get())["ways"] == ["booking"]
    refused = await guest.try_to_book(body)
    assert refused.json()["errors"][0]["reason"] == "mode_not_offered"
    other = {**body, "wish": "booking", "payment_means": "paybox"}
    refused = await guest.try_to_book(other)
    assert refused.json()["errors"][0]["field"] == "payment_means"


async def test_a_hut_that_is_not_ready_takes_no_booking(hut: Hut, guest: HutGuest) -> None:
    body = await guest.booking(1)
    await hut.put("/terms/fr", {"text": ""})
    refused = await guest.try_to_book({**body, "terms": []})
    assert refused.json()["type"] == "urn:comptoir:problem:not-bookable"


@pytest.mark.feature("R06")
async def test_the_terms_are_accepted_as_they_are_now_and_the_version_is_kept(
    hut: Hut, guest: HutGuest
) -> None:
    body = await guest.booking(1)
    for terms in ([], [{"version": 7}]):
        refused = await guest.try_to_book({**body, "terms": terms})
        assert refused.json()["errors"] == [{"field": "terms", "reason": "terms_not_accepted"}]
    await hut.put("/terms/fr", {"text": TERMS + " Même sous la neige."})
    stale = await guest.try_to_book(body)
    assert stale.json()["errors"][0]["reason"] == "terms_not_accepted"
    await guest.book(1)
    (sold,) = (await hut.get("/sales"))["stays"]
    assert (await hut.get(f"/stays/{sold['order_id']}"))["accepted_terms"] == 2


@pytest.mark.feature("R46")
async def test_a_group_is_told_to_ask_the_hut(hut: Hut, guest: HutGuest) -> None:
    assert (await guest.get())["group_from"] == 10
    body = {**await guest.booking(9), "cart": cart(10), "expected_total": 26000}
    refused = await guest.try_to_book(body)
    assert (refused.status_code, refused.json()["errors"][0]["reason"]) == (409, "group")
    assert await guest.left(night()) == (15, None)


@pytest.mark.feature("R47")
@pytest.mark.parametrize("field", ["surname", "given_name", "phone", "mail"])
@pytest.mark.parametrize("value", [None, "", " ", "\u0000"])
async def test_a_booking_without_a_field_that_the_hut_needs_is_refused_and_names_it(
    hut: Hut, guest: HutGuest, field: str, value: str | None
) -> None:
    said = {name: text for name, text in CONTACT.items() if name != field}
    contact = said if value is None else {**said, field: value}
    refused = await guest.try_to_book({**await guest.booking(1), "contact": contact})
    assert refused.status_code == 422
    (error,) = refused.json()["errors"]
    assert error["field"].startswith("contact")
    assert (await hut.get("/sales"))["stays"] == []


async def test_a_refusal_says_which_night_is_short_and_by_how_many(
    hut: Hut, guest: HutGuest
) -> None:
    await hut.put(f"/planning/{night(1)}/dortoir", {"to": 2})
    refused = await guest.try_to_book(await guest.booking(5, 0, 1, 2))
    (short,) = refused.json()["shortages"]
    told = short["shortage"]
    assert (refused.status_code, told["night"], told["short"], told["left"]) == (
        409,
        night(1),
        3,
        2,
    )
    assert await guest.left(night()) == (15, None)


@pytest.mark.promise("nothing doubled")
async def test_who_has_the_last_place_of_all_is_told_so_again_and_all_others_what_they_lack(
    hut: Hut, guest: HutGuest
) -> None:
    last = await guest.booking(4)
    late = await guest.booking(1)
    await hut.put("/openings", openings(places=0, room=0))
    await hut.put(f"/planning/{night()}/dortoir", {"to": 4})
    first = await guest.try_to_book(last, "the-last-four")
    assert (await guest.get())["bookable"] is False
    again = await guest.try_to_book(last, "the-last-four")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    refused = await guest.try_to_book(late)
    (short,) = refused.json()["shortages"]
    assert (short["shortage"]["night"], short["shortage"]["short"]) == (night(), 1)


async def test_another_price_than_was_shown_is_refused(hut: Hut, guest: HutGuest) -> None:
    refused = await guest.try_to_book({**await guest.booking(1), "expected_total": 100})
    assert refused.json()["errors"][0]["reason"] == "price_changed"


async def test_a_retry_books_once_and_another_body_under_its_key_is_refused(
    hut: Hut, guest: HutGuest
) -> None:
    body = await guest.booking(2)
    first, again = [await guest.try_to_book(body, "one-and-the-same") for _ in range(2)]
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    other = await guest.try_to_book(await guest.booking(3), "one-and-the-same")
    assert other.json()["type"] == "urn:comptoir:problem:key-reused"
    assert "url" not in other.text
    assert await guest.left(night()) == (13, None)


async def test_a_tour_accepts_the_terms_of_each_hut_and_is_held_at_both_or_at_none(
    hut: Hut, guest: HutGuest, hotel: Hotel
) -> None:
    await hut.mountains.open(OTHER, name="Refuge du Buet")
    two = {"nights": [*cart(2)["nights"], {**cart(2, 1)["nights"][0], "property_id": OTHER}]}
    body = {**await guest.booking(2), "cart": two, "expected_total": 10400}
    refused = await guest.try_to_book(body)
    assert refused.json()["type"] == "urn:comptoir:problem:not-bookable"


@pytest.mark.parametrize("other", ["refuge-nulle-part", "hotel-lumiere"])
async def test_a_line_at_what_is_no_hut_is_refused(hut: Hut, guest: HutGuest, other: str) -> None:
    wanted = {"nights": [*cart(1)["nights"], {**cart(1)["nights"][0], "property_id": other}]}
    answer = await guest.answered(f"{guest.at}/price", {"cart": wanted})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "cart")


async def test_a_tour_of_very_many_huts_is_refused(hut: Hut, guest: HutGuest) -> None:
    one = cart(1)["nights"][0]
    lines = [{**one, "property_id": f"refuge-{n}"} for n in range(MOST_HUTS)]
    answer = await guest.answered(f"{guest.at}/price", {"cart": {"nights": [one, *lines]}})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        None,
        {},
        {"cart": {"nights": []}},
        {"cart": cart(0)},
        {"cart": cart(1, rate_id="<b>")},
        {"cart": {"nights": cart(1)["nights"] * 200}},
        {"cart": cart(1), "wish": "firm"},
        {"cart": cart(1), "source": "desk"},
        {"cart": cart(1), "send_mail": False},
    ],
)
async def test_a_body_that_is_none_is_a_problem_of_the_callers(
    hut: Hut, guest: HutGuest, body: Any
) -> None:
    answer = await guest.try_to_book(body)
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


async def test_no_other_sites_page_books_in_a_guests_browser(hut: Hut, guest: HutGuest) -> None:
    body = await guest.booking(1)
    for headers in ({}, {**OUR_PAGE, "Sec-Fetch-Site": "cross-site"}):
        answer = await guest.client.post(
            f"{guest.at}/stays", json=body, headers={**headers, "Idempotency-Key": "k"}
        )
        assert (answer.status_code, answer.json()["type"]) == (
            403,
            "urn:comptoir:problem:cross-site",
        )


async def test_who_books_too_often_is_told_to_wait(hut: Hut, guest: HutGuest) -> None:
    body = await guest.booking(1)
    hut.mountains.hotel.work_with(booking_pace=BookingPace(Clock(), 2))
    answers = [await guest.try_to_book(body) for _ in range(3)]
    assert [one.status_code for one in answers] == [201, 201, 429]
    assert answers[-1].json()["type"] == "urn:comptoir:problem:too-many-tries"


async def test_an_answer_that_is_late_is_asked_for_again_under_its_key(
    hut: Hut, guest: HutGuest
) -> None:
    body = await guest.booking(1)
    hut.mountains.answering = False
    headers = {**OUR_PAGE, "Idempotency-Key": "patience"}
    late = await guest.client.post(f"{guest.at}/stays", json=body, headers=headers)
    assert late.status_code == 202
    assert (await guest.client.get(late.headers["location"])).status_code == 404
    hut.mountains.answering = True
    assert (await guest.try_to_book(body, "patience")).status_code == 201
    assert (await guest.client.get(late.headers["location"])).status_code == 200
