"""One order with chat, claims, notices and timeline, as the desk sees it over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from contracts.chats import OPEN_AFTER_END
from contracts.claims import ClaimOutcome
from contracts.deliveries import Origin
from contracts.handovers import HandoverKind
from contracts.properties import PropertyState
from gateway.access.roles import Role
from gateway.app import handlers
from gateway.board.detail import detail_of
from gateway.board.model import ORDERS, OrderView
from gateway.board.moments import named
from gateway.chat.model import MOST_MESSAGES, Author, ChatMessage, ChatView
from tests.gateway.conftest import Hotel
from tests.support.deliveries import GUEST, MARC, ORDER, PROPERTY, after, placed, sheet
from tests.support.order_events import (
    claim_ended,
    claim_opened,
    code_changed,
    courier_assigned,
    courier_wrote,
    delivered,
    hotel_wrote,
    mail_failed,
    mail_sent,
    partner_not_told,
    partner_told,
    picked_up,
    room_changed,
    seen_at,
    told,
)

AT = f"/api/v1/properties/{PROPERTY}"


@pytest.fixture
async def desk(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()))
    async with hotel.person("Zoé", hotel_lumiere=Role.RECEPTION) as client:
        yield client


async def get(client: httpx.AsyncClient, path: str = f"/orders/{ORDER}") -> Any:
    answer = await client.get(AT + path)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def person_id(hotel: Hotel) -> str:
    return str((await hotel.database.find("access_people", {}))[0]["_id"])


def test_the_chat_is_open_from_the_first_courier_until_a_while_after_the_end() -> None:
    known = told(handlers, [placed()])
    closes = after(33) + OPEN_AFTER_END
    for messages, now, open in (
        ([], after(1), False),
        ([courier_assigned()], after(6), True),
        ([delivered()], after(40), True),
        ([], closes - timedelta(seconds=1), True),
        ([], closes, False),
    ):
        known = told(handlers, messages, known)
        view = known[ORDERS.ref(ORDER)]
        assert isinstance(view, OrderView)
        assert detail_of(view, now).chat_open is open


async def test_a_card_says_once_there_is_somebody_to_write_to(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(placed())
    before = await get(desk, "/live")
    assert before["orders"][0]["chat"] == {"opened": False, "messages": 0, "unanswered": False}
    await hotel.happens(courier_assigned(), courier_wrote())
    (card,) = (await get(desk, "/live"))["orders"]
    assert card["chat"] == {"opened": True, "messages": 1, "unanswered": True}
    await hotel.happens(hotel_wrote())
    (card,) = (await get(desk, "/live"))["orders"]
    assert card["chat"]["unanswered"] is False


async def test_the_chat_shows_who_wrote_what_and_whether_it_reached_the_partner(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    author = f"person:{await person_id(hotel)}"
    await hotel.happens(placed(), courier_assigned(), courier_wrote(), hotel_wrote(author=author))
    asked, answered = (await get(desk, f"/orders/{ORDER}/messages"))["messages"]
    assert (asked["author"], asked["by"], asked["text"]) == ("courier", "Marc", "Which entrance?")
    assert "telling" not in asked
    assert (answered["author"], answered["by"]) == ("hotel", "Zoé")
    assert answered["telling"] == "telling"
    await hotel.happens(partner_not_told("m-2"))
    detail = await get(desk)
    assert detail["messages"][1]["telling"] == "not_told"
    assert detail["messages"][1]["problem"] == "no answer for a day"
    await hotel.happens(partner_told("m-2"))
    assert (await get(desk))["messages"][1]["telling"] == "told"


def test_a_chat_is_in_order_of_time_each_message_once_and_bounded() -> None:
    chat = ChatView(order_id=ORDER, property_id=PROPERTY, guest_id=GUEST)
    for n in reversed(range(MOST_MESSAGES + 20)):
        at = after(n)
        message = ChatMessage(message_id=f"m-{n}", author=Author.COURIER, text="?", at=at)
        chat = chat.with_message(message).with_message(message)
    assert len(chat.messages) == MOST_MESSAGES
    assert [one.at for one in chat.messages] == sorted(one.at for one in chat.messages)
    assert chat.messages[-1].message_id == f"m-{MOST_MESSAGES + 19}"


async def test_a_claim_shows_from_its_opening_to_its_outcome(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    actor = f"person:{await person_id(hotel)}"
    await hotel.happens(placed(), delivered())
    await hotel.happens(claim_opened(), actor=actor)
    (claim,) = (await get(desk))["claims"]
    assert (claim["reason"], claim["by"], claim["telling"]) == ("missing_item", "Zoé", "telling")
    assert claim["amount"] == {"currency": "EUR", "amount": 1100}
    assert "outcome" not in claim
    await hotel.happens(partner_told("c-1", HandoverKind.CLAIM), claim_ended())
    (claim,) = (await get(desk))["claims"]
    assert (claim["telling"], claim["outcome"]) == ("told", ClaimOutcome.ACCEPTED)


async def test_an_order_of_the_hotels_own_says_whether_the_partner_has_it(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(placed(origin=Origin.HOTEL))
    assert (await get(desk))["passed_on"] == "telling"
    await hotel.happens(partner_not_told(ORDER, HandoverKind.ORDER))
    assert (await get(desk))["passed_on"] == "not_told"


async def test_what_was_sent_can_be_read_at_the_order_and_in_the_log(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(placed(), mail_sent(), mail_sent("n-2"), mail_failed("n-2"))
    for notices in ((await get(desk))["notices"], (await get(desk, "/notices"))["notices"]):
        failed, sent = notices
        assert (sent["state"], sent["title"]) == ("sent", "Chambre 203")
        assert (sent["occasion"], sent["audience"]) == ("new_order", "hotel")
        assert sent["text"] == "Chez Lina apporte une commande."
        assert (failed["state"], failed["reason"]) == ("failed", "no addresses")


async def test_the_delivery_log_comes_page_by_page(hotel: Hotel, desk: httpx.AsyncClient) -> None:
    await hotel.happens(placed(), *(mail_sent(f"n-{n}") for n in range(5)))
    found: list[str] = []
    page = await get(desk, "/notices?limit=2")
    while True:
        found += [notice["notice_id"] for notice in page["notices"]]
        if "next" not in page:
            break
        page = await get(desk, f"/notices?limit=2&cursor={page['next']}")
    assert sorted(found) == [f"n-{n}" for n in range(5)]


async def test_room_code_and_courier_are_shown_as_they_are_now(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await hotel.happens(placed(), courier_assigned(), picked_up())
    await hotel.happens(room_changed("718"), code_changed("7730"), seen_at(20), seen_at(18, 48.2))
    (card,) = (await get(desk, "/live"))["orders"]
    assert (card["room"], card["validation_code"]) == ("718", "7730")
    assert card["courier"]["name"] == MARC.name
    assert card["courier_seen"]["position"]["latitude"] == 48.85
    await hotel.happens(delivered())
    assert "courier_seen" not in await get(desk)


async def test_the_timeline_says_who_did_what_and_the_road_is_not_in_it(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    actor = f"person:{await person_id(hotel)}"
    await hotel.happens(placed(), courier_assigned(), seen_at(20))
    await hotel.happens(room_changed("718"), actor=actor)
    moments = (await get(desk))["timeline"]
    assert [one["kind"] for one in moments] == ["placed", "courier_assigned", "room_changed"]
    assert [one.get("by") for one in moments] == [None, None, "Zoé"]
    entries = (await get(desk, "/activity"))["entries"]
    by = {entry["kind"]: entry.get("by") for entry in entries}
    assert by == {"placed": None, "courier_assigned": None, "room_changed": "Zoé"}


def test_who_is_gone_has_no_name_and_a_partner_keeps_its_own() -> None:
    names = {"person:p-7": "Zoé"}
    assert named("person:p-7", names) == "Zoé"
    assert named("person:gone", names) is None
    assert named("partner:demo-page", names) == "demo-page"
    assert named(None, names) is None
