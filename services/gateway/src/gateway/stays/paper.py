"""Sales on paper: a PDF of one line per stay, and what they come to (R42).

The document is kept in memory until it is whole, so that there is a most of what one holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from contracts.money import in_main_units
from contracts.properties import Language
from gateway.stays.model import ShareState, StayShare
from gateway.stays.paper_words import WORDS
from gateway.stays.shown import StayCard

# A thick season of a large hut.
MOST_ON_PAPER = 2000


@dataclass(frozen=True)
class Paper:
    """What is printed, for whom. `first` and `last` are the days of booking that were asked for."""

    hut: str
    language: Language
    zone: ZoneInfo
    printed_at: datetime
    first: date | None = None
    last: date | None = None

    def word(self, key: str) -> str:
        return WORDS[self.language][key]

    @property
    def period(self) -> str:
        keys = ("all_days", "since", "until", "between")
        key = keys[bool(self.first) + 2 * bool(self.last)]
        days = {name: _day(day) for name, day in (("first", self.first), ("last", self.last))}
        return self.word(key).format(**days)

    def instant(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%d/%m/%Y %H:%M}"

    def amount(self, minor_units: int, currency: str) -> str:
        """With the language's signs: "1 234,50 EUR"; English has "1,234.50 EUR"."""
        text = f"{Decimal(in_main_units(minor_units, currency)):,f}"
        if self.language is not Language.EN:
            text = text.replace(",", "\u00a0").replace(".", ",")
        return f"{text}\u00a0{currency}"


def cells_of(card: StayCard, paper: Paper) -> tuple[str, ...]:
    """What the line of a stay says, in the order of the columns."""
    nights = (_day(card.first_night), _day(card.last_night))
    return (
        card.reference,
        paper.word(card.state),
        card.guest,
        card.phone,
        nights[0] if nights[0] == nights[1] else " – ".join(nights),
        str(card.persons),
        paper.instant(card.booked_at),
        paper.amount(card.total.amount, card.total.currency),
    )


def sums_of(shares: Iterable[StayShare], paper: Paper) -> Iterable[tuple[str, str, str]]:
    """PRE-RESAS, RESAS and TOTAL in each currency; what is over counts nowhere (R41)."""
    kept = [share for share in shares if share.state.active]
    for currency in sorted({share.currency for share in kept}):
        for name, states in (
            ("options_total", {ShareState.OPTION}),
            ("firm_total", {ShareState.FIRM}),
            ("all_total", {ShareState.OPTION, ShareState.FIRM}),
        ):
            totals = [
                share.total
                for share in kept
                if share.currency == currency and share.state in states
            ]
            yield paper.word(name), str(len(totals)), paper.amount(sum(totals), currency)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
