"""Claims and room changes over HTTP, answered by the orders service's own table."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from contracts.claims import ClaimReason, OpenClaim
from contracts.tracking import ReportedStatus
from gateway.access.roles import Role
from tests.gateway.conftest import Hotel
from tests.gateway.pictures import jpeg
from tests.gateway.services import evening
from tests.support.deliveries import ORDER, PROPERTY

HERE = f"/api/v1/properties/{PROPERTY}"
AT = f"{HERE}/orders/{ORDER}"
CLAIM = {"reason": "missing_item", "items": [{"line": 0, "quantity": 1}], "amount": 1250}
OVER = (ReportedStatus.PICKED_UP, ReportedStatus.DELIVERED)


@pytest.fixture
async def desk(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    async with hotel.person("desk@lumiere.example", hotel_lumiere=Role.RECEPTION) as client:
        yield client


async def complain(client: httpx.AsyncClient, key: str = "k-1", **changes: Any) -> httpx.Response:
    headers = {"Idempotency-Key": key}
    return await client.post(f"{AT}/claim", json={**CLAIM, **changes}, headers=headers)


@pytest.mark.feature("O23")
async def test_a_claim_is_opened_with_a_deadline_and_shows_with_the_order(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await evening(hotel, *OVER)
    said = "Une pizza manquait.\nLe sac était ouvert."
    opened = await complain(desk, description=said)
    assert opened.status_code == 201
    assert opened.json()["deadline"] > "2026"
    (shown,) = (await desk.get(AT)).json()["claims"]
    assert shown["claim_id"] == opened.json()["claim_id"]
    message = hotel.runtime.published[-1].message
    assert isinstance(message, OpenClaim)
    assert (message.content.reason, message.content.currency) == (ClaimReason.MISSING_ITEM, "EUR")
    assert (await complain(desk, description=said)).content == opened.content


@pytest.mark.feature("O23")
async def test_the_photos_of_a_claim_open_to_the_partner_and_to_nobody_else(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await evening(hotel, *OVER)
    upload = await desk.post(
        f"{HERE}/media",
        content=jpeg(),
        headers={"Idempotency-Key": "photo", "Content-Type": "image/jpeg"},
    )
    media_id = upload.json()["media_id"]
    assert (await complain(desk, photos=[media_id])).status_code == 201
    message = hotel.runtime.published[-1].message
    assert isinstance(message, OpenClaim)
    (link,) = message.content.photos
    assert link.startswith("https://comptoir.test/media/")
    async with hotel.client({}) as partner:
        seen = await partner.get(link)
        assert (seen.status_code, seen.headers["content-type"]) == (200, "image/jpeg")
        assert (await partner.get(link[:-3])).status_code == 404
        assert (await partner.get(link.partition("?")[0])).status_code == 404


@pytest.mark.feature("O23")
async def test_a_claim_is_taken_back_once(hotel: Hotel, desk: httpx.AsyncClient) -> None:
    await evening(hotel, *OVER)
    claim_id = (await complain(desk)).json()["claim_id"]
    withdrawn = await desk.delete(f"{AT}/claim/{claim_id}", headers={"Idempotency-Key": "w"})
    assert (withdrawn.status_code, withdrawn.json()["outcome"]) == (200, "withdrawn")
    again = await desk.delete(f"{AT}/claim/{claim_id}", headers={"Idempotency-Key": "w"})
    assert again.content == withdrawn.content
    unknown = await desk.delete(f"{AT}/claim/none", headers={"Idempotency-Key": "u"})
    assert unknown.json()["errors"] == [{"field": "claim_id", "reason": "unknown_claim"}]


@pytest.mark.feature("O23")
@pytest.mark.parametrize(
    ("statuses", "changes", "reason"),
    [
        ((ReportedStatus.PICKED_UP,), {}, "too_early"),
        (OVER, {"amount": 2501}, "exceeds_order"),
        (OVER, {"items": [{"line": 1, "quantity": 1}]}, "unknown_line"),
        (OVER, {"currency": "CHF"}, "currency_mismatch"),
    ],
)
async def test_a_claim_that_cannot_be_is_refused_with_field_and_reason(
    hotel: Hotel,
    desk: httpx.AsyncClient,
    statuses: tuple[ReportedStatus, ...],
    changes: dict[str, Any],
    reason: str,
) -> None:
    await evening(hotel, *statuses)
    refused = await complain(desk, **changes)
    assert refused.status_code == 409
    (error,) = refused.json()["errors"]
    assert error["reason"] == reason
    assert error["field"]


async def test_one_claim_at_a_time(hotel: Hotel, desk: httpx.AsyncClient) -> None:
    await evening(hotel, *OVER)
    await complain(desk)
    second = await complain(desk, key="k-2")
    assert second.json()["errors"][0]["reason"] == "already_open"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": "hungry"}, "reason"),
        ({"amount": 0}, "amount"),
        ({"amount": 12.5}, "amount"),
        ({"amount": "1250"}, "amount"),
        ({"items": [{"line": -1, "quantity": 1}]}, "items.0.line"),
        ({"currency": "eur"}, "currency"),
        ({"photos": ["../etc/passwd"]}, "photos.0"),
        ({"photos": ["00000000-0000-8000-8000-000000000000"]}, "photos.0"),
        ({"sum": 1}, "sum"),
    ],
)
async def test_a_claim_that_cannot_be_read_names_the_field(
    hotel: Hotel, desk: httpx.AsyncClient, changes: dict[str, Any], field: str
) -> None:
    await evening(hotel, *OVER)
    answer = await complain(desk, **changes)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert hotel.runtime.published == []


async def test_an_order_moves_to_another_room_and_is_found_there(
    hotel: Hotel, desk: httpx.AsyncClient
) -> None:
    await evening(hotel)
    headers = {"Idempotency-Key": "r-1"}
    moved = await desk.put(f"{AT}/room", json={"room": " 305 "}, headers=headers)
    assert (moved.status_code, moved.json()) == (200, {"room": "305"})
    assert (await desk.get(AT)).json()["room"] == "305"
    found = await desk.get(f"{HERE}/orders", params={"room": "305"})
    assert [order["order_id"] for order in found.json()["orders"]] == [ORDER]


async def test_the_room_of_a_cancelled_order_stays(hotel: Hotel, desk: httpx.AsyncClient) -> None:
    await evening(hotel, ReportedStatus.CANCELLED)
    headers = {"Idempotency-Key": "r-1"}
    refused = await desk.put(f"{AT}/room", json={"room": "305"}, headers=headers)
    assert refused.status_code == 409
    assert refused.json()["errors"][0]["reason"] == "order_over"
