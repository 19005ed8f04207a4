"""What goes on while the blows fall: guests order, couriers ride, properties are defined anew."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from comptoir_local.demo_hotel import (
    ACCOUNT,
    PARTNER_ID,
    PROPERTY_ID,
    SHEET,
    UBER_CUSTOMER,
    load_partners,
)
from comptoir_local.trouble import Trouble
from partners.client import PartnersClient
from partners.demo_data import House
from partners.evening import play
from partners.faults import Fault, Partner
from partners.mishaps import ON_THE_WAY, SentOrder
from partners.uber.model import Account, UberSetup
from tests.crash.scene import Stage

COURIER_SPEED = 100.0  # a delivery of eighteen minutes takes eleven seconds
COURIER_UPDATE = 90.0
ORDER_SPEED = 400.0  # about one order a second
AT_ONCE = 10
# Longer than any blow keeps the gateway or what it asks away.
PATIENCE = 150.0
PROPERTIES = tuple(f"relais-{n}" for n in range(1, 5))
# What a client tries again after; 502 and 504 are an ingress's, which found nobody.
AGAIN = (202, 429, 500, 502, 503, 504)
CHARGES = Fault(method="POST", path_contains="/charges")
# A PMS on a bad day: it loses answers in three ways, refuses some requests, delays all others by
# less than what the connection settles for.
PMS_FAULTS = (
    CHARGES.model_copy(update={"lose_answer_rate": 0.06}),
    CHARGES.model_copy(update={"lose_answer_rate": 0.04, "lose_answer_by": "hang"}),
    CHARGES.model_copy(update={"lose_answer_rate": 0.06, "lose_answer_by": "status"}),
    CHARGES.model_copy(update={"fail_rate": 0.05}),
    Fault(delay_ms=50, jitter_ms=400),
)
SLOW_MAIL = Fault(delay_ms=100, jitter_ms=300)


@dataclass
class Load:
    """What was really sent. `defined` is, per property, the name under which it was defined last,
    as far as the gateway said that it was; `repeated` counts requests that had to be made again."""

    sent: list[SentOrder] = field(default_factory=list)
    defined: dict[str, str] = field(default_factory=dict)
    definitions: int = 0
    repeated: int = 0


async def bad_day(partners: PartnersClient) -> None:
    """Make the partners misbehave as they do all through the load."""
    await partners.set_faults(Partner.OPERA, *PMS_FAULTS)
    await partners.set_faults(Partner.MAIL, SLOW_MAIL)


@asynccontextmanager
async def under_load(
    scene: Stage, gateway: httpx.AsyncClient, connections: dict[str, Any]
) -> AsyncIterator[Load]:
    """Keep the installation busy; left, it waits until what was begun has been sent."""
    house = await _open(scene, connections)
    load, over = Load(), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(_order(scene.partners, house, load, over))
        for property_id in PROPERTIES:
            group.create_task(_define(gateway, property_id, load, over))
        try:
            yield load
        finally:
            over.set()


async def _open(scene: Stage, connections: dict[str, Any]) -> House:
    """The demo hotel, with couriers who report less often than a crowd of hotels' would."""
    house = await load_partners(scene.partners, connections, scene.bridge_url, COURIER_SPEED)
    account = Account(
        name=ACCOUNT,
        signing_keys=connections["uber_direct"][ACCOUNT]["signing_keys"],
        speed=COURIER_SPEED,
        courier_update_s=COURIER_UPDATE,
        customer_id=UBER_CUSTOMER["customer_id"],
        client_id=UBER_CUSTOMER["client_id"],
        client_secret=UBER_CUSTOMER["client_secret"],
    )
    await scene.partners.load_uber(UberSetup(accounts=[account]))
    await bad_day(scene.partners)
    return house


async def _order(partners: PartnersClient, house: House, load: Load, over: asyncio.Event) -> None:
    while not over.is_set():
        load.sent += await play(
            partners,
            house,
            property_id=PROPERTY_ID,
            partner_id=PARTNER_ID,
            orders=AT_ONCE,
            seed=len(load.sent),
            first_number=len(load.sent) + 1,
            speed=ORDER_SPEED,
            mishaps=ON_THE_WAY,
        )


async def _define(
    gateway: httpx.AsyncClient, property_id: str, load: Load, over: asyncio.Event
) -> None:
    """Define a property under one new name after the other, each until the gateway says yes."""
    while not over.is_set():
        name = f"Relais {secrets.token_hex(4)}"
        load.repeated += await _until_defined(gateway, property_id, name)
        load.defined[property_id] = name
        load.definitions += 1
        await asyncio.sleep(0.5)


async def _until_defined(gateway: httpx.AsyncClient, property_id: str, name: str) -> int:
    """The same request under the same key, as a client must who was not answered; how often."""
    sheet = SHEET | {"name": name, "kind": "hut", "order_mail": []}
    headers, path = {"Idempotency-Key": name}, f"/api/v1/properties/{property_id}"
    deadline, again = time.monotonic() + PATIENCE, 0
    while time.monotonic() < deadline:
        try:
            answer = await gateway.put(path, json=sheet, headers=headers)
            if answer.status_code in (200, 201):
                return again
            if answer.status_code not in AGAIN:
                raise RuntimeError(f"{answer.status_code} to {path}: {answer.text}")
        except httpx.TransportError:
            pass
        again += 1
        await asyncio.sleep(0.3)
    raise Trouble(f"{property_id} was not defined within {PATIENCE:.0f} s.")
