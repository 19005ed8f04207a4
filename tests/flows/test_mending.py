"""A message that nobody can read: seen by those who run Comptoir, mended, and handled after all."""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from comptoir_local.demo_hotel import PARTNER_ID, PROPERTY_ID
from comptoir_local.processes import Installation
from contracts.envelope import Envelope
from contracts.topics import ORDERS_DELIVERY_COMMANDS, ORDERS_DELIVERY_EVENTS, SERVICES
from tests.support.bench import Bench, eventually
from tests.support.deliveries import EVENING, place
from tests.support.desk import HOTEL

OPERATIONS = "/api/v1/operations"
ORDERS = f"{OPERATIONS}/services/orders"


@pytest.fixture
async def bench(installation: Installation) -> AsyncIterator[Bench]:
    """The installation's own topics, as somebody beside it sees them."""
    bench = Bench(installation.engines, installation.namespace)
    yield bench
    await bench.close()


async def flow(api: httpx.AsyncClient) -> dict[str, dict[str, Any]]:
    """Each service as it is shown now."""
    found = (await api.get(f"{OPERATIONS}/flow")).raise_for_status().json()
    return {one["service"]: one for one in found["services"]}


async def test_every_service_is_shown_as_it_runs(api: httpx.AsyncClient) -> None:
    async def all_ready() -> dict[str, dict[str, Any]] | None:
        found = await flow(api)
        return found if {one["state"] for one in found.values()} == {"ready"} else None

    found = await eventually(all_ready, "all services tell that they are ready")
    assert tuple(found) == SERVICES
    for one in found.values():
        assert one["readable"]
        assert sum(process["partitions"] for process in one["processes"]) == 12
    consumed = {one["topic"] for one in found["gateway"]["consumes"]}
    assert ORDERS_DELIVERY_EVENTS.name in consumed
    assert ORDERS_DELIVERY_EVENTS.name in found["orders"]["publishes"]
    for service in SERVICES:
        path = f"{OPERATIONS}/services/{service}"
        for what in ("parked", "dead"):
            assert "total" in (await api.get(f"{path}/{what}")).raise_for_status().json()
        assert (await api.get(f"{path}/series")).raise_for_status().json()["points"]


@pytest.mark.promise("nothing lost")
async def test_a_broken_order_is_seen_mended_and_then_there(
    api: httpx.AsyncClient, bench: Bench
) -> None:
    order_id = f"mended-{secrets.token_hex(8)}"
    external_id = f"T-{secrets.token_hex(6)}"
    command = place(
        order_id=order_id, property_id=PROPERTY_ID, external_id=external_id, partner_id=PARTNER_ID
    )
    body = json.loads(command.encode())
    broken = {**body, "content": {**body["content"], "room": 203}}
    envelope = Envelope(
        secrets.token_hex(8),
        "/test",
        command.TYPE,
        order_id,
        EVENING,
        PROPERTY_ID,
        f"partner:{PARTNER_ID}",
        external_id,
    )
    value = json.dumps(broken).encode()
    await bench.send_raw(ORDERS_DELIVERY_COMMANDS, order_id.encode(), value, envelope.headers())

    async def set_aside() -> dict[str, Any] | None:
        listed = (await api.get(f"{ORDERS}/dead")).raise_for_status().json()["dead"]
        return next((one for one in listed if one["key"] == order_id), None)

    letter = await eventually(set_aside, "the broken order is a dead letter")
    assert "content.room" in letter["reason"]

    async def counted() -> bool:
        return bool((await flow(api))["orders"]["dead"])

    await eventually(counted, "the picture shows that there are dead letters")
    asked = {"id": letter["id"]}
    record = (await api.get(f"{ORDERS}/dead/record", params=asked)).raise_for_status().json()
    mended = json.loads(record["body"]["text"])
    assert mended["content"]["room"] == 203
    mended["content"]["room"] = "203"
    replay = {**asked, "body": mended}
    for _ in range(2):
        (await api.post(f"{ORDERS}/dead/replay", json=replay)).raise_for_status()

    async def there() -> dict[str, Any] | None:
        answer = await api.get(f"{HOTEL}/orders/{order_id}")
        return answer.json() if answer.status_code == 200 else None

    order = await eventually(there, "the mended order is there")
    assert order["room"] == "203"
    assert await set_aside() is None
    closed = (await api.get(f"{ORDERS}/dead/record", params=asked)).raise_for_status().json()
    assert (closed["state"], json.loads(closed["body"]["text"])) == ("replayed", broken)
