"""Hundreds look at the same hut: they share one reading, and none of them looks for ever."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from contracts.properties import Language
from gateway.booking.kept import OLD, YOUNG, Offers
from gateway.booking.offer import Offer
from gateway.booking.pace import BookingPace
from gateway.booking.words import WORDS
from gateway.pace import TooEager
from tests.gateway.conftest import SETTINGS, Clock, Hotel
from tests.gateway.huts import HUT, Mountains, at_hut
from tests.support.guests import HutGuest

A_MINUTE = SETTINGS.guest_bookings_a_minute


async def test_who_looks_too_often_is_told_to_wait(hotel: Hotel) -> None:
    pace = BookingPace(Clock(), 1)
    async with at_hut(hotel) as hut, hotel.client({}) as client:
        await hut.open_to_guests()
        hotel.work_with(booking_pace=pace)
        guest = HutGuest(client, HUT)
        answers = [await client.get(guest.at) for _ in range(pace.LOOKS + 1)]
        assert [one.status_code for one in answers] == [200] * pace.LOOKS + [429]
        assert answers[-1].json()["type"] == "urn:comptoir:problem:too-many-tries"
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 60
        page = await client.get(f"/book/{HUT}?lang=it")
        assert (page.status_code, WORDS[Language.IT]["busy.title"] in page.text) == (429, True)


def test_each_network_has_a_pace_of_its_own_and_a_new_one_each_minute() -> None:
    clock = Clock()
    pace = BookingPace(clock, A_MINUTE)
    for _ in range(A_MINUTE):
        pace.book("network:192.0.2.1/32")
    with pytest.raises(TooEager) as refused:
        pace.book("network:192.0.2.1/32")
    pace.book("network:192.0.2.2/32")
    pace.look("network:192.0.2.1/32")
    clock.now = clock.now.fromtimestamp(
        clock.now.timestamp() + refused.value.wait, clock.now.tzinfo
    )
    pace.book("network:192.0.2.1/32")


class Shelf:
    """What `Offers` works with, moved by the test."""

    def __init__(self, offer: Offer) -> None:
        self.offer: Offer | None = offer
        self.reads, self.position, self.now = 0, 0, 0.0
        self.broken = False
        self.offers = Offers(self._read, lambda id: self.position, lambda: self.now)

    async def _read(self, property_id: str) -> Offer | None:
        self.reads += 1
        await asyncio.sleep(0)
        if self.broken:
            raise ConnectionError
        return self.offer


@pytest.fixture
async def shelf(hotel: Hotel) -> Shelf:
    mountains = Mountains(hotel)
    await mountains.open()
    known = await hotel.workings.offers.of(HUT)
    assert known is not None
    return Shelf(known)


async def test_many_who_look_at_once_share_one_reading(shelf: Shelf) -> None:
    found = await asyncio.gather(*(shelf.offers.of(HUT) for _ in range(50)))
    assert shelf.reads == 1
    assert all(one is shelf.offer for one in found)


async def test_an_offer_is_kept_until_news_come_or_it_is_old(shelf: Shelf) -> None:
    await shelf.offers.of(HUT)
    shelf.now = OLD - 1
    await shelf.offers.of(HUT)
    assert shelf.reads == 1
    shelf.position += 1
    await shelf.offers.of(HUT)
    assert shelf.reads == 2
    shelf.now += OLD
    await shelf.offers.of(HUT)
    assert shelf.reads == 3


async def test_while_places_go_by_the_hundred_an_offer_is_read_a_few_times_a_second(
    shelf: Shelf,
) -> None:
    for _ in range(100):
        shelf.position += 1
        await shelf.offers.of(HUT)
    assert shelf.reads == 1
    shelf.now += YOUNG
    await shelf.offers.of(HUT)
    assert shelf.reads == 2


async def test_a_hut_that_is_none_any_more_is_not_kept(shelf: Shelf) -> None:
    await shelf.offers.of(HUT)
    shelf.offer, shelf.now = None, OLD
    assert await shelf.offers.of(HUT) is None
    assert await shelf.offers.of(HUT) is None
    assert shelf.reads == 3


async def test_who_goes_away_takes_nobody_elses_answer_along(shelf: Shelf) -> None:
    first = asyncio.create_task(shelf.offers.of(HUT))
    second = asyncio.create_task(shelf.offers.of(HUT))
    await asyncio.sleep(0)
    first.cancel()
    assert await second is shelf.offer


def test_an_offer_without_ways_is_not_bookable(shelf: Shelf) -> None:
    assert shelf.offer is not None
    rules = shelf.offer.selling.rules.model_copy(update={"mode": "booking"})
    rules = rules.model_copy(update={"pre_booking_too": False})
    selling = shelf.offer.selling.model_copy(update={"rules": rules})
    assert replace(shelf.offer, selling=selling).ways == ()


async def test_a_reading_that_fails_is_everybodys_failure_and_the_next_one_reads_again(
    shelf: Shelf,
) -> None:
    known, shelf.broken = shelf.offer, True
    found = await asyncio.gather(*(shelf.offers.of(HUT) for _ in range(3)), return_exceptions=True)
    assert [type(one) for one in found] == [ConnectionError] * 3
    shelf.broken = False
    assert await shelf.offers.of(HUT) is known
