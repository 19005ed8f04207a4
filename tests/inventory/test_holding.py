"""Holding places for stays, and giving them back."""

from __future__ import annotations

import pytest

from contracts.planning import (
    HoldRefusal,
    PlacesHeld,
    PlacesRefused,
    PlacesReleased,
    PlanningDayChanged,
    Shortage,
)
from tests.support.plannings import (
    HUT,
    JULY,
    Inventory,
    hold,
    inventory_with,
    left_on,
    night,
    opening,
    place,
    release,
    stock_type,
)


def test_places_are_held_and_the_night_is_told() -> None:
    inventory = inventory_with()
    day, held = inventory.tell(hold(place(4)))
    assert held == PlacesHeld(
        property_id=HUT, order_id="stay-1", hold_id=f"{HUT}/stay-1", attempt=1
    )
    assert isinstance(day, PlanningDayChanged)
    assert (day.day_id, day.night, day.closing) == (f"{HUT}/2027-07-01", JULY, None)
    (line,) = day.stock
    assert (line.initial, line.adjustment, line.places) == (15, 0, 15)
    assert (line.sold, line.left, line.bookings, line.persons) == (4, 11, 1, 4)


def test_one_short_night_refuses_all_and_is_named_with_how_many() -> None:
    inventory = inventory_with()
    inventory.tell(hold(place(13, night(7, 2)), order="stay-0"))
    asked = hold(place(4), place(4, night(7, 2)), place(4, night(7, 3)))
    (refused,) = inventory.tell(asked)
    assert isinstance(refused, PlacesRefused)
    assert refused.shortages == (
        Shortage(
            night=night(7, 2),
            stock_type_id="dortoir",
            reason=HoldRefusal.SHORT,
            left=2,
            short=2,
        ),
    )
    assert left_on(inventory) == 15


def test_the_same_hold_again_is_answered_alike_and_takes_nothing() -> None:
    inventory = inventory_with()
    _, held = inventory.tell(hold(place(4)))
    assert inventory.tell(hold(place(4))) == [held]
    assert left_on(inventory) == 11


def test_a_refused_hold_stays_refused_when_places_have_become_free() -> None:
    inventory = inventory_with()
    inventory.tell(hold(place(15), order="stay-0"))
    (refused,) = inventory.tell(hold(place(4)))
    inventory.tell(release(order="stay-0"))
    assert inventory.tell(hold(place(4))) == [refused]
    assert left_on(inventory) == 15


def test_a_release_gives_back_exactly_once() -> None:
    inventory = inventory_with()
    inventory.tell(hold(place(4)), hold(place(3), order="stay-2"))
    day, released = inventory.tell(release())
    assert isinstance(day, PlanningDayChanged)
    assert day.stock[0].left == 12
    assert inventory.tell(release()) == [released]
    assert left_on(inventory) == 12


def test_a_hold_after_its_own_release_takes_nothing() -> None:
    inventory = inventory_with()
    assert [type(event) for event in inventory.tell(release())] == [PlacesReleased]
    refused = inventory.ask(hold(place(4)), PlacesRefused)
    assert [shortage.reason for shortage in refused.shortages] == [HoldRefusal.RELEASED]
    assert left_on(inventory) == 15


def test_between_two_attempts_a_stay_occupies_the_greater_of_both_on_each_night() -> None:
    inventory = inventory_with()
    inventory.tell(hold(place(4), place(2, night(7, 2))))
    inventory.tell(hold(place(3), place(6, night(7, 2)), attempt=2))
    assert left_on(inventory) == 11
    events = inventory.tell(release(JULY, night(7, 2)))
    days = [event for event in events if isinstance(event, PlanningDayChanged)]
    told = {day.night: day.stock[0].left for day in days}
    assert told == {JULY: 12}
    assert left_on(inventory) == 12


def test_a_refused_change_leaves_what_was_held() -> None:
    inventory = inventory_with()
    inventory.tell(hold(place(10)), hold(place(3), order="stay-2"))
    refused = inventory.ask(hold(place(13), attempt=2), PlacesRefused)
    assert [(each.left, each.short) for each in refused.shortages] == [(12, 1)]
    assert left_on(inventory) == 2
    inventory.tell(release(attempt=2))
    assert left_on(inventory) == 2


def test_an_unknown_stock_type_and_a_hut_without_stock_are_refused() -> None:
    refused = inventory_with().ask(hold(place(2, of="igloo")), PlacesRefused)
    assert refused.shortages[0].reason is HoldRefusal.UNKNOWN
    refused = Inventory().ask(hold(place(2)), PlacesRefused)
    assert refused.shortages[0].reason is HoldRefusal.UNKNOWN


def test_a_night_that_no_opening_covers_is_not_open() -> None:
    refused = inventory_with().ask(hold(place(2, night(9, 16))), PlacesRefused)
    assert refused.shortages[0].reason is HoldRefusal.NOT_OPEN


@pytest.mark.parametrize(("persons", "left"), [(2, 0), (1, 6)])
def test_a_booking_of_so_many_persons_blocks_the_whole_room(persons: int, left: int) -> None:
    inventory = inventory_with(stock_type(whole_from=2), openings=[opening(places=7)])
    inventory.tell(hold(place(persons)))
    assert left_on(inventory) == left


def test_a_booking_that_needs_the_whole_room_wants_it_empty() -> None:
    inventory = inventory_with(stock_type(whole_from=2), openings=[opening(places=7)])
    inventory.tell(hold(place(1)))
    refused = inventory.ask(hold(place(2), order="stay-2"), PlacesRefused)
    assert [(each.left, each.short) for each in refused.shortages] == [(6, 1)]


def test_a_whole_room_is_given_back_whole() -> None:
    inventory = inventory_with(stock_type(whole_from=1), openings=[opening(places=4)])
    inventory.tell(hold(place(2)))
    day, _ = inventory.tell(release())
    assert isinstance(day, PlanningDayChanged)
    assert (day.stock[0].sold, day.stock[0].left, day.stock[0].bookings) == (0, 4, 0)
