"""Why can nobody book me? Item by item, until somebody can."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contracts.selling import Rules
from gateway.planning.online import first_online, last_night
from tests.gateway.conftest import Hotel
from tests.gateway.huts import Hut, at_hut
from tests.gateway.pictures import jpeg
from tests.support.huts import RATES, SEASON, TYPES, openings


@pytest.fixture
async def hut(hotel: Hotel) -> AsyncIterator[Hut]:
    async with at_hut(hotel, furnished=False) as hut:
        yield hut


async def lacking(hut: Hut) -> dict[str, list[str]]:
    said = await hut.get("/readiness")
    blocking = all(item["ok"] for item in said["items"] if item["blocks"])
    assert said["bookable"] is blocking
    return {item["item"]: item["missing"] for item in said["items"] if not item["ok"]}


@pytest.mark.feature("R59")
async def test_each_thing_that_is_set_up_is_ticked_until_guests_can_book(hut: Hut) -> None:
    everything = await lacking(hut)
    assert everything["texts"] == ["fr", "en"]
    assert "payment" not in everything
    steps: list[tuple[str, str, dict[str, Any]]] = [
        ("contact", "/hut/contact", {"contact": {"name": "Aigle", "mail": "g@aigle.example"}}),
        ("position", "/hut/position", {"position": {"latitude": 45.0, "longitude": 6.3}}),
        ("terms", "/terms/fr", {"text": "Toute nuitée est due."}),
        ("mail_sender", "/mails", {"mails": {"sender": "g@aigle.example"}}),
        ("stock_types", "/stock-types", TYPES),
        ("openings", "/openings", openings()),
        ("rates", "/rates", RATES),
    ]
    for item, path, body in steps:
        assert item in await lacking(hut)
        await hut.put(path, body)
        assert item not in await lacking(hut), item
    assert (await hut.get("/readiness"))["bookable"] is True
    assert (await hut.get("/readiness"))["first_night"] == SEASON[0].isoformat()
    assert (await lacking(hut)).keys() == {"texts", "main_photo", "mail_subjects"}


async def test_advice_goes_with_texts_photo_and_subjects(hut: Hut) -> None:
    for language in ("fr", "en"):
        await hut.put(f"/hut/texts/{language}", {"texts": {"summary": "Perché"}})
    subjects = {"booking_subject": "a", "pre_booking_subject": "b"}
    await hut.put("/mails", {"mails": {"texts": {"fr": subjects}}})
    kept = await hut.client.post(
        f"{hut.at}/hut/media",
        params={"name": "a"},
        content=jpeg(),
        headers={"Idempotency-Key": "p"},
    )
    await hut.put("/hut/photos", {"photos": {"main": kept.json()["media_id"]}})
    lacks = await lacking(hut)
    assert not {"texts", "main_photo"} & lacks.keys()
    assert lacks["mail_subjects"] == ["en"]


async def test_a_season_that_is_closed_or_sold_out_says_so(hut: Hut) -> None:
    await hut.furnish()
    days = (SEASON[1] - SEASON[0]).days + 1
    every = [date.fromordinal(SEASON[0].toordinal() + n).isoformat() for n in range(days)]
    await hut.put("/closures", {"closed": every})
    assert (await lacking(hut))["nights"] == ["closed"]
    assert "first_night" not in await hut.get("/readiness")
    await hut.put("/closures", {"closed": []})
    await hut.put("/openings", openings(places=0, room=0))
    assert (await lacking(hut))["nights"] == ["full"]


async def test_bookings_that_need_a_payment_want_means_for_it(hut: Hut) -> None:
    booking = {"mode": "booking", "pre_booking_too": True}
    await hut.put("/rules", {"rules": {**booking, "payment_means": ["paypal"]}})
    assert "payment" not in await lacking(hut)


async def test_an_opening_that_is_over_opens_nothing(hut: Hut) -> None:
    await hut.put("/stock-types", TYPES)
    said = await lacking(hut)
    assert said["openings"] == ["dortoir", "chambre"]
    assert said["nights"] == ["not_open"]


PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.feature("R23")
@pytest.mark.parametrize(
    ("rules", "now", "first"),
    [
        (Rules(), "2027-07-01T21:59Z", date(2027, 7, 1)),
        (Rules(cut_off="16:00"), "2027-07-01T13:59:59Z", date(2027, 7, 1)),
        (Rules(cut_off="16:00"), "2027-07-01T14:00Z", date(2027, 7, 2)),
        (Rules(min_days_before=2), "2027-07-01T21:00Z", date(2027, 7, 3)),
        (Rules(min_days_before=1, cut_off="00:00"), "2027-07-01T10:00Z", date(2027, 7, 2)),
        (Rules(cut_off="02:30"), "2027-10-31T01:10Z", date(2027, 11, 1)),
        (Rules(cut_off="02:30"), "2027-03-28T01:00Z", date(2027, 3, 29)),
    ],
)
def test_guests_book_from_the_first_night_that_is_not_too_late(
    rules: Rules, now: str, first: date
) -> None:
    """Summer time begins and ends in these nights, too; `now` is UTC."""
    assert first_online(rules, datetime.fromisoformat(now).astimezone(PARIS)) == first


def test_the_planning_ends_after_744_nights() -> None:
    assert last_night(date(2027, 1, 1)) == date(2029, 1, 13)
