"""Nights closed in the calendar or from the planning: closures always win (R24, R36)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from contracts.catalogue import CatalogueChanged, CatalogueRefused, SetClosures, ShortNight
from contracts.planning import (
    AdjustDay,
    Adjusting,
    CloseDay,
    Closing,
    HoldRefusal,
    PlacesHeld,
    PlacesRefused,
    PlanningRefused,
    PlanningTaken,
    day_id_of,
)
from contracts.selling import HORIZON_DAYS
from inventory.selling.model import sellings
from tests.support.plannings import (
    HUT,
    JULY,
    TODAY,
    Inventory,
    hold,
    inventory_with,
    left_on,
    night,
    nights_told,
    opening,
    place,
    set_openings,
    told_by,
)

SOLD = (ShortNight(night=JULY, stock_type_id="dortoir", sold=2, places=0),)


def closures(**fields: Any) -> SetClosures:
    return SetClosures(property_id=HUT, **fields)


def close_day(closed: bool = True, on: dt.date = JULY, **fields: Any) -> CloseDay:
    return CloseDay(property_id=HUT, day_id=day_id_of(HUT, on), night=on, closed=closed, **fields)


def _refusal(inventory: Inventory, on: dt.date = JULY) -> HoldRefusal:
    refused = inventory.ask(hold(place(1, on), order=f"try-{on}"), PlacesRefused)
    return refused.shortages[0].reason


def test_a_night_ticked_in_the_calendar_beats_its_openings() -> None:
    inventory = inventory_with()
    events = inventory.tell(closures(close=(JULY, night(7, 2))))
    assert nights_told(events) == [JULY, night(7, 2)]
    assert told_by(inventory).closing is Closing.CALENDAR
    assert left_on(inventory) == 0
    assert _refusal(inventory) is HoldRefusal.CLOSED


def test_a_closed_night_stays_closed_under_new_openings_and_more_places() -> None:
    inventory = inventory_with()
    more = AdjustDay(
        property_id=HUT,
        day_id=day_id_of(HUT, JULY),
        night=JULY,
        stock_type_id="dortoir",
        how=Adjusting.BY,
        places=5,
    )
    inventory.tell(closures(close=(JULY,)), set_openings(opening(places=40)), more)
    assert _refusal(inventory) is HoldRefusal.CLOSED
    inventory.tell(closures(reopen=(JULY,)))
    assert left_on(inventory) == 45


def test_a_whole_month_is_closed_and_single_nights_are_opened_again() -> None:
    inventory = inventory_with()
    month = tuple(night(7, day) for day in range(1, 32))
    inventory.tell(closures(close=month))
    inventory.tell(closures(reopen=(night(7, 14),)))
    assert left_on(inventory, night(7, 14)) == 15
    assert [left_on(inventory, night(7, day)) for day in (13, 15)] == [0, 0]
    kept = inventory.find(sellings.ref(HUT)).selling.closed
    assert kept == tuple(on for on in month if on != night(7, 14))


def test_a_closed_night_that_is_sold_is_named_and_asked_about() -> None:
    inventory = inventory_with()
    inventory.tell(hold(place(2)))
    asked = closures(close=(JULY, night(7, 2)))
    refused = inventory.ask(asked, CatalogueRefused)
    assert (refused.field, refused.nights) == ("undercut", SOLD)
    assert told_by(inventory, night(7, 2)).closing is None
    changed = inventory.ask(asked.model_copy(update={"undercut": True}), CatalogueChanged)
    assert changed.undercut == SOLD
    assert (told_by(inventory).stock[0].sold, left_on(inventory)) == (2, 0)


def test_nights_that_are_over_are_forgotten() -> None:
    inventory = inventory_with()
    inventory.tell(closures(close=(night(6, 20),)))
    inventory.now = dt.datetime(2027, 7, 10, 9, tzinfo=dt.UTC)
    inventory.tell(closures(close=(night(7, 1), night(7, 20))))
    assert inventory.find(sellings.ref(HUT)).selling.closed == (night(7, 20),)


def test_a_closure_ends_within_the_planning() -> None:
    after = TODAY + dt.timedelta(days=HORIZON_DAYS)
    assert inventory_with().ask(closures(close=(after,)), CatalogueRefused).field == "close"


def test_a_night_is_not_closed_and_opened_at_once() -> None:
    refused = inventory_with().ask(closures(close=(JULY,), reopen=(JULY,)), CatalogueRefused)
    assert refused.field == "reopen"


def test_closing_what_is_closed_changes_nothing() -> None:
    inventory = inventory_with()
    inventory.tell(closures(close=(JULY,)))
    (answer,) = inventory.tell(closures(close=(JULY,), reopen=(night(7, 2),)))
    assert isinstance(answer, CatalogueChanged)
    assert not answer.changed


def test_the_house_is_closed_for_a_night_from_the_planning_and_opened_again() -> None:
    inventory = inventory_with()
    day, taken = inventory.tell(close_day())
    assert taken == PlanningTaken(
        property_id=HUT, day_id=day_id_of(HUT, JULY), request_id="message-4", changed=True
    )
    assert day == told_by(inventory)
    assert (told_by(inventory).closing, left_on(inventory)) == (Closing.DAY, 0)
    assert _refusal(inventory) is HoldRefusal.CLOSED
    inventory.tell(close_day(closed=False))
    inventory.ask(hold(place(15)), PlacesHeld)


def test_closing_a_sold_night_from_the_planning_asks_too() -> None:
    inventory = inventory_with()
    inventory.tell(hold(place(2)))
    refused = inventory.ask(close_day(), PlanningRefused)
    assert (refused.field, refused.nights) == ("undercut", SOLD)
    inventory.ask(close_day(undercut=True), PlanningTaken)
    assert told_by(inventory).closing is Closing.DAY


def test_the_same_closing_again_is_answered_and_tells_nothing() -> None:
    inventory = inventory_with()
    inventory.tell(close_day())
    (answer,) = inventory.tell(close_day())
    assert isinstance(answer, PlanningTaken)
    assert not answer.changed


def test_what_the_calendar_closes_is_not_opened_from_the_planning() -> None:
    inventory = inventory_with()
    inventory.tell(closures(close=(JULY,)))
    refused = inventory.ask(close_day(closed=False), PlanningRefused)
    assert (refused.field, "calendar" in refused.reason) == ("closed", True)


def test_a_night_closed_twice_is_open_when_both_have_opened_it() -> None:
    inventory = inventory_with()
    inventory.tell(close_day(), closures(close=(JULY,)))
    assert told_by(inventory).closing is Closing.CALENDAR
    inventory.tell(closures(reopen=(JULY,)))
    assert told_by(inventory).closing is Closing.DAY
    inventory.tell(close_day(closed=False))
    assert told_by(inventory).closing is None


@pytest.mark.parametrize("on", [night(5, 30), TODAY + dt.timedelta(days=HORIZON_DAYS)])
def test_only_nights_of_the_planning_are_closed_from_it(on: dt.date) -> None:
    assert inventory_with().ask(close_day(on=on), PlanningRefused).field == "night"


def test_a_stay_keeps_its_closed_night_when_it_is_changed() -> None:
    """Sold stays sold: only what is new is asked about."""
    inventory = inventory_with()
    inventory.tell(hold(place(2)), close_day(undercut=True))
    inventory.ask(hold(place(2), place(2, night(7, 2)), attempt=2), PlacesHeld)
    refused = inventory.ask(hold(place(3), attempt=3), PlacesRefused)
    assert refused.shortages[0].reason is HoldRefusal.CLOSED


def test_a_night_undersold_while_it_is_closed_is_an_undercut() -> None:
    inventory = inventory_with()
    inventory.tell(hold(place(12)), close_day(undercut=True))
    refused = inventory.ask(set_openings(opening(places=10)), CatalogueRefused)
    assert [(short.sold, short.places) for short in refused.nights] == [(12, 10)]
