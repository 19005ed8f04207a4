"""Openings: first and last bookable night, and places per weekday (R29, R30)."""

from __future__ import annotations

import datetime as dt

import pytest

from contracts.catalogue import CatalogueChanged, CatalogueRefused, ShortNight
from contracts.planning import HoldRefusal, PlacesHeld, PlacesRefused, PlanningDayChanged
from contracts.planning import unsold_day as unsold
from contracts.selling import HORIZON_DAYS
from inventory.selling.model import sellings
from tests.support.plannings import (
    HUT,
    JULY,
    TODAY,
    day_of,
    hold,
    inventory_with,
    left_on,
    night,
    nights_told,
    opening,
    place,
    release,
    set_openings,
    set_stock_types,
    stock_type,
    told_by,
)

LAST = TODAY + dt.timedelta(days=HORIZON_DAYS - 1)


def test_each_weekday_has_its_own_places() -> None:
    inventory = inventory_with(openings=[opening(places=(1, 2, 3, 4, 5, 6, 7))])
    monday = night(7, 5)
    week = [monday + dt.timedelta(days=n) for n in range(7)]
    assert [left_on(inventory, on) for on in week] == [1, 2, 3, 4, 5, 6, 7]


def test_first_and_last_night_are_open_and_those_beside_are_not() -> None:
    inventory = inventory_with(openings=[opening(first=night(7, 1), last=night(7, 3))])
    for on, reason in ((night(6, 30), HoldRefusal.NOT_OPEN), (night(7, 4), HoldRefusal.NOT_OPEN)):
        refused = inventory.ask(hold(place(1, on), order=f"before-{on}"), PlacesRefused)
        assert [shortage.reason for shortage in refused.shortages] == [reason]
    inventory.ask(hold(place(1, night(7, 1)), place(1, night(7, 3))), PlacesHeld)


def test_several_lines_of_one_stock_type_follow_one_another() -> None:
    summer = opening("ete", last=night(7, 31), places=15)
    autumn = opening("automne", first=night(8, 1), places=8)
    inventory = inventory_with(openings=[autumn, summer])
    assert (left_on(inventory, night(7, 31)), left_on(inventory, night(8, 1))) == (15, 8)


def test_a_line_taken_away_closes_its_nights() -> None:
    summer = opening("ete", last=night(7, 31))
    inventory = inventory_with(openings=[summer, opening("automne", first=night(8, 1))])
    events = inventory.tell(set_openings(summer))
    assert day_of(events, night(8, 1)).stock == ()
    assert nights_told(events) == [
        night(8, 1) + dt.timedelta(days=n) for n in range((night(9, 15) - night(8, 1)).days + 1)
    ]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (night(6, 1), night(6, 15)),
        (night(9, 15), night(9, 30)),
        (night(7, 1), night(7, 2)),
        (night(6, 1), night(9, 30)),
    ],
)
def test_two_openings_of_one_stock_type_never_overlap(first: dt.date, last: dt.date) -> None:
    inventory = inventory_with()
    refused = inventory.ask(
        set_openings(opening(), opening("autre", first=first, last=last)), CatalogueRefused
    )
    assert refused.field == "openings.1.first"
    assert "ete" in refused.reason


def test_openings_of_two_stock_types_may_overlap() -> None:
    inventory = inventory_with(stock_type(), stock_type("chambre"))
    inventory.ask(
        set_openings(opening(), opening("autre", of="chambre", places=4)), CatalogueChanged
    )
    assert (left_on(inventory), left_on(inventory, of="chambre")) == (15, 4)


def test_an_opening_of_no_known_stock_type_is_refused() -> None:
    refused = inventory_with().ask(set_openings(opening(of="igloo")), CatalogueRefused)
    assert refused.field == "openings.0.stock_type_id"


def test_two_openings_of_one_id_are_refused() -> None:
    two = opening(), opening(first=night(10, 1), last=night(10, 2))
    refused = inventory_with().ask(set_openings(*two), CatalogueRefused)
    assert refused.field == "openings.1.id"


def test_an_opening_ends_within_the_planning() -> None:
    inventory = inventory_with()
    inventory.ask(set_openings(opening(last=LAST)), CatalogueChanged)
    after = opening(last=LAST + dt.timedelta(days=1))
    refused = inventory.ask(set_openings(after), CatalogueRefused)
    assert refused.field == "openings.0.last"
    assert str(LAST) in refused.reason


