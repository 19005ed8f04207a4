"""The audit: what nights count, reckoned again from what stays hold."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from chassis.documents import from_stored
from inventory.planning.audit import Drift, drifts
from inventory.planning.days import Day
from inventory.planning.holds import Hold
from tests.support.plannings import (
    HUT,
    JULY,
    TODAY,
    Inventory,
    hold,
    inventory_with,
    night,
    place,
    release,
)


def _drifts(inventory: Inventory, first: dt.date = TODAY) -> tuple[Drift, ...]:
    days = [from_stored(Day, state) for state in inventory.all("planning_days")]
    holds = [from_stored(Hold, state) for state in inventory.all("holds")]
    return drifts(days, holds, first)


def _booked() -> Inventory:
    inventory = inventory_with()
    inventory.tell(
        hold(place(4), place(4, night(7, 2))),
        hold(place(2), order="stay-2"),
        hold(place(2), order="stay-3"),
        hold(place(6, night(7, 2)), attempt=2),
        hold(place(400), order="refused"),
        hold(place(3), order="given-back"),
        release(order="given-back"),
    )
    return inventory


def test_nights_that_count_what_is_held_have_not_drifted() -> None:
    assert _drifts(_booked()) == ()


def _counted(state: dict[str, Any]) -> dict[str, int]:
    counted: dict[str, int] = state["stock"]["dortoir"]["stays"]
    return counted


@pytest.mark.parametrize(
    ("order", "held"),
    [("stay-1", ((2, 2),)), ("stay-2", ((2, 1), (4, 1)))],
)
def test_a_lost_hold_is_found_with_its_night(order: str, held: tuple[tuple[int, int], ...]) -> None:
    inventory = _booked()
    del inventory.stored["holds", f"{HUT}/{order}"]
    first = _drifts(inventory)[0]
    assert first == Drift(JULY, "dortoir", counted=((2, 2), (4, 1)), held=held)


def test_a_night_that_counts_too_few_or_too_many_is_found() -> None:
    inventory = _booked()
    _counted(inventory.stored["planning_days", f"{HUT}/2027-07-01"]).pop("4")
    _counted(inventory.stored["planning_days", f"{HUT}/2027-07-02"])["1"] = 1
    assert _drifts(inventory) == (
        Drift(JULY, "dortoir", counted=((2, 2),), held=((2, 2), (4, 1))),
        Drift(night(7, 2), "dortoir", counted=((1, 1), (6, 1)), held=((6, 1),)),
    )


def test_a_night_that_is_lost_altogether_is_found() -> None:
    inventory = _booked()
    del inventory.stored["planning_days", f"{HUT}/2027-07-02"]
    assert [drift.night for drift in _drifts(inventory)] == [night(7, 2)]


def test_nights_before_the_first_are_not_looked_at() -> None:
    inventory = _booked()
    del inventory.stored["planning_days", f"{HUT}/2027-07-01"]
    assert _drifts(inventory, night(7, 2)) == ()
