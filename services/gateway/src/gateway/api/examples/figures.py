"""What is answered about a property's figures, by the names of the models."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from gateway.api.examples.evening import Example

DAY = "2026-11-23"
NONE: Example = {"known": 0, "kept": 0}
NO_MONEY: Example = {"currency": "EUR", "ordered": 0, "refunded": 0, "revenue": 0}
MONEY: Example = {"currency": "EUR", "ordered": 3700, "refunded": 1500, "revenue": 2200}
TIMES: Example = {"count": 1, "median": 2040, "p90": 2040}
COUNTS: Example = {
    "all": 2,
    "in_progress": 1,
    "delivered": 0,
    "partially_refunded": 1,
    "refunded": 0,
    "cancelled": 0,
    "failed": 0,
    "returned": 0,
}
FOUND: Example = {
    "orders": COUNTS,
    "money": MONEY,
    "other_money": [],
    "delivery": TIMES,
    "on_time": {
        "first": {"known": 1, "kept": 1, "share": 1.0},
        "last": {"known": 1, "kept": 1, "share": 1.0},
    },
}

FIGURES: Mapping[str, JsonValue] = {
    "PeriodFigures": {
        "from": DAY,
        "to": DAY,
        "currency": "EUR",
        "time_zone": "Europe/Paris",
        "days": [{"day": DAY, **FOUND}],
        "totals": FOUND,
        "before": {
            "from": "2026-11-22",
            "to": "2026-11-22",
            "orders": dict.fromkeys(COUNTS, 0),
            "money": NO_MONEY,
            "other_money": [],
            "delivery": {"count": 0},
            "on_time": {"first": NONE, "last": NONE},
        },
        "restaurants": [
            {
                "restaurant": "Chez Lina",
                "orders": 2,
                "money": MONEY,
                "other_money": [],
                "delivery": TIMES,
            }
        ],
    },
}
