"""A demo hut as data: its property, and each part of what it says and sells.

A part is the path below the property and the body of the PUT that sets it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

Json = dict[str, Any]
Part = tuple[str, Json]

# Nights of a hut's coming season, counted from today: a long one, so that the demo of any day of
# the year has nights to sell.
SEASON_DAYS = 300
EVERY_DAY = 7


@dataclass(frozen=True)
class DemoHut:
    """`parts` says all that is set of it, given the hut's own day of today."""

    property_id: str
    sheet: Json
    parts: Callable[[date], tuple[Part, ...]]


def hut_sheet(name: str, languages: tuple[str, ...], time_zone: str) -> Json:
    """The property itself. All are in euros, so that one stay may go over several."""
    return {
        "name": name,
        "kind": "hut",
        "languages": list(languages),
        "currency": "EUR",
        "time_zone": time_zone,
    }


def open_all_season(today: date, stock_type_id: str, *places: int) -> Json:
    """One opening from today on; `places` for every weekday, or for each of them, Monday first."""
    return {
        "id": f"{stock_type_id}-season",
        "stock_type_id": stock_type_id,
        "first": today.isoformat(),
        "last": (today + timedelta(days=SEASON_DAYS)).isoformat(),
        "places": list(places) if len(places) == EVERY_DAY else list(places) * EVERY_DAY,
    }


def per_person(
    id: str, stock_type_id: str, amount: int, most: int, tax: tuple[str, str], **names: str
) -> Json:
    """A price of a night in minor units, its tax as name and rate."""
    return {"stock_type_id": stock_type_id, **per_unit(id, amount, most, tax, **names)}


def per_unit(id: str, amount: int, most: int, tax: tuple[str, str], **names: str) -> Json:
    """A price of a supplement in minor units, its tax as name and rate."""
    return {
        "id": id,
        "name": names,
        "maximum": most,
        "unit_amount": amount,
        "tax_name": tax[0],
        "tax_rate": tax[1],
    }


def mail_words(intro: str, firm: tuple[str, str], option: tuple[str, str]) -> Json:
    """The warden's words in one language: subject and body of each of the two mails."""
    return {
        "rates_intro": intro,
        "booking_subject": firm[0],
        "booking_body": firm[1],
        "pre_booking_subject": option[0],
        "pre_booking_body": option[1],
    }


def nights_from(today: date, after: int, count: int) -> list[str]:
    """So many nights in a row, the first of them so many days from today."""
    return [(today + timedelta(days=after + n)).isoformat() for n in range(count)]
