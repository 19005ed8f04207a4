"""Writing to the courier over HTTP, answered by the orders service's own table."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from contracts.chats import SendCourierMessage
from contracts.tracking import ReportedStatus
from gateway.access.roles import Role
from tests.gateway.conftest import Hotel
from tests.gateway.services import evening
from tests.support.deliveries import GUEST, ORDER, PROPERTY

AT = f"/api/v1/properties/{PROPERTY}/orders/{ORDER}"
TEXT = "Bonsoir, l'entrée est au 12, rue des Lilas."


@pytest.fixture
async def desk(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    async with hotel.person("desk@lumiere.example", hotel_lumiere=Role.RECEPTION) as client:
        yield client


async def say(client: httpx.AsyncClient, text: Any = TEXT, key: str = "k-1") -> httpx.Response:
    headers = {"Idempotency-Key": key}
    return await client.post(f"{AT}/messages", json={"text": text}, headers=headers)


@pytest.mark.feature("O08")
async def test_reception_writes_to_a_courier_who_is_assigned(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await evening(hotel, ReportedStatus.PICKED_UP)
    sent = await say(desk)
    assert sent.status_code == 201
    shown = (await desk.get(f"{AT}/messages")).json()["messages"]
    assert [(one["message_id"], one["text"]) for one in shown] == [
        (sent.json()["message_id"], TEXT)
    ]


@pytest.mark.feature("O08")
async def test_there_is_nobody_to_write_to_before_a_courier_is_assigned(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await evening(hotel)
    refused = await say(desk)
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:comptoir:problem:refused")
    assert refused.json()["errors"] == [{"field": "order_id", "reason": "no_courier"}]
    assert refused.json()["detail"]
    assert (await say(desk)).content == refused.content


@pytest.mark.feature("O09")
async def test_the_hotel_may_write_first(hotel: Hotel, desk: httpx.AsyncClient) -> None:
    await evening(hotel, ReportedStatus.TO_PICKUP)
    assert (await say(desk, "Nous sommes à l'accueil toute la nuit.")).status_code == 201
    (published,) = hotel.runtime.published
    assert published.actor.startswith("person:")
    message = published.message
    assert isinstance(message, SendCourierMessage)
    assert (message.guest_id, message.property_id) == (GUEST, PROPERTY)


async def test_a_retry_says_it_once(hotel: Hotel, desk: httpx.AsyncClient) -> None:
    await evening(hotel, ReportedStatus.PICKED_UP)
    first, again = await say(desk), await say(desk)
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert len((await desk.get(f"{AT}/messages")).json()["messages"]) == 1
    reused = await say(desk, "Autre chose")
    assert (reused.status_code, reused.json()["type"]) == (409, "urn:comptoir:problem:key-reused")
    assert reused.json()["errors"][0]["field"] == "header.Idempotency-Key"


async def test_no_answer_in_time_is_202_with_the_place_to_look(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    services = await evening(hotel, ReportedStatus.PICKED_UP)
    hotel.runtime.on_publish = None
    waiting = await say(desk)
    assert (waiting.status_code, waiting.headers["location"]) == (202, f"{AT}/messages")
    hotel.runtime.on_publish = services.answer
    assert (await say(desk)).status_code == 201


@pytest.mark.parametrize(
    "text", ["", "   ", "a" * 1001, "\x00", "nul\x07", 7, None, ["x"], "half \udc00"]
)
async def test_a_text_that_cannot_be_sent_names_its_field(
    hotel: Hotel, desk: httpx.AsyncClient, text: Any
) -> None:
    await evening(hotel, ReportedStatus.PICKED_UP)
    answer = await desk.post(
        f"{AT}/messages",
        content=httpx.Request("POST", AT, json={"text": text}).content
        if text != "half \udc00"
        else b'{"text":"half \\udc00"}',
        headers={"Idempotency-Key": "k", "Content-Type": "application/json"},
    )
    assert answer.status_code == 422
    assert hotel.runtime.published == []


async def test_an_order_of_another_property_takes_no_message(hotel: Hotel) -> None:
    await evening(hotel, ReportedStatus.PICKED_UP)
    async with hotel.person("hut@example.com", refuge_aigle=Role.MANAGER) as warden:
        foreign = f"/api/v1/properties/refuge-aigle/orders/{ORDER}/messages"
        answer = await warden.post(foreign, json={"text": "x"}, headers={"Idempotency-Key": "k"})
    assert answer.status_code == 404
    assert hotel.runtime.published == []
