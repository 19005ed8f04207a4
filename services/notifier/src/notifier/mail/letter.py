"""A notice as a mail: its words in the property's language, as text and as HTML."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from pydantic import BaseModel, ConfigDict

from contracts.properties import Language, PropertySheet
from notifier.notices.model import NewOrder, NoticeKind

# They end a line or a header, so they have no place in a name.
_CONTROLS = ("Cc", "Zl", "Zp")


class Words(BaseModel):
    """The words of a new order's mail in one language; `{...}` is filled in, times by strftime."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: str
    heading: str
    room: str
    guest: str
    restaurant: str
    expected: str
    code: str
    code_use: str
    follow: str
    sent_by: str
    time: str
    day_and_time: str
    colon: str


@dataclass(frozen=True, slots=True)
class Letter:
    """What a reader sees of a mail."""

    language: Language
    subject: str
    text: str
    html: str


class Letters:
    """Writes letters. Raises at once, when made, where a language lacks a word."""

    def __init__(self, public_url: str) -> None:
        self._board = f"{public_url.rstrip('/')}/board?order="
        self._words = {language: _words(language) for language in Language}
        self._templates = Environment(
            loader=PackageLoader("notifier", "mail/templates"),
            autoescape=select_autoescape(("html.j2",)),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def write(
        self,
        template: NoticeKind,
        about: NewOrder,
        order_id: str,
        sheet: PropertySheet,
        now: datetime,
    ) -> Letter:
        """The letter about an order, in the property's first language and its time zone."""
        language = sheet.languages[0]
        words = self._words[language]
        facts: dict[str, Any] = {
            "language": language.value,
            "words": words,
            "sent_by": words.sent_by.format(
                property_name=one_line(sheet.name), reference=about.reference
            ),
            "reference": about.reference,
            "room": one_line(about.room),
            "guest_name": one_line(about.guest_name),
            "restaurant": one_line(about.restaurant),
            "validation_code": one_line(about.validation_code or ""),
            "expected": _local(about.expected_at, now, sheet.time_zone, words),
            "link": self._board + quote(order_id, safe=""),
        }
        return Letter(
            language=language,
            subject=words.subject.format(room=facts["room"], restaurant=facts["restaurant"]),
            text=self._templates.get_template(f"{template}.txt.j2").render(facts),
            html=self._templates.get_template(f"{template}.html.j2").render(facts),
        )


def one_line(text: str) -> str:
    """Somebody else's text without what could break a line or a header."""
    visible = (" " if unicodedata.category(sign) in _CONTROLS else sign for sign in text)
    return " ".join("".join(visible).split())


def _words(language: Language) -> Words:
    source = files("notifier") / "mail" / "words" / f"{language.value}.json"
    return Words.model_validate_json(source.read_bytes())


def _local(instant: datetime | None, now: datetime, zone_name: str, words: Words) -> str:
    """The time of day at the property, with the day where that is not today; empty if unknown."""
    if instant is None:
        return ""
    zone = ZoneInfo(zone_name)
    there = instant.astimezone(zone)
    today = there.date() == now.astimezone(zone).date()
    return there.strftime(words.time if today else words.day_and_time)
