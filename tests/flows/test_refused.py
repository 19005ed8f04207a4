"""An order that was refused is not lost, through the real processes."""

from __future__ import annotations

import secrets
from typing import Any

import httpx
import pytest

from comptoir_local.demo_hotel import PARTNER_ID, SHEET
from comptoir_local.demo_reception import Json, Reception
from contracts.order_ids import order_id_of
from partners.client import PartnersClient
from partners.ordering_page.model import PlaceOrder
from tests.support.bench import eventually
from tests.support.desk import HOTEL, Desk


async def deliveries(reception: Reception, *, offered: bool) -> None:
    """The hotel takes deliveries from now on, or takes none."""
    integrations = {**SHEET["integrations"], "delivery": offered}
    await reception.ask("PUT", HOTEL, {**SHEET, "integrations": integrations})


async def sent(partners: PartnersClient, body: dict[str, Any]) -> str:
    """Have the page hand over an order, signed anew; the order's id."""
    command = PlaceOrder(partner_id=PARTNER_ID, order=body, book_courier=False)
    assert (await partners.place_order(command)).intake_answer == 202
    return order_id_of(PARTNER_ID, body["external_id"])


async def task_about(reception: Reception, order_id: str, *, open: str) -> Json | None:
    found = (await reception.read(f"{HOTEL}/tasks", open=open, limit="100"))["tasks"]
    return next((task for task in found if task.get("order_id") == order_id), None)


@pytest.mark.feature("O05")
async def test_an_order_that_was_refused_is_taken_when_it_is_sent_again_after_the_mending(
    desk: Desk, reception: Reception, partners: PartnersClient, api: httpx.AsyncClient
) -> None:
    async def shown(order_id: str) -> bool:
        return (await api.get(f"{HOTEL}/orders/{order_id}")).status_code == 200

    async def one_refused() -> tuple[dict[str, Any], str] | None:
        """An order that was refused; one that was still taken counts for nothing."""
        body = desk.an_order() | {"external_id": f"R-{secrets.token_hex(6)}"}
        order_id = await sent(partners, body)

        async def decided() -> bool:
            refused = await task_about(reception, order_id, open="true")
            return refused is not None or await shown(order_id)

        await eventually(decided, "the order is taken or refused")
        return None if await shown(order_id) else (body, order_id)

    await deliveries(reception, offered=False)
    try:
        body, order_id = await eventually(one_refused, "an order is refused")
        task = await task_about(reception, order_id, open="true")
        assert task is not None
        assert (task["kind"], task["problem"]) == ("order_refused", "delivery_not_offered")
        assert body["external_id"] in task["detail"]
    finally:
        await deliveries(reception, offered=True)

    async def taken() -> bool:
        return await sent(partners, body) == order_id and await shown(order_id)

    await eventually(taken, "the same body is taken")
    ended = await task_about(reception, order_id, open="false")
    assert ended is not None
    assert (ended["id"], ended["end"]) == (task["id"], "placed")
    assert ended["order"]["room"] == body["room"]
