"""The two huts that the race is about: few places on few nights, and everybody wants them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import httpx

from chassis.database import Database
from chassis.settings import ChassisSettings, database_name
from comptoir_local.demo_hotel import gateway_client
from comptoir_local.demo_huts.desk import HutDesk
from comptoir_local.engines.waiting import until
from comptoir_local.processes import Installation
from gateway.access.people import People, new_key
from gateway.access.roles import Role

HUTS = ("race-nord", "race-sud")
FIRST = datetime.now(UTC).date() + timedelta(days=30)
NIGHTS = tuple((FIRST + timedelta(days=n)).isoformat() for n in range(3))
# Places by stock type; one booking takes all of the block.
STOCK = {"dormitory": 20, "room": 4, "block": 6}
BLOCK = "block"
# Of a person and night, in minor units; and the version of the terms that a guest accepts.
PRICE, TERMS = 2000, 1
WARDEN, PASSWORD = "warden@race.example", "the-last-places-of-the-night"
Json = dict[str, Any]


async def open_huts(to: Installation, operations: httpx.AsyncClient) -> str:
    """Define both huts and what they sell; the key of a program that books at both."""
    key = await _let_in(to)
    for property_id in HUTS:
        sheet = {"name": property_id, "kind": "hut", "languages": ["fr"], "currency": "EUR"}
        await HutDesk(operations, property_id).put("", {**sheet, "time_zone": "Europe/Paris"})
    async with gateway_client(to.public_url, key) as program:
        for property_id in HUTS:
            desk = HutDesk(program, property_id)
            for path, body in _FOR_GUESTS:
                await desk.put(path, body)
            await desk.put("/stock-types", {"stock_types": [_kind(id) for id in STOCK]})
            await desk.put("/openings", {"openings": [_opening(id) for id in STOCK]})
            await desk.put("/rates", {"rates": [_rate(id) for id in STOCK]})
            await until(f"prices of {property_id}", partial(_priced, desk))
    return key


# Without these no guest books.
_FOR_GUESTS: tuple[tuple[str, Json], ...] = (
    ("/hut/contact", {"contact": {"name": "Race", "mail": "race@refuge.example"}}),
    ("/terms/fr", {"text": "Toute nuitée est due."}),
    ("/mails", {"mails": {"sender": "race@refuge.example"}}),
)


async def _let_in(to: Installation) -> str:
    """A person and a program with a role at both huts."""
    name = database_name(ChassisSettings(namespace=to.namespace), "gateway")
    database = Database.connect(to.engines.mongo, name)
    roles, key = dict.fromkeys(HUTS, Role.WARDEN), new_key()
    try:
        people = People(database)
        await people.add_person(WARDEN, "Warden", PASSWORD, roles, operations=False)
        await people.add_key("race", key, roles, operations=False)
    finally:
        database.close()
    return key


async def _priced(desk: HutDesk) -> bool:
    """What is sold goes to whoever prices by a topic of its own."""
    line = {"night": NIGHTS[0], "rate_id": "dormitory", "persons": 1}
    answer = await desk.answered("POST", "/stays/price", {"cart": {"nights": [line]}})
    return answer.status_code == 200


def _kind(id: str) -> Json:
    whole = {"whole_from": 1} if id == BLOCK else {}
    return {"id": id, "name": id, "label": {"fr": id}, **whole}


def _opening(id: str) -> Json:
    when = {"first": NIGHTS[0], "last": NIGHTS[-1]}
    return {"id": id, "stock_type_id": id, **when, "places": [STOCK[id]] * 7}


def _rate(id: str) -> Json:
    price = {"unit_amount": PRICE, "maximum": STOCK[id], "tax_rate": "10.00"}
    return {"id": id, "stock_type_id": id, "name": {"fr": id}, **price}
