"""Orders placed on a guest's behalf, answered by the orders service's own table."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from contracts.deliveries import Origin, PlaceDeliveryOrder
from contracts.order_ids import order_id_of
from contracts.properties import PropertyState
from gateway.access.roles import Role
from gateway.api.placing import EXAMPLE
from orders.app import handlers as orders
from tests.gateway.conftest import Hotel
from tests.gateway.services import Services
from tests.support.deliveries import PROPERTY, sheet

AT = f"/api/v1/properties/{PROPERTY}/orders"
assert isinstance(EXAMPLE, dict)
ORDER: dict[str, Any] = dict(EXAMPLE)


@pytest.fixture
async def desk(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    await known(hotel, PROPERTY)
    async with hotel.person("desk@lumiere.example", hotel_lumiere=Role.RECEPTION) as client:
        yield client


async def known(hotel: Hotel, property_id: str) -> None:
    services = Services(hotel, orders)
    state = PropertyState(property_id=property_id, sheet=sheet())
    await hotel.happens(state)
    await services.tell(orders, state)


async def order(client: httpx.AsyncClient, key: str = "k-1", **changes: Any) -> httpx.Response:
    return await client.post(AT, json={**ORDER, **changes}, headers={"Idempotency-Key": key})


def command(hotel: Hotel) -> PlaceDeliveryOrder:
    message = hotel.runtime.published[-1].message
    assert isinstance(message, PlaceDeliveryOrder)
    return message


@pytest.mark.feature("O10")
async def test_reception_orders_for_a_guest_and_finds_the_order_at_once(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    placed = await order(desk)
    assert placed.status_code == 201
    detail = (await desk.get(f"{AT}/{placed.json()['order_id']}")).json()
    assert (detail["room"], detail["guest"]) == ("203", "Anaïs D'Hérouville")
    assert detail["reference"] == placed.json()["reference"]
    assert "total" not in detail


async def test_the_partners_news_will_meet_the_order(hotel: Hotel, desk: httpx.AsyncClient) -> None:
    placed = await order(desk)
    content = command(hotel).content
    assert (content.partner_id, content.origin) == ("demo-page", Origin.HOTEL)
    assert placed.json()["order_id"] == order_id_of("demo-page", content.external_id)


async def test_a_retry_places_one_order_and_another_request_another(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    first, again, other = await order(desk), await order(desk), await order(desk, "k-2")
    assert first.content == again.content
    assert other.json()["order_id"] != first.json()["order_id"]
    assert len((await desk.get(AT)).json()["orders"]) == 2


async def test_a_retry_whose_answer_was_lost_asks_for_the_very_same_order(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    hotel.runtime.on_publish = None
    waiting = await order(desk)
    assert waiting.status_code == 202
    lost = command(hotel)
    assert waiting.headers["location"] == f"{AT}/{lost.order_id}"
    assert (await order(desk)).status_code == 202
    assert command(hotel) == lost


async def test_another_known_partner_may_be_named(hotel: Hotel, desk: httpx.AsyncClient) -> None:
    assert (await order(desk, partner_id="other-page")).status_code == 201
    assert command(hotel).content.partner_id == "other-page"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"total": 2400}, "tax_lines"),
        ({"lines": [{"name": "Pizza", "quantity": 1, "unit_amount": 1250}]}, "lines"),
        ({"tax_lines": [ORDER["tax_lines"][0], ORDER["tax_lines"][0]]}, "tax_lines"),
        ({"room": ""}, "room"),
        ({"room": "203\n204"}, "room"),
        ({"lines": []}, "lines"),
        ({"currency": "euro"}, "currency"),
        ({"guest": {"given_name": "Anaïs"}}, "guest.surname"),
        ({"guest": {"surname": "X", "language": "la"}}, "guest.language"),
        ({"partner_id": "a-strangers-page"}, "partner_id"),
        ({"placed_at": "1970-01-01T00:00:00Z"}, "placed_at"),
    ],
)
async def test_an_order_that_cannot_be_names_the_field(
    hotel: Hotel, desk: httpx.AsyncClient, changes: dict[str, Any], field: str
) -> None:
    answer = await order(desk, **changes)
    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}
    assert hotel.runtime.published == []


async def test_another_currency_is_refused_never_relabelled(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    refused = await order(desk, currency="CHF")
    assert refused.status_code == 409
    assert refused.json()["errors"][0]["reason"] == "currency_mismatch"


async def test_a_property_without_a_partner_says_so(hotel: Hotel) -> None:
    await known(hotel, "refuge-aigle")
    async with hotel.person("hut@example.com", refuge_aigle=Role.WARDEN) as warden:
        answer = await warden.post(
            "/api/v1/properties/refuge-aigle/orders", json=ORDER, headers={"Idempotency-Key": "k"}
        )
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:comptoir:problem:no-partner")
