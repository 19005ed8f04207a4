"""The orders as a file, whole, safe to open, and without an amount before delivery."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from contracts.deliveries import Guest, Restaurant
from contracts.properties import PropertyState
from gateway.access.roles import Role
from gateway.api import export
from gateway.board.exported import COLUMNS, harmless
from gateway.board.model import ORDERS
from tests.bench.history import events, fold
from tests.gateway.conftest import Hotel
from tests.support.deliveries import EVENING, ORDER, PROPERTY, placed, sheet
from tests.support.folios import euros
from tests.support.order_events import delivered, refunded

AT = f"/api/v1/properties/{PROPERTY}/orders/export"


@pytest.fixture
async def manager(hotel: Hotel) -> AsyncIterator[httpx.AsyncClient]:
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()))
    async with hotel.person("manager@example.com", hotel_lumiere=Role.MANAGER) as client:
        yield client


async def rows(client: httpx.AsyncClient, **query: Any) -> list[dict[str, str]]:
    answer = await client.get(AT, params={"format": "csv", **query})
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


async def test_a_spreadsheet_has_main_units_and_no_amount_before_delivery(
    hotel: Hotel, manager: httpx.AsyncClient
) -> None:
    later = EVENING + timedelta(minutes=1)
    await hotel.happens(placed(), delivered(), refunded(euros(food=1100)))
    await hotel.happens(placed(order_id="on-its-way", placed_at=later))
    running, done = await rows(manager)
    assert tuple(done) == COLUMNS
    assert (done["ordered"], done["refunded"], done["to_collect"]) == ("25.00", "11.00", "14.00")
    assert (done["currency"], done["tax_lines"]) == ("EUR", "10.00=11.00;20.00=3.00")
    assert (done["status"], done["order_id"]) == ("partially_refunded", ORDER)
    assert done["placed_at"] == "2026-11-23T20:40:00+01:00"
    assert running["status"] == "in_progress"
    figures = ("ordered", "refunded", "to_collect", "tax_lines")
    assert [running[name] for name in figures] == [""] * len(figures)


async def test_a_program_gets_minor_units_and_no_amount_before_delivery(
    hotel: Hotel, manager: httpx.AsyncClient
) -> None:
    later = EVENING + timedelta(minutes=1)
    await hotel.happens(placed(), delivered(), refunded(euros(food=1100)))
    await hotel.happens(placed(order_id="on-its-way", placed_at=later))
    answer = await manager.get(AT, params={"format": "json"})
    assert answer.headers["content-type"] == "application/json"
    assert "attachment" in answer.headers["content-disposition"]
    running, done = answer.json()["orders"]
    sums = [done[name]["total"] for name in ("ordered", "refunded", "to_collect")]
    assert sums == [2500, 1100, 1400]
    assert sum(line["gross"] for line in done["to_collect"]["tax_lines"]) == 1400
    assert running["total_due"] == "after_delivery"
    assert not {"ordered", "refunded", "to_collect"} & set(running)


async def test_a_file_has_all_pages(hotel: Hotel, manager: httpx.AsyncClient) -> None:
    count, now = 2 * export.PAGE + 5, datetime.now(UTC)
    for n in range(count):
        (found,) = (row for name, row in fold(events(n, now, count), now) if name == ORDERS.name)
        await hotel.database.insert(ORDERS.name, [found])
    whole = (await manager.get(AT, params={"format": "json"})).json()["orders"]
    assert len({order["order_id"] for order in whole}) == len(whole) == count
    instants = [order["placed_at"] for order in whole]
    assert instants == sorted(instants, reverse=True)
    lines = await rows(manager)
    assert [order["order_id"] for order in whole] == [row["order_id"] for row in lines]


async def test_a_file_takes_the_filters_of_the_list(
    hotel: Hotel, manager: httpx.AsyncClient
) -> None:
    await hotel.happens(placed(), placed(order_id="other", room="718"))
    assert [row["room"] for row in await rows(manager, room="718")] == ["718"]
    assert await rows(manager, status="delivered") == []
    assert (await manager.get(AT, params={"room": ""})).status_code == 422
    assert (await manager.get(AT, params={"format": "pdf"})).status_code == 422
    empty = await manager.get(AT, params={"format": "json", "status": "delivered"})
    assert empty.json() == {"orders": []}


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
async def test_no_text_is_computed_by_a_spreadsheet(
    hotel: Hotel, manager: httpx.AsyncClient, text: str
) -> None:
    await hotel.happens(
        placed(guest=Guest(surname=text), room=text, restaurant=Restaurant(name=text))
    )
    (row,) = await rows(manager)
    assert [row[name] for name in ("guest", "room", "restaurant")] == [f"'{text}"] * 3
    assert harmless("Anaïs = Zoé") == "Anaïs = Zoé"


@pytest.mark.parametrize("role", [Role.RECEPTION, Role.RESTAURANT])
async def test_a_file_of_all_guests_is_not_for_everybody(hotel: Hotel, role: Role) -> None:
    await hotel.happens(PropertyState(property_id=PROPERTY, sheet=sheet()))
    async with hotel.person("someone@example.com", hotel_lumiere=role) as someone:
        assert (await someone.get(AT)).status_code == 403
