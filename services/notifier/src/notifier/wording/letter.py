"""A notice in words: its reader's language, the property's time zone, no amount that is not due."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from jinja2 import Environment, StrictUndefined, Template

from chassis.links import Links
from contracts.guest_links import PATH, PURPOSE, good_until
from contracts.notices import Audience
from contracts.properties import Language, PropertySheet
from notifier.mail.layouts import layouts_in
from notifier.notices.saying import Facts, Saying
from notifier.notices.target import Target
from notifier.wording.amounts import money
from notifier.wording.words import Phrase, Words, words_in

# They end a line or a header, so they have no place in a name.
_CONTROLS = ("Cc", "Zl", "Zp")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a reader sees of a notice: `title` with `text` and `html` in a mail, with `short` in a
    pop-up; a text message is `short` alone, and `link` where there is room for it."""

    language: Language
    title: str
    text: str
    html: str
    short: str
    link: str


@dataclass(frozen=True, slots=True)
class _Phrases:
    title: Template
    heading: Template
    lead: Template
    short: Template


class Letters:
    """Writes letters. Raises at once, when made, where a language lacks a word.

    `links` sign the guest's page; without them guests are written to without a link.
    """

    def __init__(self, public_url: str, links: Links | None = None) -> None:
        self._public_url = public_url.rstrip("/")
        self._links = links
        self._words = {language: words_in(language) for language in Language}
        self._plain = Environment(undefined=StrictUndefined, autoescape=False)  # noqa: S701 - not markup
        self._sent_by = {
            language: self._plain.from_string(words.sent_by)
            for language, words in self._words.items()
        }
        self._phrases: dict[tuple[Language, Saying], _Phrases] = {}
        layouts = layouts_in("wording/templates")
        self._text = layouts.get_template("mail.txt.j2")
        self._html = layouts.get_template("mail.html.j2")

    def write(
        self,
        saying: Saying,
        facts: Facts,
        target: Target,
        order_id: str,
        sheet: PropertySheet,
        now: datetime,
    ) -> Letter:
        """The letter to a target about an order."""
        language = target.language or sheet.languages[0]
        words, phrases = self._words[language], self._phrases_of(language, saying)
        link = self._link(target, order_id, facts)
        named = _named(facts, words, sheet, now) | {"link": link}
        page = named | {
            "language": language.value,
            "labels": words.labels,
            "colon": words.colon,
            "heading": phrases.heading.render(named),
            "lead": phrases.lead.render(named),
            "sent_by": self._sent_by[language].render(named),
        }
        return Letter(
            language=language,
            title=phrases.title.render(named),
            text=self._text.render(page),
            html=self._html.render(page),
            short=phrases.short.render(named),
            link=link,
        )

    def _phrases_of(self, language: Language, saying: Saying) -> _Phrases:
        """Compiled at their first use: all of them would take a second of every start."""
        if (language, saying) not in self._phrases:
            phrase = self._words[language].sayings[saying]
            self._phrases[language, saying] = _compiled(self._plain, phrase)
        return self._phrases[language, saying]

    def _link(self, target: Target, order_id: str, facts: Facts) -> str:
        if target.audience is Audience.HOTEL:
            return f"{self._public_url}/board?order={quote(order_id, safe='')}"
        if self._links is None:
            return ""
        token = self._links.sign(PURPOSE, order_id, good_until(facts.placed_at))
        return f"{self._public_url}{PATH}{token}"


def one_line(text: str) -> str:
    """Somebody else's text without what could break a line or a header."""
    visible = (" " if unicodedata.category(sign) in _CONTROLS else sign for sign in text)
    return " ".join("".join(visible).split())


def _compiled(plain: Environment, phrase: Phrase) -> _Phrases:
    return _Phrases(**{name: plain.from_string(text) for name, text in phrase})


def _named(facts: Facts, words: Words, sheet: PropertySheet, now: datetime) -> dict[str, Any]:
    """What the words may name; empty where it is not known."""
    return {
        "property_name": one_line(sheet.name),
        "reference": one_line(facts.reference),
        "room": one_line(facts.room),
        "guest_name": one_line(facts.guest_name),
        "restaurant": one_line(facts.restaurant),
        "validation_code": one_line(facts.validation_code or ""),
        "expected": _local(facts.expected_at, now, sheet.time_zone, words),
        "courier": one_line(facts.courier or ""),
        "message": one_line(facts.message or ""),
        "reason": one_line(facts.reason or ""),
        "amount": money(facts.amount, facts.currency, words.decimal),
    }


def _local(instant: datetime | None, now: datetime, zone_name: str, words: Words) -> str:
    """The time of day at the property, with the day where that is not today; empty if unknown."""
    if instant is None:
        return ""
    zone = ZoneInfo(zone_name)
    there = instant.astimezone(zone)
    today = there.date() == now.astimezone(zone).date()
    return there.strftime(words.time if today else words.day_and_time)
