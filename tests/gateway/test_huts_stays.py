"""Stays at the desk of a hut, decided by orders' and inventory's own tables."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from contracts.carts import StaySource
from contracts.stay_requests import BookStay
from gateway.access.people import People, new_key
from gateway.access.roles import Role
from tests.gateway.conftest import Hotel
from tests.gateway.huts import HUT, OTHER, Hut, at_hut
from tests.support.huts import CONTACT, cart, night


@pytest.fixture
async def hut(hotel: Hotel) -> AsyncIterator[Hut]:
    async with at_hut(hotel, Role.RECEPTION) as hut:
        yield hut


def booked(hut: Hut) -> BookStay:
    messages = [one.message for one in hut.mountains.hotel.runtime.published]
    (found,) = (message for message in messages if isinstance(message, BookStay))
    return found


@pytest.mark.feature("R31", "R33")
async def test_a_cart_is_priced_line_by_line_and_holds_no_place(hut: Hut) -> None:
    extras = [{"supplement_id": "pique-nique", "quantity": 3}]
    priced = await hut.post("/stays/price", {"cart": cart(2, 0, 1, supplements=extras)})
    price = priced["price"]
    assert [(line["quantity"], line["unit_amount"], line["total"]) for line in price["lines"]] == [
        (2, 2600, 5200),
        (2, 2600, 5200),
        (3, 1200, 3600),
    ]
    assert (price["total"], price["currency"]) == (14000, "EUR")
    assert await hut.left() == 15


@pytest.mark.feature("R43", "R44", "R49", "R50")
async def test_the_desk_books_an_option_and_finds_it_at_once(hut: Hut) -> None:
    done = await hut.book(2, 0, 1, send_mail=False, expected_total=10400)
    assert (done["state"], done["total"], done["currency"]) == ("option", 10400, "EUR")
    assert done["expires_at"]
    detail = await hut.get(f"/stays/{done['order_id']}")
    assert (detail["reference"], detail["state"]) == (done["reference"], "option")
    assert (detail["guest"], detail["contact"]["mail"]) == ("M. Martin Dupont", CONTACT["mail"])
    assert detail["nights"] == [night(0), night(1)]
    assert [line["total"] for line in detail["lines"]] == [5200, 5200]
    assert (detail["total"]["amount"], detail["taxes"]["total"]) == (10400, 10400)
    assert detail["send_mail"] is False
    (step,) = detail["history"]
    assert (step["kind"], step["by"]) == ("booked", "desk@aigle.example")
    assert await hut.left() == 13
    assert booked(hut).source is StaySource.DESK


@pytest.mark.feature("R45")
async def test_nights_and_persons_of_several_rates_make_one_stay(hut: Hut) -> None:
    lines = [*cart(2, 0)["nights"], *cart(1, 1, rate_id="nuitee")["nights"]]
    done = await hut.book(cart={"nights": lines})
    assert done["total"] == 9200
    assert await hut.left("chambre", 1) == 0


@pytest.mark.feature("R50", "R51")
async def test_an_option_becomes_firm(hut: Hut) -> None:
    done = await hut.book()
    path = f"/stays/{done['order_id']}"
    assert await hut.post(f"{path}/confirm", {}) == {"order_id": done["order_id"]}
    detail = await hut.get(path)
    assert detail["state"] == "firm"
    assert "expires_at" not in detail
    assert [step["kind"] for step in detail["history"]] == ["booked", "confirmed"]
    assert (await hut.book(wish="firm"))["state"] == "firm"


async def test_a_retry_books_one_stay_and_another_request_another(hut: Hut) -> None:
    body = {"cart": cart(), "contact": CONTACT, "wish": "firm"}
    first = await hut.send("POST", "/stays", body, key="k-1")
    again = await hut.send("POST", "/stays", body, key="k-1")
    other = await hut.send("POST", "/stays", body, key="k-2")
    assert (first.status_code, again.content) == (201, first.content)
    assert other.json()["order_id"] != first.json()["order_id"]
    assert await hut.left() == 11
    reused = await hut.send("POST", "/stays", {**body, "wish": "option"}, key="k-1")
    assert reused.json()["type"] == "urn:comptoir:problem:key-reused"


async def test_without_an_answer_in_time_the_stays_place_is_told(hut: Hut) -> None:
    hut.mountains.answering = False
    body = {"cart": cart(), "contact": CONTACT, "wish": "option"}
    waiting = await hut.send("POST", "/stays", body)
    assert waiting.status_code == 202
    assert waiting.headers["location"] == f"{hut.at}/stays/{booked(hut).order_id}"


async def test_a_refusal_names_the_short_night_and_by_how_many(hut: Hut) -> None:
    await hut.book(14, 1)
    body = {"cart": cart(3, 0, 1), "contact": CONTACT, "wish": "option"}
    refused = await hut.send("POST", "/stays", body)
    problem = refused.json()
    assert (refused.status_code, problem["errors"][0]["reason"]) == (409, "no_places")
    (shortage,) = problem["shortages"]
    assert shortage["property_id"] == HUT
    short = shortage["shortage"]
    assert (short["night"], short["left"], short["short"]) == (night(1), 1, 2)
    assert await hut.left(n=0) == 15


async def test_another_price_than_was_shown_is_refused(hut: Hut) -> None:
    body = {"cart": cart(), "contact": CONTACT, "wish": "firm", "expected_total": 1}
    problem = (await hut.send("POST", "/stays", body)).json()
    assert problem["errors"] == [{"field": "expected_total", "reason": "price_changed"}]


@pytest.mark.feature("R47")
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"contact": {**CONTACT, "surname": ""}}, "contact.surname"),
        ({"contact": {**CONTACT, "mail": "nobody"}}, "contact.mail"),
        ({"contact": {**CONTACT, "phone": "none"}}, "contact.phone"),
        ({"contact": {**CONTACT, "surname": "Du\u0000pont"}}, "contact"),
        ({"contact": {**CONTACT, "surname": "Du\npont"}}, "contact"),
        ({"contact": {k: v for k, v in CONTACT.items() if k != "phone"}}, "contact.phone"),
        ({"wish": "pre_booking"}, "wish"),
        ({"cart": {"nights": []}}, "cart.nights"),
        ({"cart": cart(0)}, "cart.nights.0.persons"),
        ({"cart": {"nights": [{**cart()["nights"][0], "night": "1.7.27"}]}}, "cart.nights.0.night"),
        ({"guest_id": "mine"}, "guest_id"),
    ],
)
async def test_a_booking_that_cannot_be_names_the_field(
    hut: Hut, changes: dict[str, Any], field: str
) -> None:
    body = {"cart": cart(), "contact": CONTACT, "wish": "option", **changes}
    answer = await hut.send("POST", "/stays", body)
    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}


@pytest.mark.feature("R58")
async def test_a_stay_is_changed_in_one_swap_with_the_difference(hut: Hut) -> None:
    done = await hut.book(2, 0, 1)
    path = f"/stays/{done['order_id']}"
    priced = await hut.post(f"{path}/price", {"cart": cart(3, 1, 2)})
    changed = await hut.put(f"{path}/cart", {"cart": cart(3, 1, 2), "send_mail": False})
    assert changed["total"] == priced["price"]["total"] == 15600
    assert changed["difference"] == 5200
    assert [await hut.left(n=n) for n in range(3)] == [15, 12, 12]
    detail = await hut.get(path)
    assert detail["nights"] == [night(1), night(2)]
    assert [step["amount"] for step in detail["history"]] == [10400, 15600]
    short = await hut.send("PUT", f"{path}/cart", {"cart": cart(16, 0)})
    assert short.status_code == 409
    assert (await hut.get(path))["nights"] == [night(1), night(2)]


@pytest.mark.feature("R53")
async def test_a_cancelled_stay_gives_its_places_back_once(hut: Hut) -> None:
    done = await hut.book(2)
    path = f"/stays/{done['order_id']}"
    for _ in range(2):
        await hut.send("POST", f"{path}/cancel", {"reason": "orage"})
    assert await hut.left() == 15
    detail = await hut.get(path)
    assert (detail["state"], detail["nights"]) == ("cancelled", [night(0)])
    assert detail["history"][-1]["note"] == "orage"
    assert (await hut.day())["stays"] == []


@pytest.mark.feature("R06")
async def test_a_stay_over_two_huts_shows_each_its_own_share(hotel: Hotel, hut: Hut) -> None:
    await hut.mountains.open(OTHER)
    role = Role.WARDEN
    async with hotel.person("both@example.com", refuge_aigle=role, refuge_buet=role) as both:
        there = Hut(hut.mountains, both, OTHER)
        await there.furnish()
        here = Hut(hut.mountains, both, HUT)
        lines = [
            *cart(2, 0)["nights"],
            {**cart(3, 1)["nights"][0], "property_id": OTHER},
        ]
        done = await here.book(cart={"nights": lines})
        path = f"/stays/{done['order_id']}"
        shares = [await place.get(path) for place in (here, there)]
        assert [share["total"]["amount"] for share in shares] == [5200, 7800]
        assert [share["nights"] for share in shares] == [[night(0)], [night(1)]]
        assert [share["other_huts"] for share in shares] == [1, 1]
        alone = await hut.send("PUT", f"{path}/cart", {"cart": cart(1)})
        assert alone.json()["type"] == "urn:comptoir:problem:several-huts"
        foreign = {"nights": [{**cart()["nights"][0], "property_id": OTHER}]}
        refused = await hut.send(
            "POST", "/stays", {"cart": foreign, "contact": CONTACT, "wish": "firm"}
        )
        assert refused.json()["errors"][0]["field"] == "cart.nights.0.property_id"
        await here.put(f"{path}/cart", {"cart": cart(2, 0)})
        moved = await there.get(path)
        assert (moved["state"], (await there.day(1))["stays"]) == ("moved", [])
        await here.post(f"{path}/cancel", {"reason": "fatigue"})
        assert (await there.get(path))["state"] == "moved"


async def test_a_stay_of_another_hut_is_not_found(hotel: Hotel, hut: Hut) -> None:
    done = await hut.book()
    await hut.mountains.open(OTHER)
    sent = len(hotel.runtime.published)
    async with hotel.person("w@buet.example", refuge_buet=Role.WARDEN) as client:
        there = Hut(hut.mountains, client, OTHER)
        path = f"/stays/{done['order_id']}"
        for method, sub, body in (
            ("GET", "", None),
            ("PUT", "/cart", {"cart": cart()}),
            ("POST", "/price", {"cart": cart()}),
            ("POST", "/confirm", {}),
            ("POST", "/cancel", {"reason": "x"}),
        ):
            assert (await there.send(method, path + sub, body)).status_code == 404
    assert len(hotel.runtime.published) == sent


async def test_a_program_books_as_a_program(hotel: Hotel, hut: Hut) -> None:
    key = new_key()
    await People(hotel.database).add_key("channel", key, {HUT: Role.RECEPTION}, False)
    async with hotel.client({"Authorization": f"Bearer {key}"}) as program:
        done = await Hut(hut.mountains, program).book()
    (sold,) = (await hut.get("/sales"))["stays"]
    assert (sold["order_id"], sold["source"]) == (done["order_id"], "api")
