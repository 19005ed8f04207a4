"""The recap of a cart as a mail shows it: nights with their lines, supplements, sums (R22)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from contracts.carts import LineKind, PricedLine
from contracts.properties import Language
from contracts.selling import Labels
from notifier.stays.model import StayFacts
from notifier.stays.words import StayWords
from notifier.wording.amounts import money
from notifier.wording.letter import one_line


class Line(NamedTuple):
    what: str
    quantity: int
    unit: str
    total: str


class Group(NamedTuple):
    """A night, or the supplements of the whole stay."""

    title: str
    lines: tuple[Line, ...]


class Recap(NamedTuple):
    """`included` are the taxes within the total, as a name and a sum; `refunded` is empty where
    nothing is given back, `due` where nothing more is asked to be paid online."""

    groups: tuple[Group, ...]
    total: str
    included: tuple[tuple[str, str], ...]
    paid: str
    remains: str
    refunded: str
    due: str


def recap_of(facts: StayFacts, words: StayWords, languages: Sequence[Language]) -> Recap:
    """`languages` are those that names are looked for in, the reader's first."""
    amount = facts.share.amount
    currency = amount.currency
    nights = sorted({line.night for line in facts.lines if line.night is not None})
    groups = [
        Group(
            words.day(night),
            tuple(
                _line(line, words, languages, currency)
                for line in _in_order(line for line in facts.lines if line.night == night)
            ),
        )
        for night in nights
    ]
    once = [line for line in facts.lines if line.night is None]
    if once:
        lines = tuple(_line(line, words, languages, currency) for line in once)
        groups.append(Group(words.labels.supplements, lines))
    return Recap(
        groups=tuple(groups),
        total=money(amount.total, currency, words.decimal),
        included=tuple(
            (one_line(tax.name), money(tax.tax, currency, words.decimal))
            for tax in amount.tax_lines
            if tax.tax
        ),
        paid=money(facts.paid, currency, words.decimal),
        remains=money(max(0, amount.total - facts.paid - facts.due), currency, words.decimal),
        refunded=money(facts.refunded or None, currency, words.decimal),
        due=money(facts.due or None, currency, words.decimal),
    )


def in_language(labels: Labels, languages: Iterable[Language]) -> str:
    """The text in the first of these languages that there is, else in any; it may be empty."""
    found = (labels[language] for language in languages if labels.get(language))
    return one_line(next(found, next(iter(labels.values()), "")))


def _in_order(lines: Iterable[PricedLine]) -> list[PricedLine]:
    """Nights before what is had besides."""
    return sorted(lines, key=lambda line: line.kind is LineKind.SUPPLEMENT)


def _line(line: PricedLine, words: StayWords, languages: Sequence[Language], currency: str) -> Line:
    name = in_language(line.name, languages)
    where = in_language(line.label, languages) or one_line(line.stock_type or "")
    return Line(
        what=", ".join(part for part in (name, where) if part),
        quantity=line.quantity,
        unit=money(line.unit_amount, currency, words.decimal),
        total=money(line.total, currency, words.decimal),
    )
