"""A hut of its own that takes bookings with payment, its guest, and how their payments go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from chassis.database import Database
from chassis.settings import ChassisSettings, database_name
from comptoir_local.demo_hotel import gateway_client
from comptoir_local.processes import Installation
from gateway.access.people import People, new_key
from gateway.access.roles import Role
from tests.support.bench import eventually
from tests.support.guests import HutGuest, token_of
from tests.support.huts import HutDesk, cart

# A hut that has accounts in the example of connections, and is none of the demo's.
HUT = "refuge-des-bans"
SHEET = {
    "name": "Refuge des Bans",
    "kind": "hut",
    "languages": ["fr"],
    "currency": "EUR",
    "time_zone": "Europe/Paris",
}
DEPOSIT = {"kind": "percentage", "value": 30}
# Two persons for a night, and 30 % of it.
PRICE, DUE = 5200, 1560


@asynccontextmanager
async def paid_hut(installation: Installation, **rules: Any) -> AsyncIterator[HutDesk]:
    """Its desk, with a deposit of 30 %; `rules` say how it is paid."""
    keys = {"operations": new_key(), "warden": new_key()}
    name = database_name(ChassisSettings(namespace=installation.namespace), "gateway")
    database = Database.connect(installation.engines.mongo, name)
    made = new_key()[:12]
    try:
        await People(database).add_key(f"{made}-operations", keys["operations"], {}, True)
        await People(database).add_key(f"{made}-warden", keys["warden"], {HUT: Role.WARDEN}, False)
    finally:
        database.close()
    url = installation.public_url
    async with (
        gateway_client(url, keys["operations"]) as ops,
        gateway_client(url, keys["warden"]) as client,
    ):
        defined = await HutDesk(ops, HUT).answered("PUT", "", SHEET)
        assert defined.status_code in (200, 201), defined.text
        desk = HutDesk(client, HUT)
        await desk.furnish()
        await desk.open_to_guests()
        await desk.put("/rules", {"rules": {"mode": "booking", "deposit": DEPOSIT, **rules}})
        yield desk


@asynccontextmanager
async def hut_guest(installation: Installation, *means: str) -> AsyncIterator[HutGuest]:
    """Once the hut takes bookings paid by these means."""
    async with httpx.AsyncClient(
        base_url=installation.public_url, trust_env=False, timeout=30
    ) as client:
        guest = HutGuest(client, HUT)

        async def ready() -> bool:
            said = await client.get(guest.at)
            if said.status_code != 200 or tuple(said.json()["payment_means"]) != means:
                return False
            priced = await guest.answered(f"{guest.at}/price", {"cart": cart()})
            return priced.status_code == 200 and priced.json()["price"]["due_now"] == DUE

        await eventually(ready, "the hut takes bookings with payment")
        yield guest


async def payment(guest: HutGuest, booked: Any, stage: str, *, back: bool = False) -> Any:
    """How the payment stands, once it is at that stage."""

    async def there() -> Any:
        query = {"back": "true"} if back else {}
        path = f"/guest/v1/stays/{token_of(booked)}/payment"
        said = await guest.client.get(path, params=query)
        assert said.status_code in (200, 404), said.text
        return said.json() if said.status_code == 200 and said.json()["stage"] == stage else None

    return await eventually(there, f"the payment is {stage}")


async def firm(guest: HutGuest, booked: Any) -> Any:
    """The stay once it is firm. Until then its link counts as one that does not hold, of which a
    guest has few: the payment is asked instead."""

    async def done() -> bool:
        said = await guest.client.get(f"/guest/v1/stays/{token_of(booked)}/payment")
        return said.status_code == 200 and said.json()["stage"] in ("paid", "kept")

    await eventually(done, "the payment is done")

    async def shown() -> Any:
        said = await guest.stay(booked)
        return said.json() if said.status_code == 200 else None

    return await eventually(shown, "the stay is shown to its guest")
