"""Lead days, the hour of the arrival day and the end of the planning, in the property's own time
(R23), on every day on which Europe's clocks change from 2026 to 2028."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from contracts.catalogue import SetRules
from contracts.planning import HoldRefusal, PlacesHeld, PlacesRefused
from contracts.properties import DefineProperty
from contracts.selling import HORIZON_DAYS, Rules
from inventory.planning.booking_window import window_of
from inventory.planning.stock import Stock
from tests.support.plannings import (
    HUT,
    JULY,
    TODAY,
    Inventory,
    hold,
    hut_sheet,
    inventory_with,
    night,
    opening,
    place,
    set_openings,
    set_stock_types,
    stock_type,
)

ZONES = ("Europe/Paris", "Europe/Rome", "Europe/London")
# The last Sundays of March and October (Directive 2000/84/EC): all change at 01:00 UTC.
SPRING = (dt.date(2026, 3, 29), dt.date(2027, 3, 28), dt.date(2028, 3, 26))
AUTUMN = (dt.date(2026, 10, 25), dt.date(2027, 10, 31), dt.date(2028, 10, 29))
CHANGES = SPRING + AUTUMN
ONE_DAY, ONE_MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


def _first(zone: str, now: dt.datetime, lead: int = 0, cut_off: str | None = None) -> dt.date:
    stock = Stock(property_id=HUT, min_days_before=lead, cut_off=cut_off)
    return window_of(stock, zone, now.astimezone(dt.UTC), local=False).first_arrival


def _at(day: dt.date, time: str, zone: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.fromisoformat(time), tzinfo=ZoneInfo(zone))


def _changes_at_one_utc(day: dt.date, zone: str) -> bool:
    one = dt.datetime.combine(day, dt.time(1), tzinfo=dt.UTC)
    before, after = (at.astimezone(ZoneInfo(zone)).utcoffset() for at in (one - ONE_MINUTE, one))
    return before != after


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", CHANGES, ids=str)
def test_these_are_the_days_on_which_clocks_change(day: dt.date, zone: str) -> None:
    assert _changes_at_one_utc(day, zone)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("lead", [0, 1, 3])
@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_lead_days_are_counted_from_midnight_to_midnight_there(
    change: dt.date, lead: int, zone: str
) -> None:
    for day in (change - ONE_DAY, change, change + ONE_DAY):
        for time in ("00:00", "00:59", "12:00", "23:59"):
            first = _first(zone, _at(day, time, zone), lead)
            assert first == day + dt.timedelta(days=lead)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_the_hour_of_the_arrival_day_is_that_of_the_clocks_there(
    change: dt.date, zone: str
) -> None:
    for day in (change - ONE_DAY, change, change + ONE_DAY):
        at = _at(day, "17:30", zone)
        assert _first(zone, at - ONE_MINUTE, cut_off="17:30") == day
        assert _first(zone, at, cut_off="17:30") == day + ONE_DAY


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_an_hour_is_over_as_soon_as_the_clocks_have_shown_or_passed_it(
    change: dt.date, zone: str
) -> None:
    """Minute by minute through a day of 23 or 25 hours, hours that come twice or never included."""
    here = ZoneInfo(zone)
    start = _at(change, "00:00", zone).astimezone(dt.UTC)
    end = _at(change + ONE_DAY, "00:00", zone).astimezone(dt.UTC)
    assert (end - start).total_seconds() / 3600 in (23, 25)
    for cut_off in ("00:30", "01:00", "01:30", "02:00", "02:30", "03:00", "03:30", "12:00"):
        shown, now = False, start
        while now < end:
            clock = now.astimezone(here)
            shown = shown or f"{clock:%H:%M}" >= cut_off
            is_over = _first(zone, now, cut_off=cut_off) > change
            assert is_over is shown, (cut_off, clock)
            now += 5 * ONE_MINUTE


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_without_an_hour_the_arrival_day_is_open_until_midnight(change: dt.date, zone: str) -> None:
    midnight = _at(change + ONE_DAY, "00:00", zone).astimezone(dt.UTC)
    assert _first(zone, midnight - ONE_MINUTE) == change
    assert _first(zone, midnight) == change + ONE_DAY


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_the_planning_ends_so_many_nights_from_the_day_there(change: dt.date, zone: str) -> None:
    for time in ("00:00", "23:59"):
        now = _at(change, time, zone).astimezone(dt.UTC)
        for local in (False, True):
            window = window_of(Stock(property_id=HUT), zone, now, local=local)
            assert window.last_night == change + dt.timedelta(days=HORIZON_DAYS - 1)


def test_the_hour_binds_the_arrival_day_alone() -> None:
    late = _at(TODAY, "23:00", "Europe/Paris")
    for lead in (1, 3):
        first = _first("Europe/Paris", late, lead, cut_off="17:30")
        assert first == TODAY + dt.timedelta(days=lead)


def _open_all_year(zone: str = "Europe/Paris", **rules: object) -> Inventory:
    inventory = Inventory()
    inventory.tell(
        DefineProperty(property_id=HUT, sheet=hut_sheet(time_zone=zone)),
        set_stock_types(stock_type()),
        set_openings(opening(first=TODAY, last=TODAY + dt.timedelta(days=HORIZON_DAYS - 1))),
        SetRules(property_id=HUT, rules=Rules(**rules)),  # type: ignore[arg-type]
    )
    return inventory


def _reason(inventory: Inventory, *nights: dt.date, local: bool = False) -> HoldRefusal | None:
    """Why a stay of these nights is refused; None where it is held."""
    asked = hold(*(place(1, on) for on in nights), order=f"try-{inventory.now}", local=local)
    events = inventory.tell(asked)
    refused = [event for event in events if isinstance(event, PlacesRefused)]
    return refused[0].shortages[0].reason if refused else None


def test_a_stay_that_begins_too_soon_is_refused_naming_its_arrival() -> None:
    inventory = _open_all_year(min_days_before=3)
    asked = hold(*(place(1, TODAY + dt.timedelta(days=n)) for n in (2, 3, 4)))
    refused = inventory.ask(asked, PlacesRefused)
    (shortage,) = refused.shortages
    assert (shortage.night, shortage.reason) == (night(6, 3), HoldRefusal.TOO_LATE)
    assert shortage.left == 15
    inventory.ask(hold(place(1, night(6, 4)), order="stay-2"), PlacesHeld)


def test_today_may_be_booked_until_the_hour() -> None:
    inventory = _open_all_year(cut_off="11:31")
    assert _reason(inventory, TODAY) is None
    inventory.now += 2 * ONE_MINUTE  # 11:32 in Paris
    assert _reason(inventory, TODAY, night(6, 2)) is HoldRefusal.TOO_LATE
    inventory.now += ONE_MINUTE
    assert _reason(inventory, night(6, 2)) is None


def test_it_is_the_propertys_clock_that_counts() -> None:
    """At 22:30 UTC it is tomorrow in Rome, and today in London."""
    for zone, reason in (("Europe/Rome", HoldRefusal.TOO_LATE), ("Europe/London", None)):
        inventory = _open_all_year(zone)
        inventory.now = dt.datetime(2027, 7, 1, 22, 30, tzinfo=dt.UTC)
        assert _reason(inventory, JULY) is reason


def test_the_houses_own_bookings_are_bound_by_no_lead_time() -> None:
    inventory = _open_all_year(min_days_before=3, cut_off="08:00")
    assert _reason(inventory, TODAY) is HoldRefusal.TOO_LATE
    inventory = _open_all_year(min_days_before=3, cut_off="08:00")
    assert _reason(inventory, TODAY, local=True) is None


def test_after_midnight_the_house_still_books_the_night_that_is_going_on() -> None:
    inventory = inventory_with()
    inventory.now = _at(night(7, 3), "00:30", "Europe/Paris")
    assert _reason(inventory, night(7, 2), local=True) is None
    inventory.now += ONE_MINUTE
    assert _reason(inventory, night(7, 1), local=True) is HoldRefusal.TOO_LATE


@pytest.mark.parametrize("local", [False, True])
def test_nobody_books_beyond_the_planning(local: bool) -> None:
    inventory = _open_all_year()
    last = TODAY + dt.timedelta(days=HORIZON_DAYS - 1)
    assert _reason(inventory, last, local=local) is None
    inventory.now += ONE_MINUTE
    assert _reason(inventory, last + ONE_DAY, local=local) is HoldRefusal.TOO_FAR


def test_a_stay_that_is_changed_is_asked_only_about_what_is_new() -> None:
    """Its arrival may be too near to be booked, and is booked already."""
    inventory = _open_all_year(min_days_before=3)
    inventory.tell(hold(place(2, night(6, 5))))
    inventory.now += 3 * ONE_DAY
    longer = hold(place(2, night(6, 5)), place(2, night(6, 7)), attempt=2)
    inventory.ask(longer, PlacesHeld)
    more = hold(place(3, night(6, 5)), place(2, night(6, 7)), attempt=3)
    refused = inventory.ask(more, PlacesRefused)
    assert [each.reason for each in refused.shortages] == [HoldRefusal.TOO_LATE]
