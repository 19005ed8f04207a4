"""The planning of a hut: grid, night, changes by hand. Inventory's own table answers."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pymongo.errors import AutoReconnect

from chassis.database import Database
from contracts.properties import PropertyKind
from gateway.access.roles import Role
from gateway.access.sessions import SESSIONS
from gateway.planning.contents import NightContents
from tests.gateway.conftest import Hotel
from tests.gateway.huts import HUT, Hut, at_hut
from tests.support.huts import NIGHT, TODAY, cart, night


@pytest.fixture
async def hut(hotel: Hotel) -> AsyncIterator[Hut]:
    async with at_hut(hotel, Role.RECEPTION) as hut:
        yield hut


@pytest.mark.feature("R37")
async def test_the_grid_shows_what_is_left_of_each_stock_type_night_by_night(hut: Hut) -> None:
    await hut.book(3, 0, 1)
    grid = await hut.get("/planning", **{"from": night(-11), "days": 14})
    assert (grid["from"], grid["days"], grid["today"]) == (night(-11), 14, TODAY.isoformat())
    dormitory, room = grid["rows"]
    assert (dormitory["name"], room["stock_type_id"]) == ("Dortoir", "chambre")
    assert dormitory["left"] == [0, *[15] * 10, 12, 12, 15]
    assert dormitory["places"] == [0, *[15] * 13]
    assert dormitory["bookings"] == [0] * 11 + [1, 1, 0]
    assert dormitory["persons"] == [0] * 11 + [3, 3, 0]
    assert dormitory["why"] == ["not_open"] + [None] * 13
    assert room["left"] == [0] + [4] * 13


@pytest.mark.feature("R52")
async def test_a_couple_in_a_room_that_is_booked_whole_leaves_none_of_four(hut: Hut) -> None:
    body = {"cart": cart(2, rate_id="nuitee")}
    await hut.book(2, **body)
    grid = await hut.get("/planning", **{"from": night(), "days": 1})
    room = grid["rows"][1]
    assert (room["left"], room["places"], room["persons"]) == ([0], [4], [2])
    assert room["why"] == ["full"]


@pytest.mark.feature("R37", "R50")
async def test_what_options_hold_is_told_apart_from_what_is_firm(hut: Hut) -> None:
    await hut.book(3, 0, 1)
    await hut.book(2, 1)
    await hut.book(4, 1, wish="firm")
    held = (await hut.get("/planning/options", **{"from": night(), "days": 7}))["held"]
    assert [(one["night"], one["persons"], one["stays"]) for one in held] == [
        (night(0), 3, 1),
        (night(1), 5, 2),
    ]
    assert {one["stock_type_id"] for one in held} == {"dortoir"}
    later = await hut.get("/planning/options", **{"from": night(1), "days": 1})
    assert [one["night"] for one in later["held"]] == [night(1)]


async def test_two_years_of_planning_come_in_one_answer(hut: Hut) -> None:
    grid = await hut.get("/planning", days=744)
    assert len(grid["rows"][0]["left"]) == len(grid["closing"]) == 744
    refused = await hut.client.get(f"{hut.at}/planning", params={"days": 745})
    assert refused.json()["errors"][0]["field"] == "query.days"


@pytest.mark.feature("R35")
async def test_a_booking_by_telephone_takes_places_off_the_planning(hut: Hut) -> None:
    changed = await hut.put(f"/planning/{night()}/dortoir", {"by": -2})
    (stock,) = [one for one in changed["day"]["stock"] if one["stock_type_id"] == "dortoir"]
    assert (stock["left"], stock["adjustment"], stock["initial"]) == (13, -2, 15)
    assert await hut.left() == 13
    grid = await hut.get("/planning", **{"from": night(), "days": 2})
    assert grid["rows"][0]["adjustment"] == [-2, 0]
    await hut.put(f"/planning/{night()}/dortoir", {"to": 20})
    assert await hut.left() == 20


@pytest.mark.feature("R28")
async def test_any_decrease_of_a_room_that_is_booked_whole_blocks_it(hut: Hut) -> None:
    await hut.put(f"/planning/{night()}/chambre", {"by": -1})
    assert await hut.left("chambre") == 0


@pytest.mark.feature("R36")
async def test_a_night_is_closed_from_its_planning_and_opened_again(hut: Hut) -> None:
    closed = await hut.put(f"/planning/{night()}", {"closed": True})
    assert (closed["changed"], closed["day"]["closing"]) == (True, "day")
    grid = await hut.get("/planning", **{"from": night(), "days": 2})
    assert grid["closing"] == ["day", None]
    assert [row["why"] for row in grid["rows"]] == [["closed", None]] * 2
    again = await hut.put(f"/planning/{night()}", {"closed": True})
    assert again["changed"] is False
    await hut.put(f"/planning/{night()}", {"closed": False})
    assert await hut.left() == 15


async def test_what_is_sold_is_not_taken_away_unawares(hut: Hut) -> None:
    await hut.book(5)
    path = f"/planning/{night()}/dortoir"
    refused = await hut.send("PUT", path, {"to": 3})
    problem = refused.json()
    assert (refused.status_code, problem["errors"][0]["field"]) == (409, "undercut")
    assert problem["nights"] == [
        {"night": night(), "stock_type_id": "dortoir", "sold": 5, "places": 3}
    ]
    await hut.put(path, {"to": 3, "undercut": True})
    assert await hut.left() == 0


async def test_an_adjustment_that_says_nothing_or_twice_is_refused(hut: Hut) -> None:
    for body in ({}, {"by": 1, "to": 2}):
        refused = await hut.send("PUT", f"/planning/{night()}/dortoir", body)
        assert refused.status_code == 422
    unknown = await hut.send("PUT", f"/planning/{night()}/grenier", {"by": 1})
    assert unknown.status_code == 409
    assert unknown.json()["errors"][0]["field"] == "stock_type_id"


@pytest.mark.feature("R34", "R53")
async def test_a_night_lists_who_sleeps_there_and_what_they_have(hut: Hut) -> None:
    extras = [{"supplement_id": "pique-nique", "quantity": 2, "night": night(1)}]
    booked = await hut.book(2, cart=cart(2, 0, 1, supplements=extras))
    first, second = await hut.day(0), await hut.day(1)
    (stay,) = second["stays"]
    assert stay["order_id"] == booked["order_id"]
    assert (stay["guest"], stay["phone"]) == ("M. Martin Dupont", "01 01 01 01 01")
    assert stay["mail"] == "martin.dupont@mail.example"
    assert [(line["quantity"], line["name"]["fr"]) for line in stay["bookings"]] == [(2, "Adulte")]
    assert (stay["bookings_total"], stay["supplements_total"], stay["total"]) == (5200, 2400, 7600)
    assert (stay["arrives"], first["stays"][0]["arrives"]) == (False, True)
    assert first["stays"][0]["supplements"] == []
    assert (second["bookings_total"], second["supplements_total"], second["total"]) == (
        5200,
        2400,
        7600,
    )
    assert (await hut.day(2))["stays"] == []


async def test_what_is_had_once_a_stay_counts_on_its_first_night(hut: Hut) -> None:
    extras = [{"supplement_id": "pique-nique", "quantity": 1}]
    await hut.book(2, cart=cart(2, 0, 1, supplements=extras))
    days = [await hut.day(n) for n in (0, 1)]
    assert [day["supplements_total"] for day in days] == [1200, 0]


async def test_a_night_before_which_nothing_was_told_is_as_its_opening_says(hut: Hut) -> None:
    for ref in [ref for ref in hut.mountains.hotel.known if ref.id.endswith(night(5))]:
        del hut.mountains.hotel.known[ref]
    await hut.mountains.hotel.database.delete("planning_days", {"state.night": night(5)})
    assert await hut.left(n=5) == 15
    grid = await hut.get("/planning", **{"from": night(5), "days": 1})
    assert grid["rows"][0]["left"] == [15]


async def test_a_hotel_has_no_planning(hotel: Hotel) -> None:
    async with at_hut(hotel, furnished=False) as hut:
        await hut.mountains.open("hotel-lumiere", kind=PropertyKind.HOTEL)
        async with hotel.person("d@l.example", hotel_lumiere=Role.MANAGER) as direction:
            answer = await direction.get("/api/v1/properties/hotel-lumiere/planning")
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:comptoir:problem:not-found")


class Noted(NightContents):
    """Notes of which huts it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[str] = []

    async def told(self, database: Database, property_id: str, *range: Any) -> Any:
        self.read.append(property_id)
        return await super().told(database, property_id, *range)


