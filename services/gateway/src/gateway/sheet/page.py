"""Draws the sheet: open orders with room, guest, code and courier on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from contracts.properties import Language, PropertySheet
from gateway.board.card import Card
from gateway.sheet.words import WORDS

COLUMNS = ("room", "guest", "restaurant", "expected", "code", "courier", "stage", "reference")
_PAGES = Environment(
    loader=PackageLoader("gateway", "sheet"), autoescape=True, undefined=StrictUndefined
)


def sheet_page(
    cards: Sequence[Card], sheet: PropertySheet, language: Language, now: datetime
) -> str:
    """The whole page; times are the property's own."""
    zone, words = ZoneInfo(sheet.time_zone), WORDS[language]

    def clock(instant: datetime | None) -> str:
        return "" if instant is None else instant.astimezone(zone).strftime("%H:%M")

    printed = words["printed"].format(when=now.astimezone(zone).strftime("%d.%m.%Y %H:%M"))
    return _PAGES.get_template("sheet.html").render(
        language=language.value,
        property=sheet.name,
        words=words,
        columns=COLUMNS,
        cards=cards,
        clock=clock,
        printed=printed,
    )
