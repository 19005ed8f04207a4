"""Those who watch a hut are told of each night, stay and part that changes, as a read shows it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from gateway.live.hub import Listener, LiveHub
from tests.gateway.conftest import Hotel
from tests.gateway.huts import HUT, Hut, at_hut
from tests.support.huts import night


@pytest.fixture
async def hut(hotel: Hotel) -> AsyncIterator[Hut]:
    async with at_hut(hotel) as hut:
        yield hut


def listener(hut: Hut) -> Listener:
    hub: LiveHub = hut.mountains.hotel.app.state.workings.hub  # type: ignore[attr-defined]
    return hub.listen(HUT, None)


def heard(listening: Listener) -> list[tuple[str, Any]]:
    found = []
    while not listening.queue.empty():
        lines = listening.queue.get_nowait().decode().strip().splitlines()
        fields = dict(line.split(": ", 1) for line in lines)
        assert fields["id"].isdigit()
        found.append((fields["event"], json.loads(fields["data"])))
    return found


@pytest.mark.feature("R52")
async def test_a_booking_moves_its_nights_and_stands_in_the_sales_of_all_who_watch(
    hut: Hut,
) -> None:
    listening = listener(hut)
    done = await hut.book(2, 0, 1)
    told = heard(listening)
    days = [said for event, said in told if event == "planning"]
    assert [day["night"] for day in days] == [night(0), night(1)]
    assert days[0] == (await hut.day(0))["day"]
    (stay,) = [said for event, said in told if event == "stay"]
    assert stay == (await hut.get("/sales"))["stays"][0]
    assert stay["order_id"] == done["order_id"]


async def test_a_stay_that_is_over_is_told_with_a_higher_revision(hut: Hut) -> None:
    done = await hut.book(2)
    listening = listener(hut)
    await hut.post(f"/stays/{done['order_id']}/cancel", {"reason": "orage"})
    (stay,) = [said for event, said in heard(listening) if event == "stay"]
    assert (stay["state"], stay["revision"]) == ("cancelled", 2)


async def test_a_part_that_is_changed_is_named(hut: Hut) -> None:
    listening = listener(hut)
    await hut.put("/terms/fr", {"text": "Toute nuitée est due."})
    await hut.put("/hut/texts/fr", {"texts": {"summary": "Perché"}})
    told = [said for event, said in heard(listening) if event == "selling"]
    assert [one["parts"] for one in told] == [["terms"], ["texts"]]
    assert told[0]["revision"] == (await hut.get("/terms/fr"))["revision"]