async def test_nothing_is_read_for_somebody_who_may_not_see_it(hotel: Hotel) -> None:
    hotel.work_with(nights=(nights := Noted()))
    async with at_hut(hotel) as hut:
        async with hotel.person("d@l.example", hotel_lumiere=Role.MANAGER) as stranger:
            path = f"/api/v1/properties/{HUT}/planning?from={night()}"
            for _ in ("unknown", "expected"):
                assert (await stranger.get(path)).status_code == 404
        assert nights.read == []
        await hut.get("/planning", **{"from": night(), "days": 1})
        assert nights.read == [HUT]


async def test_nobody_is_let_in_by_being_expected_and_who_is_refused_is_expected_no_more(
    hotel: Hotel,
) -> None:
    hotel.work_with(nights=(nights := Noted()))
    path = f"/api/v1/properties/{HUT}/planning?from={night()}"
    async with at_hut(hotel) as hut:
        assert (await hut.client.get(path)).status_code == 200
        await hotel.database.delete(SESSIONS, {})
        assert (await hut.client.get(path)).status_code == 401
        in_vain = len(nights.read)
        assert (await hut.client.get(path)).status_code == 401
        assert len(nights.read) == in_vain == 2


async def test_what_was_read_ahead_in_vain_fails_in_silence(hotel: Hotel) -> None:
    class Away(NightContents):
        async def told(self, *told: Any) -> Any:
            raise AutoReconnect("the database is away")

    hotel.work_with(nights=Away())
    unheard: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, about: unheard.append(about))
    async with at_hut(hotel, furnished=False) as hut:
        await hut.mountains.open("hotel-lumiere", kind=PropertyKind.HOTEL)
        async with hotel.person("d@l.example", hotel_lumiere=Role.MANAGER) as direction:
            path = f"/api/v1/properties/hotel-lumiere/planning?from={night()}"
            for _ in ("unknown", "expected"):
                assert (await direction.get(path)).status_code == 404
    gc.collect()
    assert unheard == []


async def test_nights_of_the_planning_are_the_huts_own_days(hut: Hut) -> None:
    grid = await hut.get("/planning")
    assert grid["from"] == TODAY.isoformat()
    assert grid["first_online"] == TODAY.isoformat()
    assert NIGHT.isoformat() < grid["last"]
