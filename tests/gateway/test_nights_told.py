"""What the nights of a range say: the latest, whatever is remembered of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import pytest
from pymongo import MongoClient

from comptoir_local.engines.addresses import EngineAddresses
from contracts.planning import Closing, PlanningDayChanged
from gateway.planning.contents import NightContents, ToldNights
from gateway.planning.model import PLANNING
from tests.gateway.conftest import Hotel
from tests.gateway.huts import HUT, night_told, stock

NEXT = "refuge-plan"
JULY, DAYS = date(2027, 7, 1), 40
Left = dict[str, int]


def day(
    n: int, left: int, property_id: str = HUT, closing: Closing | None = None
) -> PlanningDayChanged:
    return night_told(property_id, JULY + timedelta(days=n), stock(left), closing=closing)


@pytest.fixture
async def season(hotel: Hotel) -> Hotel:
    """Forty nights, of which most say the same, at a hut beside another one."""
    await hotel.index(PLANNING)
    await hotel.happens(*(day(n, 3 if n == 7 else 15) for n in range(DAYS)))
    await hotel.happens(*(day(n, 1, NEXT) for n in range(DAYS)))
    return hotel


async def left(hotel: Hotel, contents: NightContents, first: int = 0, days: int = DAYS) -> Left:
    """How many places each night has left, by its date."""
    found = await contents.told(hotel.database, HUT, JULY + timedelta(days=first), days)
    return {night: int(content.of("dortoir")[0]) for night, content in found.nights.items()}


def expected(changed: Mapping[int, int] = MappingProxyType({})) -> Left:
    """Fifteen places a night, three on the eighth, and what was `changed` by its number."""
    left = dict.fromkeys(range(DAYS), 15) | {7: 3} | dict(changed)
    return {(JULY + timedelta(days=n)).isoformat(): places for n, places in left.items()}


async def test_a_change_is_seen_at_once_and_so_is_that_it_was_taken_back(season: Hotel) -> None:
    contents = NightContents()
    assert await left(season, contents) == expected()
    await season.happens(day(9, 4))
    assert await left(season, contents) == expected({9: 4})
    await season.happens(day(9, 15))
    assert await left(season, contents) == expected()
    assert await left(season, contents, 7, 2) == {"2027-07-08": 3, "2027-07-09": 15}


async def test_two_nights_that_differ_in_why_the_hut_is_closed_are_not_the_same(
    season: Hotel,
) -> None:
    contents = NightContents()
    await season.happens(day(1, 0, closing=Closing.CALENDAR), day(2, 0, closing=Closing.DAY))
    for _ in ("fetched", "remembered"):
        found = await contents.told(season.database, HUT, JULY, 3)
        closings = [content.closing for _, content in sorted(found.nights.items())]
        assert closings == [None, Closing.CALENDAR.value, Closing.DAY.value]


async def test_a_night_that_was_written_before_there_were_digests_is_read_each_time(
    season: Hotel,
) -> None:
    contents = NightContents()
    old = {"$unset": {"state.digest": ""}}
    await season.database.update(PLANNING.name, {}, old, many=True)
    assert await left(season, contents) == expected()
    say = {"$set": {"state.cells": '[["dortoir",8,15,7,7,0,null]]'}}
    await season.database.update(PLANNING.name, {"state.night": "2027-07-01"}, say, many=True)
    assert await left(season, contents) == expected({0: 8})


async def test_little_memory_costs_reading_and_nothing_else(season: Hotel) -> None:
    contents = NightContents(most=1)
    for n in (9, 10, 11):
        await season.happens(day(n, n))
        seen = {night: night for night in range(9, n + 1)}
        assert await left(season, contents) == expected(seen)


async def test_what_is_remembered_is_read_from_the_index_alone(
    season: Hotel, engines: EngineAddresses
) -> None:
    """What MongoDB itself reports: of forty nights that say two different things two documents are
    touched, then none, and after a change one; and without memory two again, and again."""
    contents = NightContents()
    with MongoClient[dict[str, Any]](engines.mongo) as client:
        database = client[season.database.name]
        database.command("profile", 2)
        try:
            await left(season, contents)
            await left(season, contents)
            await season.happens(day(9, 15), day(10, 4))
            await left(season, contents)
            await left(season, NightContents())
            await left(season, NightContents())
        finally:
            database.command("profile", 0)
        about = {"ns": f"{database.name}.{PLANNING.name}", "op": "query"}
        asked = list(database["system.profile"].find(about))  # in the order in which it was written
        database["system.profile"].drop()
    assert [query["docsExamined"] for query in asked] == [0, 2, 0, 0, 1, 0, 3, 0, 3]
    assert [query["nreturned"] for query in asked] == [DAYS, 2, DAYS, DAYS, 1, DAYS, 3, DAYS, 3]


async def test_a_night_that_changes_between_the_two_readings_is_told_as_it_is_then(
    season: Hotel,
) -> None:
    """And those whose digest it was fetched for are fetched themselves."""

    class Changing(NightContents):
        async def _fetched(self, *told: Any) -> Any:
            if not changed:
                changed.append(day(0, 5))
                await season.happens(*changed)
            return await super()._fetched(*told)

    changed: list[PlanningDayChanged] = []
    contents = Changing()
    assert await left(season, contents) == expected({0: 5})
    # The digests are those of the first reading again, by which something else was told.
    await season.happens(day(0, 15))
    assert await left(season, contents) == expected()


async def test_a_range_that_says_what_it_said_before_is_one_object(season: Hotel) -> None:
    contents = NightContents()

    async def told(first: date = JULY) -> ToldNights:
        return await contents.told(season.database, HUT, first, DAYS)

    await told()  # what is fetched may be newer than the digests it was fetched by
    before = await told()
    await season.happens(day(3, 15), day(3, 15))
    assert await told() is before
    assert await told(JULY + timedelta(days=1)) is not before
    await season.happens(day(3, 14))
    after = await told()
    assert after is not before
    assert {night for night in after.nights if after.nights[night] is not before.nights[night]} == {
        "2027-07-04"
    }
