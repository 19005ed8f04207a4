"""The guest's own order by a link: what it says, what it keeps to itself, when it ends (O22)."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from html import unescape

import httpx
import pytest

from chassis.links import Links
from contracts.deliveries import Courier, CourierAssigned, Guest
from contracts.guest_links import PATH, PURPOSE
from contracts.message import Message
from contracts.properties import Language, PropertyState
from gateway.access.roles import Role
from gateway.app import handlers
from gateway.board.model import ORDERS, OrderView
from gateway.board.stages import Stage
from gateway.guest.pace import READS_A_MINUTE, STREAMS_AT_ONCE, Pace
from gateway.guest.stream import guest_events
from gateway.guest.tracking import STATUS, GuestOrder, GuestStatus, guest_order
from gateway.guest.words import WORDS
from gateway.live.hub import LiveHub
from gateway.pace import TooEager
from gateway.settings import PAGE
from tests.gateway.conftest import LINK_SECRET, Clock, Hotel
from tests.support.bench import PATIENCE
from tests.support.deliveries import GUEST, ORDER, PROPERTY, after, placed, sheet
from tests.support.order_events import (
    cancelled,
    courier_assigned,
    delivered,
    failed,
    near,
    picked_up,
    returned,
    told,
)

SOON = datetime.now(UTC) + timedelta(hours=1)
TOKEN = Links([LINK_SECRET]).sign(PURPOSE, ORDER, SOON)
JSON_AT, PAGE_AT = f"/guest/v1/orders/{TOKEN}", f"{PATH}{TOKEN}"


@pytest.fixture
async def phone(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    """A guest's phone: no session, no headers of ours."""
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()))
    async with hotel.client({}) as client:
        yield client


def guest_speaks(language: Language | None) -> Message:
    return placed(guest=Guest(surname="D'Hérouville", given_name="Anaïs", language=language))


@pytest.mark.parametrize("language", list(Language))
async def test_a_cancelled_order_says_on_the_guests_page_what_happens_now(
    hotel: Hotel, phone: httpx.AsyncClient, language: Language
) -> None:
    await hotel.happens(guest_speaks(language), courier_assigned(), cancelled())
    page = await phone.get(PAGE_AT)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert f'lang="{language}"' in page.text
    assert WORDS[language]["status.cancelled"] in page.text
    said = (await phone.get(JSON_AT)).json()
    assert (said["status"], said["running"]) == ("cancelled", False)
    assert said["what_now"] == WORDS[language]["now.cancelled"]
    assert "courier" not in said


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("end", [failed(), returned()], ids=["failed", "returned"])
async def test_a_meal_that_does_not_come_is_said_on_the_page_in_the_guests_language(
    hotel: Hotel, phone: httpx.AsyncClient, language: Language, end: Message
) -> None:
    await hotel.happens(guest_speaks(language), courier_assigned(), picked_up(), end)
    said = (await phone.get(JSON_AT)).json()
    assert (said["status"], said["running"]) == (end.TYPE.split(".")[-2], False)
    page = unescape((await phone.get(PAGE_AT)).text)
    for key in ("status", "now"):
        assert WORDS[language][f"{key}.{said['status']}"] in page
    assert "total" not in said
    assert "nobody at the door" not in page


async def test_a_guest_follows_a_running_order(hotel: Hotel, phone: httpx.AsyncClient) -> None:
    await hotel.happens(guest_speaks(Language.FR), courier_assigned(), picked_up(), near())
    said = (await phone.get(JSON_AT)).json()
    assert said == {
        "reference": said["reference"],
        "property": "Hôtel Lumière",
        "restaurant": "Chez Lina",
        "status": "near",
        "running": True,
        "expected_at": "2026-11-23T20:15:00.000Z",
        "courier": "Marc",
        "language": "fr",
        "time_zone": "Europe/Paris",
        "status_text": "Tout près",
        "what_now": "Votre repas sera à la réception dans un instant.",
        "updated_at": said["updated_at"],
    }
    page = (await phone.get(PAGE_AT)).text
    assert "21:15" in page  # the property's own time
    assert "Marc" in page


