"""A stay in a hut, from the first stock type to the sales, through the real processes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from chassis.database import Database
from chassis.settings import ChassisSettings, database_name
from comptoir_local.demo_hotel import gateway_client
from comptoir_local.processes import Installation
from gateway.access.people import People, new_key
from gateway.access.roles import Role
from tests.support.bench import eventually
from tests.support.huts import CONTACT, HutDesk, cart, night, openings

HUT, OTHER = "refuge-aigle", "refuge-buet"
SHEET: dict[str, Any] = {
    "kind": "hut",
    "languages": ["fr", "en"],
    "currency": "EUR",
    "time_zone": "Europe/Paris",
}


@pytest.fixture(scope="module")
async def keys(installation: Installation) -> dict[str, str]:
    """A key of operations', one of each hut's warden, and one of whoever answers for both."""
    name = database_name(ChassisSettings(namespace=installation.namespace), "gateway")
    database = Database.connect(installation.engines.mongo, name)
    roles = {"operations": {}, HUT: {HUT: Role.WARDEN}, OTHER: {OTHER: Role.WARDEN}}
    roles["both"] = {HUT: Role.MANAGER, OTHER: Role.MANAGER}
    made = {who: new_key() for who in roles}
    try:
        for who, key in made.items():
            operations = who == "operations"
            await People(database).add_key(f"stays-{who}", key, roles[who], operations)
    finally:
        database.close()
    return made


@pytest.fixture
async def desks(
    installation: Installation, keys: dict[str, str]
) -> AsyncIterator[dict[str, HutDesk]]:
    """The desk of each hut, and one that books at both from the first; huts that are open, with
    prices that everybody knows."""
    url = installation.public_url
    async with AsyncExitStack() as stack:
        clients: dict[str, httpx.AsyncClient] = {
            who: await stack.enter_async_context(gateway_client(url, key))
            for who, key in keys.items()
        }
        for property_id in (HUT, OTHER):
            sheet = {**SHEET, "name": property_id.title()}
            operations = HutDesk(clients["operations"], property_id)
            defined = await operations.answered("PUT", "", sheet)
            assert defined.status_code in (200, 201), defined.text
            await ready(HutDesk(clients[property_id], property_id))
        yield {
            HUT: HutDesk(clients[HUT], HUT),
            OTHER: HutDesk(clients[OTHER], OTHER),
            "both": HutDesk(clients["both"], HUT),
        }


async def ready(desk: HutDesk) -> None:
    """Furnish the hut, and wait until a cart there has its price: what is sold goes to whoever
    prices by a topic of its own."""
    await desk.furnish()

    async def priced() -> bool:
        answer = await desk.answered("POST", "/stays/price", {"cart": cart()})
        return answer.status_code == 200

    await eventually(priced, "a cart has its price")


async def shown(desk: HutDesk, n: int, left: int, stock_type_id: str = "dortoir") -> None:
    """The planning shows so many places left, in a moment."""

    async def so() -> bool:
        return await desk.left(stock_type_id, n) == left

    await eventually(so, f"{left} places left on night {n}")


@pytest.mark.feature("R25", "R29", "R31", "R33", "R37", "R44", "R49", "R50", "R52", "R53")
async def test_a_telephone_booking_from_the_price_to_the_planning_and_the_sales(
    desks: dict[str, HutDesk],
) -> None:
    desk = desks[HUT]
    extras = [{"supplement_id": "pique-nique", "quantity": 2, "night": night(1)}]
    wanted = cart(2, 0, 1, supplements=extras)
    price = (await desk.post("/stays/price", {"cart": wanted}))["price"]
    assert price["total"] == 2 * 2 * 2600 + 2 * 1200
    done = await desk.book(cart=wanted, expected_total=price["total"])
    assert done["state"] == "option"
    await shown(desk, 0, 13)
    day = await desk.day(1)
    (listed,) = day["stays"]
    assert (listed["guest"], listed["supplements_total"]) == ("M. Martin Dupont", 2400)

    path = f"/stays/{done['order_id']}"
    await desk.post(f"{path}/confirm", {})
    assert (await desk.get(path))["state"] == "firm"
    changed = await desk.put(f"{path}/cart", {"cart": cart(3, 1, 2)})
    assert changed["difference"] == 3 * 2 * 2600 - price["total"]
    for n, left in enumerate((15, 12, 12)):
        await shown(desk, n, left)

    await desk.post(f"{path}/cancel", {"reason": "orage"})
    for n in range(3):
        await shown(desk, n, 15)
    (sold,) = (await desk.get("/sales", q=done["reference"]))["stays"]
    assert (sold["state"], sold["total"]["amount"]) == ("cancelled", changed["total"])
    steps = [step["kind"] for step in (await desk.get(path))["history"]]
    assert steps == ["booked", "confirmed", "changed", "cancelled"]


@pytest.mark.feature("R06")
async def test_a_tour_of_two_huts_is_held_at_both_or_at_none(desks: dict[str, HutDesk]) -> None:
    here, there, both = desks[HUT], desks[OTHER], desks["both"]
    there_too = {**cart(4, 11)["nights"][0], "property_id": OTHER}
    tour = {"nights": [*cart(4, 10)["nights"], there_too]}
    done = await both.book(cart=tour)
    await shown(here, 10, 11)
    await shown(there, 11, 11)
    full = {"nights": [*cart(4, 10)["nights"], {**there_too, "persons": 12}]}
    refused = await both.answered(
        "POST", "/stays", {"cart": full, "contact": CONTACT, "wish": "firm"}
    )
    (shortage,) = refused.json()["shortages"]
    assert (refused.status_code, shortage["property_id"]) == (409, OTHER)
    assert shortage["shortage"]["short"] == 1
    await shown(here, 10, 11)
    await there.post(f"/stays/{done['order_id']}/cancel", {"reason": "éboulement"})
    await shown(here, 10, 15)
    await shown(there, 11, 15)


@pytest.mark.promise("nothing oversold")
@pytest.mark.feature("R35", "R52")
async def test_the_last_places_are_sold_once_whoever_asks(desks: dict[str, HutDesk]) -> None:
    desk = desks[HUT]
    await desk.put(f"/planning/{night(20)}/dortoir", {"to": 6})
    body = {"cart": cart(2, 20), "contact": CONTACT, "wish": "firm"}
    answers = await asyncio.gather(*(desk.answered("POST", "/stays", body) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 5
    for answer in answers:
        if answer.status_code == 409:
            assert answer.json()["shortages"][0]["shortage"]["night"] == night(20)
    await shown(desk, 20, 0)
    assert len((await desk.day(20))["stays"]) == 3


@pytest.mark.feature("R24", "R28", "R29", "R36")
async def test_what_is_closed_or_blocked_by_hand_is_not_sold(desks: dict[str, HutDesk]) -> None:
    desk = desks[HUT]
    await desk.put("/closures", {"closed": [night(30)]})
    await desk.put(f"/planning/{night(31)}", {"closed": True})
    await desk.put(f"/planning/{night(32)}/chambre", {"by": -1})
    for n, rate_id, reason in (
        (30, "adulte", "closed"),
        (31, "adulte", "closed"),
        (32, "nuitee", "short"),
    ):
        body = {"cart": cart(1, n, rate_id=rate_id), "contact": CONTACT, "wish": "firm"}
        refused = (await desk.answered("POST", "/stays", body)).json()
        assert refused["shortages"][0]["shortage"]["reason"] == reason
    await desk.book(9, 33)
    undercut = await desk.answered("PUT", "/openings", openings(places=5))
    assert night(33) in {short["night"] for short in undercut.json()["nights"]}
    await desk.put("/closures", {"closed": []})


@pytest.mark.feature("R59")
async def test_the_checklist_says_what_is_missing_until_nothing_is(
    desks: dict[str, HutDesk],
) -> None:
    desk = desks[OTHER]
    assert (await desk.get("/readiness"))["bookable"] is False
    contact = {"name": "Refuge du Buet", "mail": "gardien@buet.example"}
    await desk.put("/hut/contact", {"contact": contact})
    await desk.put("/mails", {"mails": {"sender": "gardien@buet.example"}})
    await desk.put("/terms/fr", {"text": "Toute nuitée est due."})
    said = await desk.get("/readiness")
    assert (said["bookable"], said["first_night"] < night()) == (True, True)