def test_fewer_places_than_are_sold_name_the_nights_and_ask() -> None:
    inventory = inventory_with()
    inventory.tell(hold(place(12), place(4, night(7, 2)), place(11, night(7, 3))))
    refused = inventory.ask(set_openings(opening(places=10)), CatalogueRefused)
    short = (
        ShortNight(night=JULY, stock_type_id="dortoir", sold=12, places=10),
        ShortNight(night=night(7, 3), stock_type_id="dortoir", sold=11, places=10),
    )
    assert (refused.field, refused.nights) == ("undercut", short)
    assert left_on(inventory) == 3
    changed = inventory.ask(set_openings(opening(places=10), undercut=True), CatalogueChanged)
    assert changed.undercut == short
    line = told_by(inventory).stock[0]
    assert (line.places, line.sold, line.left) == (10, 12, 0)


def test_a_sold_night_that_no_opening_covers_any_more_is_an_undercut() -> None:
    inventory = inventory_with()
    inventory.tell(hold(place(1)))
    refused = inventory.ask(set_openings(opening(first=night(7, 2))), CatalogueRefused)
    assert refused.nights == (ShortNight(night=JULY, stock_type_id="dortoir", sold=1, places=0),)


def test_more_places_on_a_night_that_lacks_some_are_not_an_undercut() -> None:
    inventory = inventory_with()
    inventory.tell(hold(place(12)), set_openings(opening(places=8), undercut=True))
    changed = inventory.ask(set_openings(opening(places=9)), CatalogueChanged)
    assert changed.undercut == ()


def test_an_undercut_night_gives_no_place_away_until_enough_are_released() -> None:
    inventory = inventory_with()
    inventory.tell(hold(place(12)), hold(place(3), order="stay-2"))
    inventory.tell(set_openings(opening(places=13), undercut=True))
    inventory.tell(release(order="stay-2"))
    assert left_on(inventory) == 1


def test_the_same_openings_again_change_nothing_and_tell_no_night() -> None:
    inventory = inventory_with()
    (answer,) = inventory.tell(set_openings(opening()))
    assert isinstance(answer, CatalogueChanged)
    assert (answer.changed, answer.revision) == (False, 2)


def test_only_nights_that_look_otherwise_are_told() -> None:
    inventory = inventory_with()
    longer = opening(last=night(9, 17))
    assert nights_told(inventory.tell(set_openings(longer))) == [night(9, 16), night(9, 17)]


def test_a_calendar_that_is_not_the_propertys_is_refused() -> None:
    """It would leave out nights of the planning."""
    inventory = inventory_with()
    for days in (-2, 2):
        today = TODAY + dt.timedelta(days=days)
        refused = inventory.ask(set_openings(today=today), CatalogueRefused)
        assert refused.field == "today"


@pytest.mark.parametrize("days", [-1, 1])
def test_around_midnight_a_calendar_a_day_off_still_reaches_all_nights(days: int) -> None:
    inventory = inventory_with(openings=[opening(last=LAST)])
    inventory.tell(hold(place(3, LAST)), hold(place(3, TODAY - dt.timedelta(days=1)), local=True))
    today = TODAY + dt.timedelta(days=days)
    refused = inventory.ask(set_openings(today=today), CatalogueRefused)
    assert [short.night for short in refused.nights] == [LAST]


def test_nights_that_come_into_the_planning_with_time_are_there_by_themselves() -> None:
    inventory = inventory_with(openings=[opening(last=LAST)])
    inventory.now += dt.timedelta(days=30)
    inventory.ask(hold(place(15, LAST)), PlacesHeld)


def test_a_night_not_told_yet_is_as_the_openings_say() -> None:
    inventory = inventory_with(
        stock_type("b"),
        stock_type("a"),
        openings=[
            opening("2", of="a", places=3),
            opening("1", of="b", places=(1, 2, 3, 4, 5, 6, 7)),
        ],
    )
    selling = inventory.find(sellings.ref(HUT)).selling
    for on in (JULY, night(7, 4), night(12, 24)):
        assert unsold(HUT, selling, on) == told_by(inventory, on)


def test_stock_types_told_are_in_their_order() -> None:
    inventory = inventory_with(stock_type("b"), stock_type("a"))
    events = inventory.tell(set_openings(opening("1", of="a"), opening("2", of="b")))
    assert [line.stock_type_id for line in day_of(events).stock] == ["b", "a"]
    events = inventory.tell(set_stock_types(stock_type("a"), stock_type("b")))
    assert [line.stock_type_id for line in day_of(events).stock] == ["a", "b"]
    assert all(isinstance(event, PlanningDayChanged) for event in events[2:])