async def test_a_guest_sees_no_amount_before_delivery_and_the_rooms_bill_after(
    hotel: Hotel, phone: httpx.AsyncClient
) -> None:
    await hotel.happens(guest_speaks(Language.EN), courier_assigned(), picked_up())
    for path in (JSON_AT, PAGE_AT):
        shown = (await phone.get(path)).text
        assert not re.search(r"25[.,]?00|1250|EUR", shown)
    await hotel.happens(delivered())
    assert (await phone.get(JSON_AT)).json()["total"] == {"currency": "EUR", "amount": 2500}
    assert "25.00 EUR" in (await phone.get(PAGE_AT)).text
    await hotel.happens(returned())
    assert "total" not in (await phone.get(JSON_AT)).json()


async def test_nothing_else_about_anybody_is_told(hotel: Hotel, phone: httpx.AsyncClient) -> None:
    courier = Courier(name="Marc Aurèle Dupont", phone="+33600000001")
    assigned = CourierAssigned(
        property_id=PROPERTY, order_id=ORDER, guest_id=GUEST, courier=courier, occurred_at=after(5)
    )
    await hotel.happens(placed(), assigned)
    for path in (JSON_AT, PAGE_AT):
        shown = (await phone.get(path)).text
        assert "Marc" in shown
        for hidden in ("Dupont", "+33600000001", "Hérouville", "203", "4821", ORDER, "LUM-"):
            assert hidden not in shown


async def test_a_guest_without_a_language_is_spoken_to_in_the_propertys_first(
    hotel: Hotel, phone: httpx.AsyncClient
) -> None:
    await hotel.happens(guest_speaks(None))
    assert (await phone.get(JSON_AT)).json()["language"] == "fr"


async def test_a_guest_reads_the_page_in_the_language_that_they_choose_there(
    hotel: Hotel, phone: httpx.AsyncClient
) -> None:
    await hotel.happens(guest_speaks(Language.FR), courier_assigned(), near())
    chosen = (await phone.get(PAGE_AT, params={"lang": "de"})).text
    assert '<html lang="de">' in chosen
    assert WORDS[Language.DE]["now.near"] in chosen
    for none_of_ours in ("xx", "<script>"):
        page = (await phone.get(PAGE_AT, params={"lang": none_of_ours})).text
        assert '<html lang="fr">' in page
        assert "<script>" not in page


async def test_a_link_that_is_over_forged_or_about_nothing_is_not_found(
    hotel: Hotel, phone: httpx.AsyncClient
) -> None:
    await hotel.happens(placed())
    links = Links([LINK_SECRET])
    bad = [
        links.sign(PURPOSE, ORDER, datetime.now(UTC) - timedelta(seconds=1)),
        links.sign("media", ORDER, SOON),
        links.sign(PURPOSE, "no-such-order", SOON),
        Links(["a secret of somebody else's, as long"]).sign(PURPOSE, ORDER, SOON),
        TOKEN[:-1],
        ORDER,
    ]
    for token in bad:
        problem = await phone.get(f"/guest/v1/orders/{token}")
        assert (problem.status_code, problem.headers["content-type"]) == (
            404,
            "application/problem+json",
        )
        page = await phone.get(f"{PATH}{token}", headers={"Accept-Language": "es"})
        assert (page.status_code, "ya no es válido" in page.text) == (404, True)


async def test_whoever_guesses_links_is_stopped_for_a_while(
    hotel: Hotel, phone: httpx.AsyncClient
) -> None:
    await hotel.happens(placed())
    answers = [(await phone.get(f"/guest/v1/orders/guess-{n}")).status_code for n in range(31)]
    assert answers == [404] * 30 + [429]
    page = await phone.get(PAGE_AT)
    assert (page.status_code, bool(page.headers["retry-after"])) == (429, True)


