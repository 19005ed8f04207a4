"""Defining a property over HTTP: asked, answered, refused, repeated, not answered in time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from contracts.message import Message
from contracts.properties import DefineProperty, PropertyDefined, PropertyRefused, PropertyState
from gateway.access.roles import Role
from tests.gateway.conftest import Hotel
from tests.support.deliveries import PROPERTY, sheet
from tests.support.runtime import Published

AT = f"/api/v1/properties/{PROPERTY}"
BODY = sheet().model_dump(mode="json")


@pytest.fixture
async def operations(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    async with hotel.person("ops@example.com", operations=True) as client:
        yield client


async def put(client: httpx.AsyncClient, key: str = "k-1", **changes: Any) -> httpx.Response:
    return await client.put(AT, json={**BODY, **changes}, headers={"Idempotency-Key": key})


def inventory(hotel: Hotel, refuse: str | None = None) -> None:
    """Play the inventory service: it answers every command at once, and its events come in."""

    async def answer(published: Published) -> None:
        command = published.message
        assert isinstance(command, DefineProperty)
        said: list[Message] = [
            PropertyDefined(
                property_id=PROPERTY, request_id=published.id, changed=True, sheet=command.sheet
            ),
            PropertyState(property_id=PROPERTY, sheet=command.sheet),
        ]
        if refuse is not None:
            said = [
                PropertyRefused(
                    property_id=PROPERTY, request_id=published.id, field=refuse, reason="never"
                )
            ]
        await hotel.happens(*said, actor=published.actor, answers=published.id)
        hotel.runtime.hand_over(said[0], causation_id=published.id)

    hotel.runtime.on_publish = answer


async def test_a_new_property_is_created_and_can_be_read_at_once(
    hotel: Hotel, operations: httpx.AsyncClient
) -> None:
    inventory(hotel)
    created = await put(operations)
    assert created.status_code == 201
    assert (await operations.get(AT)).json() == created.json()
    (published,) = hotel.runtime.published
    assert published.message == DefineProperty(property_id=PROPERTY, sheet=sheet())
    assert published.actor.startswith("person:")


async def test_a_known_property_is_replaced(hotel: Hotel, operations: httpx.AsyncClient) -> None:
    inventory(hotel)
    await put(operations)
    replaced = await put(operations, "k-2", name="Hôtel Ombre")
    assert replaced.status_code == 200
    assert (await operations.get(AT)).json()["sheet"]["name"] == "Hôtel Ombre"


async def test_a_retry_is_answered_alike_and_asks_nobody(
    hotel: Hotel, operations: httpx.AsyncClient
) -> None:
    inventory(hotel)
    first, again = await put(operations), await put(operations)
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert len(hotel.runtime.published) == 1


async def test_the_same_key_with_another_body_is_refused(
    hotel: Hotel, operations: httpx.AsyncClient
) -> None:
    inventory(hotel)
    await put(operations)
    reused = await put(operations, name="Another")
    assert (reused.status_code, reused.json()["type"]) == (409, "urn:comptoir:problem:key-reused")
    assert len(hotel.runtime.published) == 1


async def test_the_same_key_of_another_person_is_another_request(hotel: Hotel) -> None:
    inventory(hotel)
    for mail in ("one@example.com", "two@example.com"):
        async with hotel.person(mail, operations=True) as client:
            assert (await put(client)).status_code in {200, 201}
    assert len({published.id for published in hotel.runtime.published}) == 2


async def test_a_refusal_names_the_field(hotel: Hotel, operations: httpx.AsyncClient) -> None:
    inventory(hotel, refuse="sheet.currency")
    refused = await put(operations)
    assert refused.status_code == 409
    assert refused.json()["errors"] == [{"field": "currency", "reason": "never"}]
    assert (await put(operations)).content == refused.content


async def test_no_answer_in_time_is_accepted_and_a_retry_publishes_the_same_command_again(
    hotel: Hotel, operations: httpx.AsyncClient
) -> None:
    waiting = await put(operations)
    assert waiting.status_code == 202
    assert waiting.headers["location"] == AT
    inventory(hotel)
    assert (await put(operations)).status_code == 201
    first, again = hotel.runtime.published
    assert (first.id, first.source) == (again.id, again.source)
    assert waiting.json() == {"request_id": first.id}


async def test_an_answer_that_another_process_handled_is_found_too(
    hotel: Hotel, operations: httpx.AsyncClient
) -> None:
    async def elsewhere(published: Published) -> None:
        defined = PropertyDefined(
            property_id=PROPERTY, request_id=published.id, changed=True, sheet=sheet()
        )
        state = PropertyState(property_id=PROPERTY, sheet=sheet())
        await hotel.happens(defined, state, actor=published.actor)

    hotel.runtime.on_publish = elsewhere
    assert (await put(operations)).status_code == 201


async def test_without_kafka_nothing_is_promised(
    hotel: Hotel, operations: httpx.AsyncClient
) -> None:
    hotel.runtime.kafka_answers = False
    answer = await put(operations)
    assert answer.status_code == 503
    assert answer.headers["retry-after"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"currency": "eur"}, "currency"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"languages": []}, "languages"),
        ({"kind": "castle"}, "kind"),
        ({"order_mail": ["not a mail"]}, "order_mail.0"),
        ({"integrations": {"pms": "three_way"}}, "integrations.pms"),
        ({"stars": 4}, "stars"),
    ],
)
async def test_a_sheet_that_cannot_be_is_told_which_field_is_wrong(
    hotel: Hotel, operations: httpx.AsyncClient, changes: dict[str, Any], field: str
) -> None:
    answer = await put(operations, **changes)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert hotel.runtime.published == []


async def test_a_write_needs_an_idempotency_key(operations: httpx.AsyncClient) -> None:
    answer = await operations.put(AT, json=BODY)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "header.Idempotency-Key"


async def test_an_id_that_no_message_could_carry_is_refused(
    hotel: Hotel, operations: httpx.AsyncClient
) -> None:
    url = "/api/v1/properties/Hotel%20Lumi%C3%A8re"
    answer = await operations.put(url, json=BODY, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "path.property"


async def test_a_manager_may_not_define_their_property(hotel: Hotel) -> None:
    async with hotel.person("boss@example.com", hotel_lumiere=Role.MANAGER) as manager:
        assert (await put(manager)).status_code == 403
