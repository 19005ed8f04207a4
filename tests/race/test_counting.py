"""The race's own counting: what it must find, and what it must not."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from comptoir_local.demo_huts.check import HutRecords
from tests.race.buyers import Answer, Buyer, Channel, Door, Manner
from tests.race.counting import answers_wrong, lost, oversold, wrong_about
from tests.race.huts import HUTS, NIGHTS, STOCK

HUT = HUTS[0]
DESK = Channel(Door.DESK, {})


def buyer(name: str, persons: int, kind: str = "dormitory", *told: Answer, **more: Any) -> Buyer:
    line = {"property_id": HUT, "night": NIGHTS[0], "rate_id": kind, "persons": persons}
    return Buyer(name, Manner.ASKS_AGAIN, DESK, [line], list(told or (booked(name),)), **more)


def booked(name: str) -> Answer:
    return Answer(201, {"order_id": name, "reference": name.upper()})


def refused(short: int = 2, night: str = NIGHTS[0]) -> Answer:
    shortage = {"night": night, "stock_type_id": "dormitory", "short": short, "reason": "short"}
    return Answer(409, {"shortages": [{"property_id": HUT, "shortage": shortage}]})


def hut(*buyers: Buyer, left: int | None = None) -> HutRecords:
    """The hut as it should be after these buyers; with `left`, so many places shown in the
    dormitory's first night."""
    rows = []
    for kind, places in STOCK.items():
        parties = [one.lines[0]["persons"] for one in buyers if one.lines[0]["rate_id"] == kind]
        free = 0 if kind == "block" and parties else places - sum(parties)
        rest = len(NIGHTS) - 1
        rows.append(
            {
                "stock_type_id": kind,
                "left": [free if left is None or kind != "dormitory" else left, *[places] * rest],
                "places": [places] * len(NIGHTS),
                "bookings": [len(parties), *[0] * rest],
                "persons": [sum(parties), *[0] * rest],
            }
        )
    stays = [
        {
            "order_id": one.name,
            "reference": one.reference,
            "state": "firm",
            "total": {"amount": 100},
            "lines": [
                {
                    "stock_type_id": one.lines[0]["rate_id"],
                    "night": NIGHTS[0],
                    "quantity": one.lines[0]["persons"],
                }
            ],
        }
        for one in buyers
    ]
    firm = {"count": len(buyers), "total": 100 * len(buyers)}
    grid = {"from": NIGHTS[0], "days": len(NIGHTS), "closing": [None] * len(NIGHTS), "rows": rows}
    totals = {"options": {"count": 0, "total": 0}, "firm": firm}
    whole = {kind: 1 if kind == "block" else None for kind in STOCK}
    return HutRecords(HUT, stays, grid, whole, totals)


def test_a_race_in_which_all_is_right_finds_nothing() -> None:
    winners = [buyer("a", 12), buyer("b", 8), buyer("c", 2, "block")]
    loser = buyer("d", 2, "dormitory", refused(), refused())
    assert wrong_about([*winners, loser], [hut(*winners)]) == []


def test_more_sold_than_there_is_is_found_and_a_block_that_two_have() -> None:
    assert oversold([buyer("a", 12), buyer("b", 9)]) == [(HUT, NIGHTS[0], "dormitory")]
    assert oversold([buyer("a", 1, "block"), buyer("b", 1, "block")]) == [(HUT, NIGHTS[0], "block")]
    assert oversold([buyer("a", 12), buyer("b", 9, cancelled=True)]) == []


def test_a_place_that_is_neither_sold_nor_left_is_found() -> None:
    one = buyer("a", 12)
    assert lost([one], [hut(one)]) == []
    (found,) = lost([one], [hut(one, left=7)])
    assert "12 of 20 sold, and 7 left" in found


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ((booked("a"), booked("other")), "different things"),
        ((booked("a"), refused()), "different things"),
        ((Answer(409, {"detail": "no"}),), "which of their nights"),
        ((refused(short=0),), "which of their nights"),
        ((refused(night=NIGHTS[1]),), "which of their nights"),
        ((Answer(500, {}),), "was told 500"),
    ],
)
def test_whoever_is_told_wrongly_is_found(told: tuple[Answer, ...], why: str) -> None:
    (found,) = answers_wrong([buyer("a", 2, "dormitory", *told)])
    assert why in found


def test_whoever_is_never_told_is_found() -> None:
    (found,) = answers_wrong([dataclasses.replace(buyer("a", 2), told=[])])
    assert "never told" in found


def test_a_stay_that_nobody_was_told_of_is_found() -> None:
    known, doubled = buyer("a", 2), buyer("b", 2)
    found = wrong_about([known], [hut(known, doubled)])
    assert any("b is firm, not None" in line for line in found)
