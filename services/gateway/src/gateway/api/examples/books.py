"""What is answered about the books and the property's connections, by the names of the models."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from gateway.api.examples.evening import EXTERNAL, ORDER, PROPERTY, REFERENCE, Example

DAY = "2026-11-23"
COMPARED = "2026-11-24T05:00:02.000Z"
TRIED = "2026-11-23T14:05:00.000Z"

SUMMARY: Example = {
    "day": DAY,
    "currency": "EUR",
    "orders": 42,
    "partner_total": 118_350,
    "ledger_total": 118_500,
    "folio_total": 118_500,
    "mismatch_count": 1,
    "compared_at": COMPARED,
}
CHECKS: list[JsonValue] = [
    {"check": "reached", "passed": True, "detail": ""},
    {"check": "signed_in", "passed": True, "detail": ""},
    {"check": "hotel_read", "passed": True, "detail": ""},
    {
        "check": "codes_known",
        "passed": False,
        "detail": "the hotel has no transaction code 2021 (for 20.00 %)",
    },
]

BOOKS: Mapping[str, JsonValue] = {
    "PropertyAnswer": {
        "id": PROPERTY,
        "sheet": {
            "name": "Hôtel Lumière",
            "kind": "hotel",
            "languages": ["fr", "en"],
            "currency": "EUR",
            "time_zone": "Europe/Paris",
            "integrations": {"pms": "two_way", "delivery": True},
            "order_mail": ["desk@lumiere.example"],
        },
    },
    "Days": {"days": [SUMMARY]},
    "DayAnswer": {
        **SUMMARY,
        "mismatches": [
            {
                "order_id": ORDER,
                "reference": REFERENCE,
                "external_id": EXTERNAL,
                "partner": 2050,
                "ledger": 2200,
                "folio": 2200,
                "reasons": ["partner_differs"],
            }
        ],
    },
    "ComparedAnswer": {
        "day": DAY,
        "orders": 42,
        "mismatch_count": 1,
        "compared_at": COMPARED,
    },
    "ConnectionAnswer": {"works": False, "checks": CHECKS, "tried_at": TRIED},
    "TestAnswer": {"works": False, "checks": CHECKS, "tried_at": TRIED},
}
