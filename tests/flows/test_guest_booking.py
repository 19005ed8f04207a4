"""A guest books a hut without an account, through the real processes: from what is left to the
stay's own page, the desk's planning and the sales."""

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
from tests.support.guests import HutGuest
from tests.support.huts import CONTACT, HutDesk, cart, night

HUTS = {"refuge-merlet": "Refuge de Merlet", "refuge-plan": "Refuge du Plan"}
HERE, THERE = HUTS
SHEET: dict[str, Any] = {
    "kind": "hut",
    "languages": ["fr", "en"],
    "currency": "EUR",
    "time_zone": "Europe/Paris",
}


@pytest.fixture(scope="module")
async def keys(installation: Installation) -> dict[str, str]:
    """A key of operations', and one of each hut's warden."""
    name = database_name(ChassisSettings(namespace=installation.namespace), "gateway")
    database = Database.connect(installation.engines.mongo, name)
    made = {who: new_key() for who in ("operations", *HUTS)}
    try:
        for who, key in made.items():
            operations = who == "operations"
            roles = {} if operations else {who: Role.WARDEN}
            await People(database).add_key(f"guests-{who}", key, roles, operations)
    finally:
        database.close()
    return made


@pytest.fixture
async def desks(
    installation: Installation, keys: dict[str, str]
) -> AsyncIterator[dict[str, HutDesk]]:
    """Two huts that guests may book."""
    async with AsyncExitStack() as stack:
        clients = {
            who: await stack.enter_async_context(gateway_client(installation.public_url, key))
            for who, key in keys.items()
        }
        for property_id, name in HUTS.items():
            operations = HutDesk(clients["operations"], property_id)
            defined = await operations.answered("PUT", "", {**SHEET, "name": name})
            assert defined.status_code in (200, 201), defined.text
            desk = HutDesk(clients[property_id], property_id)
            await desk.furnish()
            await desk.open_to_guests()
        yield {property_id: HutDesk(clients[property_id], property_id) for property_id in HUTS}


@pytest.fixture
async def guest(installation: Installation, desks: dict[str, HutDesk]) -> AsyncIterator[HutGuest]:
    """Somebody without an account, once everybody knows the huts."""
    url = installation.public_url
    async with httpx.AsyncClient(base_url=url, trust_env=False, timeout=30) as client:
        guest = HutGuest(client, HERE)

        async def ready() -> bool:
            said = [await client.get(f"/guest/v1/huts/{id}") for id in HUTS]
            priced = await guest.answered(f"{guest.at}/price", {"cart": tour(1)})
            open_ = all(one.status_code == 200 and one.json()["bookable"] for one in said)
            return open_ and priced.status_code == 200

        await eventually(ready, "both huts are booked online")
        yield guest


def tour(persons: int = 2, n: int = 0) -> dict[str, Any]:
    """A night here, and the next one there."""
    there = {**cart(persons, n + 1)["nights"][0], "property_id": THERE}
    return {"nights": [*cart(persons, n)["nights"], there]}


async def terms(guest: HutGuest, *huts: str) -> list[dict[str, Any]]:
    """The terms of these huts as they are now."""
    found = []
    for id in huts:
        said = (await guest.client.get(f"/guest/v1/huts/{id}/terms")).json()
        found.append({"property_id": id, "version": said["version"]})
    return found


async def shown(guest: HutGuest, n: int, left: int) -> None:
    async def so() -> bool:
        return (await guest.left(night(n)))[0] == left

    await eventually(so, f"guests see {left} places on night {n}")


@pytest.mark.feature("R19", "R32", "R33", "R47", "R48", "R55")
async def test_a_guests_pre_booking_from_what_is_left_to_planning_sales_and_their_own_page(
    desks: dict[str, HutDesk], guest: HutGuest
) -> None:
    desk, said = desks[HERE], await guest.get(lang="de")
    assert (said["name"], said["intro"]) == ("Refuge Saint-Exupéry", "Ohne Bettzeug.")
    assert await guest.left(night()) == (15, None)
    extras = [{"supplement_id": "pique-nique", "quantity": 2}]
    contact = {**CONTACT, "remark": "arrive par le col"}
    wanted = cart(2, 0, 1, supplements=extras)
    body = await guest.booking(cart=wanted, language="de", contact=contact)
    assert body["expected_total"] == 2 * 2 * 2600 + 2 * 1200
    booked = (await guest.try_to_book(body)).json()
    assert booked["state"] == "option"
    await shown(guest, 0, 13)
    assert await desk.left(n=1) == 13

    (sold,) = (await desk.get("/sales", q=booked["reference"]))["stays"]
    assert (sold["source"], sold["state"], sold["total"]["amount"]) == ("web", "option", 12800)
    detail = await desk.get(f"/stays/{sold['order_id']}")
    assert detail["contact"]["remark"] == "arrive par le col"
    (listed,) = (await desk.day(0))["stays"]
    assert (listed["guest"], listed["supplements_total"]) == ("M. Martin Dupont", 2400)

    page = await guest.page(booked)
    assert 'lang="de"' in page.text
    assert "arrive par le col" not in page.text + (await guest.stay(booked)).text
    assert (await guest.cancel(booked)).status_code == 200
    await shown(guest, 0, 15)
    assert (await guest.stay(booked)).json()["state"] == "cancelled"


