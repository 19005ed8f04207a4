"""Who has an order open: said by pages, heard by everybody at the property, kept by nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from contracts.live import LivePresence, PresenceState
from contracts.properties import PropertyState
from gateway.access.people import People, new_key
from gateway.access.roles import Role
from gateway.live.frames import GONE_AFTER
from gateway.live.presence import MOST_PAGES, SAID_A_MINUTE, Presences
from gateway.pace import PerMinute
from tests.gateway.conftest import Clock, Hotel
from tests.support.deliveries import ORDER, PROPERTY, placed, sheet
from tests.support.runtime import Published, RecordingRuntime

AT = f"/api/v1/properties/{PROPERTY}/orders/{ORDER}/presence"
TAB = "9a7cbb4e-13d2-4f0e-9f6e-6d1d0a4c2b10"
OTHER_TAB = "0c1f7a52-6a0b-4b7e-8f57-d2a9e0b7c411"


@pytest.fixture
async def open_hotel(hotel: Hotel) -> Hotel:
    """A hotel whose own tail hears what it publishes."""

    async def hear(published: Published) -> None:
        hotel.runtime.hand_over(published.message)

    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()), placed())
    hotel.runtime.on_publish = hear
    return hotel


@pytest.fixture
async def desk(open_hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    async with open_hotel.person("desk@example.com", hotel_lumiere=Role.RECEPTION) as client:
        yield client


async def say(client: httpx.AsyncClient, state: str, tab: str = TAB) -> None:
    answer = await client.put(AT, json={"state": state, "tab": tab})
    assert (answer.status_code, answer.content) == (204, b"")


async def here(client: httpx.AsyncClient) -> list[dict[str, Any]]:
    answer = await client.get(AT)
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["here"]
    return found


async def test_two_desks_on_one_order_see_each_other(
    open_hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    async with open_hotel.person("manager@example.com", hotel_lumiere=Role.MANAGER) as manager:
        await say(desk, "open")
        await say(manager, "writing", OTHER_TAB)
        for client in (desk, manager):
            assert [(one["name"], one["tab"], one["state"]) for one in await here(client)] == [
                ("desk@example.com", TAB, "open"),
                ("manager@example.com", OTHER_TAB, "writing"),
            ]
        await say(manager, "closed", OTHER_TAB)
    (left,) = await here(desk)
    assert left["tab"] == TAB
    me = (await desk.get("/api/v1/me")).json()
    assert left["person_id"] == me["person_id"]


async def test_what_is_said_again_takes_the_place_of_what_was_said(
    desk: httpx.AsyncClient,
) -> None:
    await say(desk, "open")
    await say(desk, "writing")
    assert [one["state"] for one in await here(desk)] == ["writing"]


async def test_it_is_published_to_the_property_and_changes_nothing(
    open_hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    before = await open_hotel.database.find("orders", {})
    await say(desk, "open")
    (published,) = open_hotel.runtime.published
    message = published.message
    assert isinstance(message, LivePresence)
    assert (message.key, message.order_id, message.state) == (PROPERTY, ORDER, "open")
    assert published.actor == f"person:{message.person_id}"
    assert await open_hotel.database.find("orders", {}) == before


async def test_a_program_has_nothing_open(open_hotel: Hotel) -> None:
    key = new_key()
    await People(open_hotel.database).add_key("till", key, {PROPERTY: Role.RECEPTION}, False)
    async with open_hotel.client({"Authorization": f"Bearer {key}"}) as program:
        answer = await program.put(AT, json={"state": "open", "tab": TAB})
        assert (answer.status_code, answer.json()["type"]) == (
            403,
            "urn:comptoir:problem:not-a-person",
        )
        assert await here(program) == []
    assert open_hotel.runtime.published == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"state": "asleep", "tab": TAB}, "state"),
        ({"state": "open", "tab": "one"}, "tab"),
        ({"state": "open"}, "tab"),
        ({"state": "open", "tab": TAB, "name": "somebody else"}, "name"),
    ],
)
async def test_a_page_says_who_it_is_and_nothing_else(
    desk: httpx.AsyncClient, body: dict[str, str], field: str
) -> None:
    answer = await desk.put(AT, json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_without_kafka_it_is_not_said_and_the_page_is_told(
    open_hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    open_hotel.runtime.kafka_answers = False
    assert (await desk.put(AT, json={"state": "open", "tab": TAB})).status_code == 503


async def test_one_person_says_so_much_a_minute_and_no_more(
    open_hotel: Hotel, clock: Clock
) -> None:
    """Each is a message to all who look at the property: nobody floods them, and nobody else is
    held up."""
    clock.now = clock.now.replace(second=20)
    open_hotel.work_with(presence_pace=PerMinute(clock, 2))
    async with (
        open_hotel.person("desk@example.com", hotel_lumiere=Role.RECEPTION) as desk,
        open_hotel.person("manager@example.com", hotel_lumiere=Role.MANAGER) as manager,
    ):
        for tab in (TAB, OTHER_TAB):
            await say(desk, "open", tab)
        refused = await desk.put(AT, json={"state": "open", "tab": TAB})
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "40")
        assert refused.json()["type"] == "urn:comptoir:problem:too-many-tries"
        assert len(open_hotel.runtime.published) == 2
        await say(manager, "open")
        clock.forward(timedelta(seconds=40))
        await say(desk, "open")


def test_a_person_with_as_many_pages_as_are_known_may_say_all_of_them() -> None:
    assert SAID_A_MINUTE >= MOST_PAGES * 3 * 2


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def presences(clock: Clock) -> Presences:
    return Presences(clock)


def heard(
    presences: Presences,
    clock: Clock,
    tab: str = TAB,
    order_id: str = ORDER,
    person_id: str = "p-7",
) -> None:
    runtime = RecordingRuntime()
    message = LivePresence(
        property_id=PROPERTY,
        order_id=order_id,
        person_id=person_id,
        name="Anaïs",
        tab=tab,
        state=PresenceState.OPEN,
        at=clock(),
    )
    presences.receive(runtime.hand_over(message))


def test_who_is_not_heard_of_any_more_is_gone(presences: Presences, clock: Clock) -> None:
    heard(presences, clock)
    clock.forward(GONE_AFTER / 2)
    heard(presences, clock, OTHER_TAB)
    clock.forward(GONE_AFTER / 2 - timedelta(seconds=1))
    assert [one.tab for one in presences.at(PROPERTY, ORDER)] == [TAB, OTHER_TAB]
    clock.forward(timedelta(seconds=1))
    assert [one.tab for one in presences.at(PROPERTY, ORDER)] == [OTHER_TAB]
    heard(presences, clock)
    assert [one.tab for one in presences.at(PROPERTY, ORDER)] == [OTHER_TAB, TAB]


def test_of_one_person_the_newest_pages_are_known_and_no_more(
    presences: Presences, clock: Clock
) -> None:
    heard(presences, clock, person_id="p-8")
    tabs = [f"{number:08x}{TAB[8:]}" for number in range(MOST_PAGES + 2)]
    for tab in tabs:
        heard(presences, clock, tab)
    known = [one.tab for one in presences.at(PROPERTY, ORDER)]
    assert known == [TAB, *tabs[2:]]


def test_orders_and_properties_are_kept_apart(presences: Presences, clock: Clock) -> None:
    heard(presences, clock)
    assert presences.at(PROPERTY, "another") == ()
    assert presences.at("refuge-aigle", ORDER) == ()
