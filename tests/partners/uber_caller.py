"""An account of Uber Direct, and deliveries created over its wire format."""

import json
from typing import Any

import httpx

from partners.uber.model import Account, Mischief, UberSetup

CUSTOMER = "cus_lumiere"
DELIVERIES = f"/v1/customers/{CUSTOMER}/deliveries"
SIGNING_KEY = "signing key"


def account(**changed: Any) -> Account:
    """Moved by hand and without courier positions, unless a test says otherwise."""
    given: dict[str, Any] = {
        "name": "lumiere",
        "customer_id": CUSTOMER,
        "client_id": "uber client",
        "client_secret": "uber secret",
        "signing_keys": [SIGNING_KEY, "old key"],
        "speed": 0,
        "courier_update_s": 0,
        "retry_base_s": 0.01,
        "timeout_s": 2,
    }
    return Account(**(given | changed))


def uber_setup(mischief: Mischief | None = None, **changed: Any) -> UberSetup:
    return UberSetup(accounts=[account(mischief=mischief or Mischief(), **changed)])


def delivery_body(**changed: Any) -> dict[str, Any]:
    address = json.dumps({"street_address": ["1 rue du Marché"], "country": "FR"})
    return {
        "external_id": "LUM-0042",
        "pickup_name": "Chez Lina",
        "pickup_address": address,
        "pickup_phone_number": "+33639980001",
        "dropoff_name": "Anaïs D'Hérouville",
        "dropoff_address": address,
        "dropoff_phone_number": "+33639980000",
        "manifest_items": [{"name": "Pizza regina", "quantity": 2}],
        "manifest_total_value": 2500,
    } | changed


async def token(wire: httpx.AsyncClient, **changed: str) -> httpx.Response:
    form = {
        "grant_type": "client_credentials",
        "scope": "eats.deliveries",
        "client_id": "uber client",
        "client_secret": "uber secret",
    }
    return await wire.post("/oauth/v2/token", data=form | changed)


async def authorization(wire: httpx.AsyncClient) -> dict[str, str]:
    response = await token(wire)
    response.raise_for_status()
    return {"authorization": f"Bearer {response.json()['access_token']}"}


async def create(wire: httpx.AsyncClient, **changed: Any) -> dict[str, Any]:
    response = await wire.post(
        DELIVERIES, json=delivery_body(**changed), headers=await authorization(wire)
    )
    response.raise_for_status()
    delivery: dict[str, Any] = response.json()
    return delivery
