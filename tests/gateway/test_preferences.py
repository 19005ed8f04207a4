"""How people are notified, saved over HTTP and told to the notifier (O24, O25)."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from itertools import permutations
from typing import Any

import httpx
import pytest

from contracts.notices import Channel, Occasion
from contracts.properties import Language
from contracts.recipients import (
    Browser,
    BrowserGone,
    PropertyRecipients,
    Recipient,
    RecipientRefused,
    RemoveRecipient,
    SetRecipient,
    Wish,
)
from gateway.access.people import People, new_key
from gateway.access.roles import Role
from gateway.app import handlers
from gateway.people.model import MOST, RECIPIENTS, Recipients
from tests.gateway.conftest import Hotel
from tests.gateway.services import Services
from tests.support.deliveries import PROPERTY
from tests.support.order_events import State, apply

AT = "/api/v1/me/notifications"
PHONE = "+33639980042"
BROWSER = {"endpoint": "https://push.example/send/abc", "p256dh": "BPk8", "auth": "Qm9"}
SAVED: Mapping[str, Any] = {
    "language": "it",
    "phone": PHONE,
    "browsers": [BROWSER],
    "quiet": {"start": "22:30:00", "end": "06:30:00"},
    "wishes": {PROPERTY: {"new_order": ["push", "mail"], "courier_message": ["sms"]}},
}


@pytest.fixture
async def desk(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    Services(hotel)
    async with hotel.person(
        "desk@lumiere.example", hotel_lumiere=Role.RECEPTION, hotel_ombre=Role.MANAGER
    ) as client:
        yield client


async def save(client: httpx.AsyncClient, key: str = "k-1", **changes: Any) -> httpx.Response:
    return await client.put(AT, json={**SAVED, **changes}, headers={"Idempotency-Key": key})


def told(hotel: Hotel, property_id: str = PROPERTY) -> tuple[Recipient, ...]:
    """Whom the gateway would name to the notifier now."""
    known = hotel.known.get(RECIPIENTS.ref(property_id))
    return known.people if isinstance(known, Recipients) else ()


@pytest.mark.feature("O24")
async def test_saved_preferences_are_there_to_read_and_told_to_the_notifier(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    saved = await save(desk)
    assert saved.status_code == 200
    assert (await desk.get(AT)).json() == saved.json()
    assert saved.json()["wishes"] == {
        PROPERTY: {"new_order": ["mail", "push"], "courier_message": ["sms"]},
        "hotel-ombre": {},
    }
    (person,) = told(hotel)
    assert (person.mail, person.phone) == ("desk@lumiere.example", PHONE)
    assert person.wishes == (
        Wish(occasion=Occasion.NEW_ORDER, channels=(Channel.MAIL, Channel.PUSH)),
        Wish(occasion=Occasion.COURIER_MESSAGE, channels=(Channel.SMS,)),
    )
    assert [one.wishes for one in told(hotel, "hotel-ombre")] == [()]


@pytest.mark.parametrize("channel", list(Channel))
async def test_each_channel_can_be_chosen_for_each_occasion(
    hotel: Hotel, desk: httpx.AsyncClient, channel: Channel
) -> None:
    wishes = {PROPERTY: {str(occasion): [str(channel)] for occasion in Occasion}}
    assert (await save(desk, wishes=wishes)).status_code == 200
    (person,) = told(hotel)
    assert {wish.occasion: wish.channels for wish in person.wishes} == {
        occasion: (channel,) for occasion in Occasion
    }


@pytest.mark.feature("O24")
async def test_before_anything_is_saved_every_property_is_named_without_wishes(
    desk: httpx.AsyncClient,
) -> None:
    assert (await desk.get(AT)).json() == {
        "mail": "desk@lumiere.example",
        "browsers": [],
        "wishes": {PROPERTY: {}, "hotel-ombre": {}},
    }


async def test_what_is_left_out_is_not_wished_any_more(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await save(desk)
    body = {"language": "fr"}
    answer = await desk.put(AT, json=body, headers={"Idempotency-Key": "k-2"})
    assert "phone" not in answer.json()
    assert [one.wishes for one in told(hotel)] == [()]


async def test_pop_ups_stay_wished_while_no_browser_shows_them_and_no_more_are_added(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    """Whoever signs out of their only browser finds their wishes again in the next one."""
    await save(desk)
    assert (await save(desk, "k-2", browsers=[])).status_code == 200
    (person,) = told(hotel)
    assert person.browsers == ()
    assert Wish(occasion=Occasion.NEW_ORDER, channels=(Channel.MAIL, Channel.PUSH)) in person.wishes
    more = {PROPERTY: {"new_order": ["push", "mail"], "delivered": ["push"]}}
    refused = await save(desk, "k-3", browsers=[], wishes=more)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "browsers")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"phone": None}, "phone"),
        ({"phone": "0639980042"}, "phone"),
        ({"browsers": []}, "browsers"),
        ({"browsers": [{**BROWSER, "endpoint": "javascript:alert(1)"}]}, "browsers.0.endpoint"),
        ({"language": "la"}, "language"),
        ({"wishes": {"hotel-of-a-stranger": {}}}, "wishes.hotel-of-a-stranger"),
        ({"wishes": {PROPERTY: {"new_order": ["pigeon"]}}}, f"wishes.{PROPERTY}.new_order.0"),
        ({"quiet": {"start": "22:30:00Z", "end": "06:30:00"}}, "quiet.start"),
        ({"quiet": {"start": "25:00", "end": "06:30"}}, "quiet.start"),
    ],
)
async def test_preferences_that_cannot_be_name_the_field(
    hotel: Hotel, desk: httpx.AsyncClient, changes: dict[str, Any], field: str
) -> None:
    answer = await save(desk, **changes)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert hotel.runtime.published == []


async def test_the_restaurants_floor_is_told_nothing_of_guests(hotel: Hotel) -> None:
    Services(hotel)
    async with hotel.person("cook@example.com", hotel_lumiere=Role.RESTAURANT) as cook:
        assert (await cook.get(AT)).json()["wishes"] == {}
        assert (await save(cook)).json()["errors"][0]["field"] == f"wishes.{PROPERTY}"


async def test_a_key_has_no_wishes(hotel: Hotel) -> None:
    key = new_key()
    await People(hotel.database).add_key("till", key, {PROPERTY: Role.RECEPTION}, False)
    async with hotel.client({"Authorization": f"Bearer {key}"}) as program:
        answer = await program.get(AT)
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:comptoir:problem:not-a-person")


@pytest.mark.feature("O25")
async def test_a_browser_learns_the_key_for_pop_ups(desk: httpx.AsyncClient) -> None:
    assert (await desk.get("/api/v1/push-key")).json() == {"key": "B" + "k" * 86}


# -- the table ---------------------------------------------------------------------------------

ANNA = Recipient(
    person_id="anna",
    language=Language.FR,
    browsers=(
        Browser(endpoint="https://push.example/1", p256dh="a", auth="b"),
        Browser(endpoint="https://push.example/2", p256dh="a", auth="b"),
    ),
)
BEN = Recipient(person_id="ben", language=Language.DE)


def test_the_same_again_is_answered_and_told_to_nobody() -> None:
    known: State = {}
    setting = SetRecipient(property_id=PROPERTY, recipient=ANNA)
    assert [type(event).__name__ for event in apply(handlers, known, setting)] == [
        "RecipientSet",
        "PropertyRecipients",
    ]
    assert [type(event).__name__ for event in apply(handlers, known, setting)] == ["RecipientSet"]


def test_people_are_told_alike_whoever_came_first() -> None:
    settings = [SetRecipient(property_id=PROPERTY, recipient=one) for one in (ANNA, BEN)]
    ends = []
    for order in permutations(settings):
        known: State = {}
        for setting in order:
            last = apply(handlers, known, setting)[-1]
        ends.append(last)
    assert ends[0] == ends[1] == PropertyRecipients(property_id=PROPERTY, recipients=(ANNA, BEN))


def test_a_browser_that_is_gone_is_forgotten_and_the_other_stays() -> None:
    known: State = {}
    apply(handlers, known, SetRecipient(property_id=PROPERTY, recipient=ANNA))
    gone = BrowserGone(property_id=PROPERTY, person_id="anna", endpoint="https://push.example/1")
    (state,) = apply(handlers, known, gone)
    assert isinstance(state, PropertyRecipients)
    assert [b.endpoint for b in state.recipients[0].browsers] == ["https://push.example/2"]
    assert not apply(handlers, known, gone)
    nobody = BrowserGone(property_id=PROPERTY, person_id="nobody", endpoint="x")
    assert not apply(handlers, known, nobody)


def test_who_left_is_told_nothing_more() -> None:
    known: State = {}
    apply(handlers, known, SetRecipient(property_id=PROPERTY, recipient=ANNA))
    leaving = RemoveRecipient(property_id=PROPERTY, person_id="anna")
    assert apply(handlers, known, leaving)[-1] == PropertyRecipients(
        property_id=PROPERTY, recipients=()
    )
    assert [type(event).__name__ for event in apply(handlers, known, leaving)] == ["RecipientSet"]


def test_a_property_with_too_many_people_refuses_one_more() -> None:
    known: State = {}
    for n in range(MOST):
        person = Recipient(person_id=f"p-{n:03}", language=Language.FR)
        apply(handlers, known, SetRecipient(property_id=PROPERTY, recipient=person))
    (refused,) = apply(handlers, known, SetRecipient(property_id=PROPERTY, recipient=ANNA))
    assert isinstance(refused, RecipientRefused)
    assert json.loads(refused.encode())["field"] == "property"
