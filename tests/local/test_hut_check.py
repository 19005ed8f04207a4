"""The demo's count of huts: what it must find, and what it must not."""

from __future__ import annotations

from typing import Any

import pytest

from comptoir_local.demo_huts.check import HutRecords, paths_not_taken, stays_counted, stays_wrong
from comptoir_local.demo_huts.season import Told

HUT, NIGHT = "refuge-nerez", "2027-07-01"


def stay(order_id: str, persons: int, kind: str = "dortoir", state: str = "firm") -> dict[str, Any]:
    line = {"stock_type_id": kind, "night": NIGHT, "quantity": persons}
    picnic = {"item_id": "pique-nique", "night": NIGHT, "quantity": persons}
    return {
        "order_id": order_id,
        "state": state,
        "total": {"amount": 1000 * persons},
        "lines": [line, picnic],
    }


def records(*stays: dict[str, Any], **shown: Any) -> HutRecords:
    """A dormitory of twenty and a block of six on one night, as the desk shows them after these
    stays; `shown` puts something else in the dormitory's place."""
    rows = []
    for kind, places in (("dortoir", 20), ("bloc", 6)):
        there = [
            one["lines"][0]["quantity"]
            for one in stays
            if one["lines"][0]["stock_type_id"] == kind and one["state"] in ("option", "firm")
        ]
        left = 0 if kind == "bloc" and there else max(0, places - sum(there))
        cell = {"left": left, "places": places, "bookings": len(there), "persons": sum(there)}
        cell |= shown if kind == "dortoir" else {}
        rows.append({"stock_type_id": kind, **{name: [value] for name, value in cell.items()}})
    totals = {}
    for part, state in (("options", "option"), ("firm", "firm")):
        amounts = [one["total"]["amount"] for one in stays if one["state"] == state]
        totals[part] = {"count": len(amounts), "total": sum(amounts)}
    grid = {"from": NIGHT, "days": 1, "closing": [None], "rows": rows}
    return HutRecords(HUT, stays, grid, {"dortoir": None, "bloc": 1}, totals)


def told(*stays: dict[str, Any], refused: int = 1) -> Told:
    return Told({(HUT, one["order_id"]): one["state"] for one in stays}, refused)


EVENING = (
    stay("a", 12),
    stay("b", 8, state="option"),
    stay("c", 3, "bloc"),
    stay("d", 9, state="cancelled"),
    stay("e", 9, state="expired"),
    stay("f", 2, state="moved"),
)


def test_an_evening_in_which_all_is_right_finds_nothing_and_is_counted() -> None:
    huts = [records(*EVENING)]
    assert list(stays_wrong(huts, told(*EVENING))) == []
    assert list(paths_not_taken(huts, told(*EVENING))) == []
    counts = stays_counted(huts, told(*EVENING))
    assert (counts["stays"], counts["stays_expired"], counts["places_sold"]) == (6, 1, 23)


@pytest.mark.parametrize(
    ("stays", "shown", "why"),
    [
        ((stay("a", 12), stay("b", 9)), {}, "OVERSOLD"),
        ((stay("a", 2, "bloc"), stay("b", 2, "bloc")), {}, "OVERSOLD"),
        ((stay("a", 12),), {"left": 7}, "'left': 7"),
        ((stay("a", 12),), {"persons": 11}, "'persons': 11"),
        ((stay("a", 12),), {"bookings": 2}, "'bookings': 2"),
        ((stay("a", 12, "grenier"),), {}, "where the planning has no night"),
        ((stay("a", 1), stay("a", 1)), {}, "twice"),
    ],
)
def test_what_is_not_as_the_stays_make_it_is_found(
    stays: tuple[dict[str, Any], ...], shown: dict[str, Any], why: str
) -> None:
    found = list(stays_wrong([records(*stays, **shown)], told(*stays)))
    assert any(why in line for line in found), found


def test_a_stay_of_another_end_than_was_told_is_found() -> None:
    known, other = stay("a", 1), stay("a", 1, state="cancelled")
    assert list(stays_wrong([records(known)], told(other)))
    assert list(stays_wrong([records()], told(known)))
    assert list(stays_wrong([records(known)], told()))


def test_an_evening_without_a_path_proves_nothing_about_it() -> None:
    (missing, *_) = paths_not_taken([records(stay("a", 1))], told(refused=0))
    assert "option" in missing