@pytest.mark.feature("R47")
async def test_no_contact_field_that_the_hut_needs_may_be_left_out(
    desks: dict[str, HutDesk], guest: HutGuest
) -> None:
    body = await guest.booking(1, 3)
    for field in ("surname", "given_name", "phone", "mail"):
        contact = {name: said for name, said in CONTACT.items() if name != field}
        refused = await guest.try_to_book({**body, "contact": contact})
        assert refused.status_code == 422
    least = {name: CONTACT[name] for name in ("surname", "given_name", "phone", "mail")}
    assert (await guest.try_to_book({**body, "contact": least})).status_code == 201


@pytest.mark.feature("R06")
async def test_a_tour_accepts_each_huts_own_terms_and_is_held_at_both_or_at_none(
    desks: dict[str, HutDesk], guest: HutGuest
) -> None:
    wanted = tour(4, 10)
    body = {**await guest.booking(cart=wanted), "terms": await terms(guest, HERE)}
    refused = await guest.try_to_book(body)
    assert refused.json()["errors"] == [{"field": "terms", "reason": "terms_not_accepted"}]
    assert "Refuge du Plan" in refused.json()["detail"]
    booked = await guest.try_to_book({**body, "terms": await terms(guest, HERE, THERE)})
    assert booked.status_code == 201
    stay = (await guest.stay(booked.json())).json()
    assert [hut["property_id"] for hut in stay["huts"]] == [HERE, THERE]
    for desk in desks.values():
        (sold,) = (await desk.get("/sales", q=booked.json()["reference"]))["stays"]
        kept = await desk.get(f"/stays/{sold['order_id']}")
        assert kept["accepted_terms"] >= 1

    await desks[THERE].put(f"/planning/{night(21)}/dortoir", {"to": 3})
    full = {**body, "cart": tour(4, 20), "terms": await terms(guest, HERE, THERE)}
    short = (await guest.try_to_book(full)).json()["shortages"]
    assert [(one["property_id"], one["shortage"]["short"]) for one in short] == [(THERE, 1)]

    async def let_go() -> bool:  # a moment after the guest was told
        return await guest.left(night(20)) == (15, None)

    await eventually(let_go, "the other hut has its places back")


@pytest.mark.feature("R46")
async def test_a_group_is_told_to_ask_the_hut_and_nothing_is_held(
    desks: dict[str, HutDesk], guest: HutGuest
) -> None:
    body = await guest.booking(9, 5)
    group = {**body, "cart": cart(10, 5), "expected_total": 26000}
    refused = await guest.try_to_book(group)
    assert (refused.status_code, refused.json()["errors"][0]["reason"]) == (409, "group")
    assert (await guest.get())["contact"]["phone"] == "+33 4 50 00 00 00"
    assert await guest.left(night(5)) == (15, None)


@pytest.mark.feature("R58")
async def test_another_person_is_another_booking_or_a_change_at_the_desk(
    desks: dict[str, HutDesk], guest: HutGuest
) -> None:
    booked, more = await guest.book(2, 7), await guest.book(1, 7)
    assert booked["reference"] != more["reference"]
    await shown(guest, 7, 12)
    (sold,) = (await desks[HERE].get("/sales", q=booked["reference"]))["stays"]
    await desks[HERE].put(f"/stays/{sold['order_id']}/cart", {"cart": cart(3, 7)})
    await shown(guest, 7, 11)
    (there,) = (await guest.stay(booked)).json()["huts"]
    assert there["persons"] == 3


@pytest.mark.promise("nothing oversold")
async def test_the_last_places_go_to_as_many_guests_as_there_are_places(
    desks: dict[str, HutDesk], guest: HutGuest
) -> None:
    await desks[HERE].put(f"/planning/{night(15)}/dortoir", {"to": 4})
    await shown(guest, 15, 4)
    body = await guest.booking(2, 15)
    answers = await asyncio.gather(*(guest.try_to_book(body) for _ in range(6)))
    assert sorted(one.status_code for one in answers) == [201] * 2 + [409] * 4
    for one in answers:
        if one.status_code == 409:
            assert one.json()["shortages"][0]["shortage"]["night"] == night(15)
    await shown(guest, 15, 0)
    assert await guest.left(night(15)) == (0, "full")
