"""The demo's guests and meals: repeatable, plausible, and hard in the right places."""

import random
from collections import Counter
from datetime import UTC, date, datetime

import pytest

from partners.demo_data import House, house, order, tax_line, without_accents
from partners.opera.model import STAYING

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 19, 40, tzinfo=UTC)


@pytest.fixture
def lumiere() -> House:
    return house(TODAY)


def test_the_same_house_comes_out_every_time(lumiere: House) -> None:
    assert house(TODAY) == lumiere
    assert house(TODAY, hotel_id="AURORE").guests != lumiere.guests


def test_rooms_are_shared_names_are_hard_and_some_may_not_charge(lumiere: House) -> None:
    staying = [r for r in lumiere.hotel.reservations if r.status in STAYING]
    sharers = [room for room, guests in Counter(r.room for r in staying).items() if guests == 2]

    assert len(sharers) == 7
    assert any("'" in r.surname for r in staying)
    assert any(not r.surname.isascii() for r in staying)
    assert any(r.surname.isupper() for r in staying)
    assert any(r.no_post for r in staying)
    assert any(r.status not in STAYING for r in lumiere.hotel.reservations)
    assert len({r.reservation_id for r in lumiere.hotel.reservations}) == len(
        lumiere.hotel.reservations
    )


def test_only_guests_who_may_charge_order(lumiere: House) -> None:
    barred = {(r.room, r.phone) for r in lumiere.hotel.reservations if r.no_post}

    assert barred.isdisjoint((guest.room, guest.phone) for guest in lumiere.guests)


def test_every_order_adds_up_by_line_and_by_tax_line(lumiere: House) -> None:
    dice = random.Random(1)
    rates: Counter[str] = Counter()
    for number in range(200):
        body = order(dice, dice.choice(lumiere.guests), "hotel-lumiere", f"LUM-{number}", NOW)
        lines = sum(line["quantity"] * line["unit_amount"] for line in body["lines"])
        taxes = sum(line["net"] + line["tax"] for line in body["tax_lines"])
        assert lines == taxes == body["total"] > 0
        rates.update(line["rate"] for line in body["tax_lines"])

    assert set(rates) == {"10.00", "20.00"}


@pytest.mark.parametrize(
    ("rate", "gross", "net"),
    [(1000, 2500, 2273), (2000, 1480, 1233), (550, 211, 200), (1000, 0, 0)],
)
def test_the_net_of_a_tax_line_is_rounded_half_up(rate: int, gross: int, net: int) -> None:
    line = tax_line(rate, gross)

    assert (line["net"], line["tax"]) == (net, gross - net)


def test_a_name_typed_in_a_hurry_loses_its_accents() -> None:
    assert without_accents("D'Hérouville") == "D'HEROUVILLE"
    assert without_accents("Großmann") == "GROSSMANN"
