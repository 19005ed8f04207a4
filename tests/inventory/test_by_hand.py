"""A night's places changed by hand: more, fewer, or so many (R28, R35)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from contracts.catalogue import ShortNight
from contracts.planning import (
    AdjustDay,
    Adjusting,
    CloseDay,
    PlacesHeld,
    PlacesRefused,
    PlanningRefused,
    PlanningTaken,
    day_id_of,
)
from contracts.properties import DefineProperty, PropertyKind
from tests.support.plannings import (
    HUT,
    JULY,
    Inventory,
    hold,
    hut_sheet,
    inventory_with,
    left_on,
    night,
    opening,
    place,
    set_openings,
    stock_type,
    told_by,
)


def adjust(
    how: Adjusting, places: int, on: dt.date = JULY, of: str = "dortoir", **fields: Any
) -> AdjustDay:
    return AdjustDay(
        property_id=HUT,
        day_id=day_id_of(HUT, on),
        night=on,
        stock_type_id=of,
        how=how,
        places=places,
        **fields,
    )


def by(places: int, **fields: Any) -> AdjustDay:
    return adjust(Adjusting.BY, places, **fields)


def to(places: int, **fields: Any) -> AdjustDay:
    return adjust(Adjusting.TO, places, **fields)


def _adjusted(inventory: Inventory) -> tuple[int, int]:
    line = told_by(inventory).stock[0]
    return line.adjustment, line.places


@pytest.mark.parametrize(
    ("steps", "adjustment", "places"),
    [
        ([by(-2)], -2, 13),
        ([by(3)], 3, 18),
        ([by(-2), by(5)], 3, 18),
        ([to(9)], -6, 9),
        ([to(20), by(-1)], 4, 19),
        ([to(0)], -15, 0),
        ([by(-20)], -15, 0),
        ([by(-20), by(1)], -14, 1),
        ([by(-2), to(15)], 0, 15),
        ([to(500), by(3)], 485, 500),
    ],
)
def test_places_are_changed_by_so_many_or_to_so_many(
    steps: list[AdjustDay], adjustment: int, places: int
) -> None:
    inventory = inventory_with()
    inventory.tell(*steps)
    assert _adjusted(inventory) == (adjustment, places)


def test_a_change_by_hand_is_answered_and_the_night_is_told() -> None:
    inventory = inventory_with()
    day, taken = inventory.tell(by(-2))
    assert taken == PlanningTaken(
        property_id=HUT, day_id=day_id_of(HUT, JULY), request_id="message-4", changed=True
    )
    assert day == told_by(inventory)
    (taken,) = inventory.tell(to(13))
    assert isinstance(taken, PlanningTaken)
    assert not taken.changed


def test_a_change_by_hand_is_of_its_night_and_stock_type_alone() -> None:
    inventory = inventory_with(
        stock_type(),
        stock_type("chambre"),
        openings=[opening(), opening("c", of="chambre", places=4)],
    )
    inventory.tell(by(-2))
    assert left_on(inventory, night(7, 2)) == 15
    assert left_on(inventory, of="chambre") == 4


def test_a_telephone_booking_of_two_leaves_two_fewer_online() -> None:
    inventory = inventory_with(openings=[opening(places=4)])
    inventory.tell(by(-2))
    refused = inventory.ask(hold(place(3)), PlacesRefused)
    assert [(each.left, each.short) for each in refused.shortages] == [(2, 1)]
    inventory.ask(hold(place(2), order="stay-2"), PlacesHeld)


def test_adjustments_outlive_new_openings() -> None:
    inventory = inventory_with()
    inventory.tell(by(-2), set_openings(opening(places=20)))
    assert _adjusted(inventory) == (-2, 18)
    inventory.tell(by(-18), set_openings(opening(places=10)))
    assert _adjusted(inventory) == (-20, 0)
    inventory.tell(by(1))
    assert _adjusted(inventory) == (-9, 1)


@pytest.mark.parametrize("steps", [[by(-1)], [to(6)], [by(-7)], [to(0)], [by(-1), by(-1)]])
def test_any_decrease_blocks_a_room_that_one_booking_blocks(steps: list[AdjustDay]) -> None:
    inventory = inventory_with(stock_type(whole_from=1), openings=[opening(places=7)])
    inventory.tell(*steps)
    assert (_adjusted(inventory)[1], left_on(inventory)) == (0, 0)


@pytest.mark.parametrize("steps", [[by(1)], [to(7)], [to(8)]])
def test_an_increase_frees_a_blocked_room_whole(steps: list[AdjustDay]) -> None:
    inventory = inventory_with(stock_type(whole_from=1), openings=[opening(places=7)])
    inventory.tell(by(-3), *steps)
    assert left_on(inventory) >= 7


def test_fewer_than_are_sold_asks_and_names_what_is_sold() -> None:
    inventory = inventory_with()
    inventory.tell(hold(place(12)))
    refused = inventory.ask(to(10), PlanningRefused)
    short = ShortNight(night=JULY, stock_type_id="dortoir", sold=12, places=10)
    assert (refused.field, refused.nights) == ("undercut", (short,))
    assert _adjusted(inventory) == (0, 15)
    inventory.ask(to(10, undercut=True), PlanningTaken)
    assert (_adjusted(inventory), left_on(inventory)) == ((-5, 10), 0)
    inventory.ask(by(1), PlanningTaken)


def test_a_decrease_of_a_sold_whole_room_asks() -> None:
    inventory = inventory_with(stock_type(whole_from=1), openings=[opening(places=7)])
    inventory.tell(hold(place(2)))
    refused = inventory.ask(by(-1), PlanningRefused)
    assert [(short.sold, short.places) for short in refused.nights] == [(2, 0)]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (by(1, on=night(12, 24)), "night"),
        (by(1, on=night(5, 30)), "night"),
        (by(1, on=night(8, 1, 2029)), "night"),
        (by(1, of="igloo"), "stock_type_id"),
        (to(-1), "places"),
    ],
)
def test_what_cannot_be_changed_by_hand_is_refused(asked: AdjustDay, field: str) -> None:
    refused = inventory_with().ask(asked, PlanningRefused)
    assert (refused.field, refused.nights) == (field, ())


def test_the_night_that_is_going_on_may_still_be_changed() -> None:
    inventory = inventory_with()
    inventory.now = dt.datetime(2027, 7, 1, 23, 30, tzinfo=dt.UTC)
    inventory.ask(by(-1), PlanningTaken)


def test_only_huts_have_a_planning() -> None:
    inventory = Inventory()
    closing = CloseDay(property_id=HUT, day_id=day_id_of(HUT, JULY), night=JULY, closed=True)
    for asked in (by(-1), closing):
        assert inventory.ask(asked, PlanningRefused).field == "property_id"
    inventory.tell(DefineProperty(property_id=HUT, sheet=hut_sheet(kind=PropertyKind.HOTEL)))
    for asked in (by(-1), closing):
        assert inventory.ask(asked, PlanningRefused).field == "property_id"


def test_a_request_about_a_night_names_that_very_night() -> None:
    with pytest.raises(ValueError, match="day_id"):
        AdjustDay(
            property_id=HUT,
            day_id=day_id_of(HUT, night(7, 2)),
            night=JULY,
            stock_type_id="dortoir",
            how=Adjusting.BY,
            places=-1,
        )