def test_one_link_is_looked_at_so_often_a_minute_and_so_many_times_at_once() -> None:
    clock = Clock()
    pace = Pace(clock)
    for _ in range(READS_A_MINUTE):
        pace.read(ORDER)
    with pytest.raises(TooEager):
        pace.read(ORDER)
    pace.read("another")
    clock.forward(timedelta(minutes=1))
    pace.read(ORDER)
    opened = [pace.stream(ORDER) for _ in range(STREAMS_AT_ONCE)]
    for one in opened:
        one.__enter__()
    with pytest.raises(TooEager), pace.stream(ORDER):
        pass
    opened[0].__exit__(None, None, None)
    with pace.stream(ORDER):
        pass


async def test_the_desk_hands_out_the_same_link_each_time(
    hotel: Hotel, phone: httpx.AsyncClient
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    await hotel.happens(placed(placed_at=now))
    at = f"/api/v1/properties/{PROPERTY}/orders/{ORDER}/guest-link"
    async with hotel.person("desk@lumiere.example", hotel_lumiere=Role.RECEPTION) as desk:
        made = [await desk.post(at, headers={"Idempotency-Key": key}) for key in ("a", "b")]
    assert made[0].json() == made[1].json()
    assert (await phone.get(made[0].json()["url"])).status_code == 200


async def test_an_order_of_last_month_gets_no_link(hotel: Hotel, phone: httpx.AsyncClient) -> None:
    await hotel.happens(placed(placed_at=datetime.now(UTC) - timedelta(days=30)))
    at = f"/api/v1/properties/{PROPERTY}/orders/{ORDER}/guest-link"
    async with hotel.person("desk@lumiere.example", hotel_lumiere=Role.RECEPTION) as desk:
        answer = await desk.post(at, headers={"Idempotency-Key": "a"})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:comptoir:problem:link-over")


async def test_the_stream_tells_each_change_of_this_order_alone_and_ends_with_it(
    hotel: Hotel, phone: httpx.AsyncClient
) -> None:
    await hotel.happens(placed())
    ended = asyncio.create_task(phone.get(f"{JSON_AT}/stream"))
    await hotel.happens(placed(order_id="another-order"), courier_assigned(), near(), cancelled())
    answer = await asyncio.wait_for(ended, PATIENCE)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert "another-order" not in answer.text
    orders = [
        json.loads(frame.partition("data: ")[2])
        for frame in answer.text.split("\n\n")
        if frame.startswith("event: order")
    ]
    assert orders[-1]["status"] == "cancelled"
    assert answer.text.endswith("event: over\ndata: {}\n\n")


async def test_a_stream_ends_when_its_link_does() -> None:
    hub = LiveHub(lambda key: 0, lambda partition: 0)
    view = told(handlers, [placed()])[ORDERS.ref(ORDER)]
    assert isinstance(view, OrderView)
    order = guest_order(view, sheet())
    answers: list[GuestOrder | None] = [order, order, None]

    async def read() -> GuestOrder | None:
        return answers.pop(0)

    stream = guest_events(hub, PROPERTY, ORDER, read, heartbeat=0.01)
    frames = [frame async for frame in stream]
    assert sum(frame.startswith(b"event: order") for frame in frames) == 1
    assert frames[-1].startswith(b"event: over")
    assert hub.listeners() == 0


def test_every_stage_and_every_language_has_its_words() -> None:
    assert set(STATUS) == set(Stage)
    keys = set(WORDS[Language.FR])
    assert {f"{part}.{status}" for part in ("status", "now") for status in GuestStatus} <= keys
    for words in WORDS.values():
        assert set(words) == keys
        for key, text in words.items():
            assert text.strip()
            assert "!" not in text
            names = re.findall(r"\{\w+\}", WORDS[Language.FR][key])
            assert sorted(re.findall(r"\{\w+\}", text)) == sorted(names), key


async def test_the_page_needs_no_script_and_has_none_inline(
    hotel: Hotel, phone: httpx.AsyncClient
) -> None:
    await hotel.happens(placed())
    page = await phone.get(PAGE_AT)
    assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in page.text
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on\w+=", page.text)
    assert page.headers["cache-control"] == "no-store"
    assert "unsafe" not in page.headers["content-security-policy"]
    for file in ("guest.css", "guest.js"):
        assert (PAGE / "guest" / file).is_file()
        assert (await phone.get(f"/guest/{file}")).status_code == 200
