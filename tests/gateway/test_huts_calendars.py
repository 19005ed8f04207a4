"""The calendar of a stock type: what it says, to whom, and until when."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from gateway.access.roles import Role
from tests.gateway.conftest import Hotel
from tests.gateway.huts import Hut, at_hut
from tests.support.huts import CONTACT, cart, night


@pytest.fixture
async def hut(hotel: Hotel) -> AsyncIterator[Hut]:
    async with at_hut(hotel) as hut:
        yield hut


async def link(hut: Hut, stock_type_id: str = "dortoir") -> str:
    """The path of a stock type's calendar."""
    url: str = (await hut.put(f"/calendars/{stock_type_id}", None))["url"]
    assert "/calendars/" in url
    return url[url.index("/calendars/") :]


async def events(hut: Hut, path: str) -> list[Any]:
    answer = await hut.client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.text).walk("VEVENT"))


def told(event: Any) -> tuple[date, date, str, str]:
    return event.start, event.end, str(event["SUMMARY"]), str(event["STATUS"])


async def test_an_event_spans_the_nights_and_ends_on_the_day_of_leaving(hut: Hut) -> None:
    path = await link(hut)
    await hut.book(3, 0, 1, wish="firm")
    await hut.book(1, 4)
    two, one = sorted(await events(hut, path), key=lambda event: event.start)
    first = date.fromisoformat(night(0))
    assert told(two) == (first, first + timedelta(days=2), "Dortoir: 3 places", "CONFIRMED")
    alone = date.fromisoformat(night(4))
    assert told(one) == (
        *(alone, alone + timedelta(days=1)),
        *("Dortoir: 1 place (pré-résa)", "TENTATIVE"),
    )
    text = (await hut.client.get(path)).text
    assert f"DTSTART;VALUE=DATE:{first:%Y%m%d}\r\n" in text


async def test_nights_apart_and_other_numbers_of_persons_are_events_of_their_own(hut: Hut) -> None:
    path = await link(hut)
    nights = [*cart(2, 0, 1, 5)["nights"], *cart(4, 6)["nights"]]
    await hut.book(cart={"nights": nights})
    spans = [(event.start, (event.end - event.start).days) for event in await events(hut, path)]
    starts = [date.fromisoformat(night(n)) for n in (0, 5, 6)]
    assert spans == list(zip(starts, (2, 1, 1), strict=True))
    ids = {str(event["UID"]) for event in await events(hut, path)}
    assert len(ids) == 3


async def test_nothing_says_who_stays(hut: Hut) -> None:
    path = await link(hut)
    booked = await hut.book(2, contact={**CONTACT, "remark": "Arrive tard"})
    text = (await hut.client.get(path)).text.replace("\r\n ", "").lower()
    for said in ("dupont", "martin", "0101010101", "mail.example", "tard", booked["reference"]):
        assert said.lower() not in text
    assert booked["order_id"] not in text


async def test_what_changes_keeps_its_id_and_what_is_cancelled_goes(hut: Hut) -> None:
    path = await link(hut)
    done = await hut.book(2, 0)
    (before,) = await events(hut, path)
    await hut.put(f"/stays/{done['order_id']}/cart", {"cart": cart(4, 0)})
    (after,) = await events(hut, path)
    assert (before["UID"], after["SEQUENCE"]) == (after["UID"], before["SEQUENCE"] + 1)
    await hut.post(f"/stays/{done['order_id']}/cancel", {"reason": "orage"})
    assert await events(hut, path) == []


async def test_each_stock_type_has_its_own(hut: Hut) -> None:
    await hut.book(cart=cart(2, rate_id="nuitee"))
    dormitory, room = await link(hut), await link(hut, "chambre")
    assert dormitory != room
    assert await events(hut, dormitory) == []
    assert len(await events(hut, room)) == 1


async def test_the_file_is_sent_once_until_something_changes(hut: Hut) -> None:
    path = await link(hut)
    etag = (await hut.client.get(path)).headers["etag"]
    again = await hut.client.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    await hut.book(2)
    changed = await hut.client.get(path, headers={"If-None-Match": etag})
    assert (changed.status_code, changed.headers["etag"] == etag) == (200, False)


async def test_a_link_needs_no_account_and_opens_nothing_once_it_is_taken_away(hut: Hut) -> None:
    path = await link(hut)
    assert await link(hut) == path
    listed = {one["stock_type_id"]: one for one in (await hut.get("/calendars"))["calendars"]}
    assert listed["dortoir"]["url"].endswith(path)
    assert "url" not in listed["chambre"]
    async with hut.mountains.hotel.client() as nobody:
        assert (await nobody.get(path)).status_code == 200
        gone = await hut.answered("DELETE", "/calendars/dortoir")
        assert gone.status_code == 204
        assert (await nobody.get(path)).status_code == 404
        other = await link(hut)
        assert other != path
        assert (await nobody.get(path)).status_code == 404
        assert (await nobody.get(other)).status_code == 200
        assert (await nobody.get("/calendars/nonsense.ics")).status_code == 404


async def test_what_is_not_sold_has_no_calendar(hut: Hut) -> None:
    assert (await hut.answered("PUT", "/calendars/cabane")).status_code == 404
    assert (await hut.answered("DELETE", "/calendars/dortoir")).status_code == 404


async def test_a_desk_makes_no_links(hotel: Hotel) -> None:
    async with at_hut(hotel, Role.RECEPTION) as hut:
        assert (await hut.answered("PUT", "/calendars/dortoir")).status_code == 403
