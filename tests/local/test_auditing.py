"""`comptoir audit`: planning, holds and stays say the same of every night, or it shows."""

from __future__ import annotations

from comptoir_local.auditing import Difference, differences
from contracts.planning import Place
from inventory.planning.days import Day, TypeDay
from inventory.planning.holds import Hold
from tests.support.stays import AIGLE, JULY, ORDER, Ordering, book, held, want


def staying(persons: int = 2) -> Ordering:
    ordering = Ordering()
    ordering.tell(book(want(persons)), held())
    return ordering


def place(persons: int) -> Place:
    return Place(night=JULY, stock_type_id="dortoir", persons=persons)


def hold(persons: int, attempt: int = 1) -> Hold:
    return Hold(
        property_id=AIGLE, order_id=ORDER, last_night=JULY, live={attempt: (place(persons),)}
    )


def day(persons: int) -> Day:
    stock = {"dortoir": TypeDay(stays={persons: 1})}
    return Day(property_id=AIGLE, night=JULY, stock=stock)


def test_what_is_counted_held_and_stayed_is_the_same() -> None:
    assert differences([day(2)], [hold(2)], [staying(2).stay], AIGLE) == []


def test_a_place_that_is_held_for_nobody_shows() -> None:
    found = differences([day(2)], [hold(2)], [], AIGLE)
    assert found == [Difference(JULY, "dortoir", counted=2, held=2, staying=0)]


def test_a_stay_that_is_held_nowhere_shows() -> None:
    found = differences([], [], [staying(3).stay], AIGLE)
    assert found == [Difference(JULY, "dortoir", counted=0, held=0, staying=3)]


def test_a_night_that_counts_other_persons_than_stay_there_shows() -> None:
    found = differences([day(4)], [hold(2)], [staying(2).stay], AIGLE)
    assert found == [Difference(JULY, "dortoir", counted=4, held=2, staying=2)]
