"""Orders are found by any beginnings of their words, along an index, at a cost that is bounded."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.deliveries import DeliveryPlaced, Guest, Restaurant, reference_of
from contracts.properties import PropertyState
from gateway.access.roles import Role
from gateway.app import handlers
from gateway.board.card import NotPlaced
from gateway.board.lookup import LOOKUPS, MOST_WORDS, Lookup, lookup_of
from gateway.board.model import OrderView
from gateway.board.words import kept_beginning, pairs, typed_words, words_of
from gateway.search import finding
from tests.gateway.conftest import Hotel
from tests.support.deliveries import EVENING, PROPERTY, placed, sheet
from tests.support.order_events import folio_attention, room_changed, told

AT = f"/api/v1/properties/{PROPERTY}"


@pytest.fixture
async def desk(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()))
    async with hotel.person("desk@example.com", hotel_lumiere=Role.RECEPTION) as client:
        yield client


def lookup_after(message: DeliveryPlaced) -> Lookup:
    found = told(handlers, [message])[LOOKUPS.ref(message.order_id)]
    assert isinstance(found, Lookup)
    return found


async def rooms_found(desk: httpx.AsyncClient, q: str) -> list[str]:
    answer = await desk.get(f"{AT}/orders", params={"q": q})
    assert answer.status_code == 200, answer.text
    assert "next" not in answer.json()
    return [order["room"] for order in answer.json()["orders"]]


@pytest.mark.parametrize(
    "q",
    [
        *("2", "20", "203", "her", "HEROUV", "d'hérouville", "dherouville", "Ana", "chez-lina"),
        *("203 her", "her 203", "20 h", "anaïs d'hérouville chez lina", "d 203", "herou herouv"),
        *("LUM-20261123-0042", "lum-2026", "0042"),
    ],
)
async def test_an_order_is_found_by_the_beginnings_of_its_words(
    hotel: Hotel, desk: httpx.AsyncClient, q: str
) -> None:
    await hotel.happens(placed(), placed(order_id="another", room="718", external_id="x-1"))
    assert "203" in await rooms_found(desk, q)


@pytest.mark.parametrize("q", ["204", "203 smith", "erouville", "203 lum", "2033", "her 203 x"])
async def test_an_order_that_lacks_one_of_the_words_is_not_found(
    hotel: Hotel, desk: httpx.AsyncClient, q: str
) -> None:
    await hotel.happens(placed())
    assert await rooms_found(desk, q) == []


async def test_a_search_and_a_status_hold_together(hotel: Hotel, desk: httpx.AsyncClient) -> None:
    await hotel.happens(placed())
    query = {"q": "203 her", "status": "delivered"}
    assert (await desk.get(f"{AT}/orders", params=query)).json() == {"orders": []}
    query["status"] = "in_progress"
    assert len((await desk.get(f"{AT}/orders", params=query)).json()["orders"]) == 1


@given(
    texts=st.lists(st.text(max_size=30), min_size=3, max_size=3),
    chosen=st.lists(st.tuples(st.integers(0, 40), st.integers(1, 45)), min_size=1, max_size=5),
)
def test_whatever_fits_has_the_terms_that_it_is_looked_up_by(
    texts: list[str], chosen: list[tuple[int, int]]
) -> None:
    """Beginnings of any words of an order, asked for together, miss none of its terms."""
    surname, given_name, restaurant = (text or "a" for text in texts)
    message = placed(
        guest=Guest(surname=surname, given_name=given_name), restaurant=Restaurant(name=restaurant)
    )
    lookup = lookup_after(message)
    words = lookup.words
    typed = tuple(words[n % len(words)][:length] for n, length in chosen)
    assert set(pairs(typed)) <= set(lookup.terms)
    assert {kept_beginning(word) for word in typed} <= set(lookup.terms)


def test_a_very_long_name_has_a_bounded_number_of_terms() -> None:
    name = " ".join(f"{chr(97 + n // 26)}{chr(97 + n % 26)}word{n}" for n in range(200))
    lookup = lookup_after(placed(restaurant=Restaurant(name=name[:200])))
    assert len(lookup.words) == MOST_WORDS
    assert len(lookup.terms) < 600


def test_an_order_that_is_not_placed_is_found_by_nothing() -> None:
    with pytest.raises(NotPlaced):
        lookup_of(OrderView(order_id="o", property_id=PROPERTY))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Éléonore d'Aix", {"eleonore", "d", "aix", "daix", "eleonoredaix"}),
        ("Müller-Straße", {"muller", "strasse", "mullerstrasse"}),
        ("", set()),
        ("!?", set()),
    ],
)
def test_accents_case_and_signs_do_not_matter(text: str, words: set[str]) -> None:
    assert set(words_of(text, None)) == words
    assert set(typed_words(text)) <= words


async def test_words_that_seldom_meet_are_looked_for_a_bit_at_a_time(hotel: Hotel) -> None:
    """Every page but the last says where to go on, and nothing is found twice or missed."""
    for n in range(20):
        guest = Guest(surname="Le Guennec" if n % 2 or n == 2 else "Smith")
        room = "30" if n % 2 and n != 17 else "20"
        at = EVENING + timedelta(minutes=n)
        await hotel.happens(placed(order_id=f"o-{n}", room=room, guest=guest, placed_at=at))
    pages = []
    before: str | None = "~"
    while before is not None:
        between = {"$gte": "", "$lt": before}
        wanted = finding.Wanted(PROPERTY, between, typed=("20", "le"))
        page = await finding.find_orders(hotel.runtime, wanted, 1, most=3)
        pages.append([view.order_id for view in page.views])
        before = page.next
    assert [id for page in pages for id in page] == ["o-17", "o-2"]
    assert len(pages) > 2


@pytest.mark.parametrize(
    ("query", "rooms"),
    [
        ({"room": "20"}, ["20"]),
        ({"room": "203"}, ["203"]),
        ({"room": "2"}, []),
        ({"guest": "herou"}, ["203"]),
        ({"guest": "anais d'herouville"}, ["203"]),
        ({"guest": "lina"}, []),  # the restaurant's, not the guest's
        ({"guest": "!?"}, []),
        ({"reference": reference_of("in-20")}, ["20"]),
        ({"reference": reference_of("in-20").lower()}, ["20"]),
        ({"reference": reference_of("in-20")[:3]}, []),
        ({"room": "203", "guest": "her", "q": "lina"}, ["203"]),
        ({"room": "20", "guest": "her"}, []),
        ({"room": "203", "status": "cancelled"}, []),
        ({"kind": "stay"}, []),
        ({"kind": ["stay", "delivery"], "room": "203"}, ["203"]),
        ({"has_task": "true"}, ["203"]),
        ({"has_task": "false"}, ["20"]),
        ({"has_task": "true", "guest": "martin"}, []),
    ],
)
async def test_orders_are_found_by_room_guest_reference_kind_and_task(
    hotel: Hotel, desk: httpx.AsyncClient, query: dict[str, str], rooms: list[str]
) -> None:
    martin = Guest(surname="Martin")
    await hotel.happens(placed(), placed(order_id="in-20", room="20", guest=martin))
    await hotel.happens(folio_attention())
    answer = await desk.get(f"{AT}/orders", params=query)
    assert answer.status_code == 200, answer.text
    assert [order["room"] for order in answer.json()["orders"]] == rooms


async def test_an_order_is_found_by_the_room_that_it_goes_to_now(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(placed(), room_changed("718"))
    assert await rooms_found(desk, "718 her") == ["718"]
    assert await rooms_found(desk, "203") == []
