"""The bridge's door as a partner meets it, and what a partner sends."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
from pydantic import SecretStr

from pms_bridge.connections import Connections, OrderingPage, UberDirectAccount
from pms_bridge.door.app import door
from tests.support.runtime import RecordingRuntime

SECRET = "a secret of sixteen or more"
NEXT_SECRET = "the secret that comes after it"
SIGNING_KEY = "uber's signing key"
PLACE = "/partners/v1/delivery-orders"
EVENTS = "/partners/v1/events"
STATEMENTS = "/partners/v1/statements"
WEBHOOK = "/webhooks/uber-direct/lumiere"

# A moment of the evening that `order`, `webhook` and `event` tell of.
EVENING = datetime(2026, 11, 23, 20, 20, tzinfo=UTC).timestamp()

CONNECTIONS = Connections(
    ordering_pages={
        "demo-page": OrderingPage(
            properties=frozenset({"hotel-lumiere"}),
            secrets=(SecretStr(SECRET), SecretStr(NEXT_SECRET)),
        )
    },
    uber_direct={
        "lumiere": UberDirectAccount(
            property_id="hotel-lumiere",
            partner_id="demo-page",
            signing_keys=(SecretStr("the key before it"), SecretStr(SIGNING_KEY)),
        )
    },
)


def order(**fields: Any) -> dict[str, Any]:
    """An order as the guide for ordering pages shows it."""
    return {
        "external_id": "LUM-20261123-0042",
        "property_id": "hotel-lumiere",
        "room": "203",
        "guest": {
            "given_name": "Anaïs",
            "surname": "D'Hérouville",
            "phone": "+33600000000",
            "language": "fr",
        },
        "restaurant": {"name": "Chez Lina"},
        "lines": [{"name": "Pizza regina", "quantity": 2, "unit_amount": 1250}],
        "currency": "EUR",
        "tax_lines": [{"name": "TVA 10 %", "rate": "10.00", "net": 2273, "tax": 227}],
        "total": 2500,
        "validation_code": "4821",
        "placed_at": "2026-11-23T19:40:00Z",
        "expected_at": "2026-11-23T20:15:00Z",
        **fields,
    }


def webhook(kind: str = "event.delivery_status", status: str = "dropoff", **data: Any) -> Any:
    """A webhook as Uber Direct sends it; `data` changes its data."""
    return {
        "id": "evt_0123456789abcdef",
        "kind": kind,
        "created": "2026-11-23T20:01:02.345Z",
        "customer_id": "cus_1",
        "delivery_id": "del_1",
        "status": status,
        "live_mode": False,
        "data": {
            "id": "del_1",
            "external_id": "LUM-20261123-0042",
            "courier_imminent": False,
            "dropoff_eta": "2026-11-23T20:17:00Z",
            "courier": {
                "name": "Malik",
                "phone_number": "+33600000001",
                "rating": "4.9",
                "vehicle_type": "bicycle",
                "vehicle_color": "blue",
                "location": {"lat": 45.92, "lng": 6.87},
                "public_phone_info": {"phone_number": "+33600000001", "pin_code": "77 13 04"},
            },
            **data,
        },
    }


def refund(**data: Any) -> Any:
    """A refund webhook as Uber Direct publishes it; `data` changes its data."""
    return {
        "id": "evt_refund",
        "kind": "event.refund_request",
        "created": "2026-11-23T20:05:00.000Z",
        "delivery_id": "del_1",
        "external_id": "LUM-20261123-0042",
        "live_mode": True,
        "data": {
            "id": "6817a070-115e-4ca9-8266-c245fe18a2d6",
            "currency_code": "EUR",
            "refund_fees": [{"category": "DELIVERY", "fee_code": "UBER_DELIVERY_FEE", "value": 75}],
            "refund_order_items": [
                {
                    "partner_refund_amount": 1250,
                    "party_at_fault": "UBER",
                    "reason": "UBER_DAMAGED_ITEM",
                    "refund_items": [{"name": "Pizza regina", "quantity": 1}],
                    "uber_refund_amount": 1250,
                }
            ],
            "total_partner_refund": 1250,
            "total_uber_refund": 1325,
            **data,
        },
    }


def event(type: str, id: str = "ev-7781", **fields: Any) -> dict[str, Any]:
    """One event of an ordering page, as the guide for its developers shows it."""
    return {
        "id": id,
        "type": type,
        "property_id": "hotel-lumiere",
        "external_id": "LUM-20261123-0042",
        "occurred_at": "2026-11-23T19:52:00Z",
        **fields,
    }


def statement(**fields: Any) -> dict[str, Any]:
    """A day's statement of an ordering page."""
    return {
        "property_id": "hotel-lumiere",
        "day": "2026-11-23",
        "currency": "EUR",
        "lines": [
            {"external_id": "LUM-20261123-0042", "charged": 2500},
            {"external_id": "LUM-20261123-0043", "charged": 0},
        ],
        "issued_at": "2026-11-23T20:15:00Z",
        **fields,
    }


def signature(body: bytes, secret: str, at: float) -> str:
    digest = hmac.new(secret.encode(), f"{int(at)}.".encode() + body, hashlib.sha256)
    return f"t={int(at)},v1={digest.hexdigest()}"


class Partner:
    """Sends to the door over HTTP. `clock` is the door's, and what the page signs by."""

    def __init__(
        self,
        runtime: RecordingRuntime,
        clock: Callable[[], float] = time.time,
        connections: Connections = CONNECTIONS,
    ) -> None:
        app = door(connections, runtime, clock)
        transport = httpx.ASGITransport(app=app)
        self.http = httpx.AsyncClient(transport=transport, base_url="http://bridge")
        self._clock = clock

    async def place(self, body: Any, **headers: str) -> httpx.Response:
        """Sign and send an order; a header given replaces the right one."""
        return await self.send(PLACE, body, **headers)

    async def send(self, path: str, body: Any, **headers: str) -> httpx.Response:
        """Sign and send something as the ordering page."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        right = {
            "comptoir-partner": "demo-page",
            "comptoir-signature": signature(raw, SECRET, self._clock()),
        }
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.http.post(path, content=raw, headers=right | given)

    async def tell(self, *events: Any, **headers: str) -> httpx.Response:
        """Sign and send a list of events."""
        return await self.send(EVENTS, {"events": list(events)}, **headers)

    async def report(
        self, body: Any, key: str = SIGNING_KEY, path: str = WEBHOOK
    ) -> httpx.Response:
        """Sign and send a webhook."""
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        digest = hmac.new(key.encode(), raw, hashlib.sha256).hexdigest()
        return await self.http.post(path, content=raw, headers={"x-uber-signature": digest})
