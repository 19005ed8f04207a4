"""Draws the guest's page: for a phone, readable without scripts."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from contracts.money import in_main_units
from contracts.properties import Language
from gateway.board.card import Sum
from gateway.guest.languages import LANGUAGES
from gateway.guest.tracking import GuestOrder, GuestStatus
from gateway.guest.words import WORDS

_PAGES = Environment(
    loader=PackageLoader("gateway", "guest"), autoescape=True, undefined=StrictUndefined
)
# The way of a meal that comes; one that does not come has none.
STEPS = (
    GuestStatus.RECEIVED,
    GuestStatus.PREPARING,
    GuestStatus.ON_THE_WAY,
    GuestStatus.DELIVERED,
)
# How much of the ring is drawn, of 100.
SHARES = {
    GuestStatus.RECEIVED: 15,
    GuestStatus.PREPARING: 40,
    GuestStatus.ON_THE_WAY: 70,
    GuestStatus.NEAR: 90,
}
# So many minutes after its time a meal may still be there any moment; guest.js counts alike.
GRACE = 3


class Step(NamedTuple):
    """One step of the way: `done`, `now` or `ahead`."""

    state: str
    text: str


def order_page(order: GuestOrder, stream: str, now: datetime) -> str:
    """The whole page; times are the property's own, `stream` is where its news come from."""
    zone = ZoneInfo(order.time_zone)
    total, words = order.total, WORDS[order.language]

    def clock(instant: datetime) -> str:
        return instant.astimezone(zone).strftime("%H:%M")

    return _PAGES.get_template("page.html").render(
        language=order.language.value,
        languages=LANGUAGES,
        words=words,
        order=order,
        stream=stream,
        as_of=clock(now),
        expected=order.expected_at and _expected(words, order.expected_at, clock),
        left=order.expected_at and left(words, order.expected_at, now),
        steps=steps_of(order),
        share=SHARES.get(order.status, 100),
        total=total and _charged(words, total, order.language),
    )


def steps_of(order: GuestOrder) -> list[Step]:
    """Where the meal is on its way; empty where it does not come."""
    words = WORDS[order.language]
    here = GuestStatus.ON_THE_WAY if order.status is GuestStatus.NEAR else order.status
    if here not in STEPS:
        return []
    at = STEPS.index(here)
    steps = []
    for number, status in enumerate(STEPS):
        shown = order.status if number == at else status
        over = number < at or not order.running
        state = "done" if over else "now" if number == at else "ahead"
        steps.append(Step(state, words[f"status.{shown}"]))
    return steps


def left(words: dict[str, str], expected_at: datetime, now: datetime) -> str:
    """How long it takes yet, or that it takes longer."""
    minutes = math.ceil((expected_at - now).total_seconds() / 60)
    if minutes > 0:
        return words["in"].format(minutes=minutes)
    return words["soon"] if minutes > -GRACE else words["late"]


def _expected(words: dict[str, str], at: datetime, clock: Callable[[datetime], str]) -> Markup:
    time = Markup('<time datetime="{}">{}</time>').format(at.isoformat(), clock(at))
    return Markup(words["expected"]).format(time=time)  # noqa: S704 our own words


def _charged(words: dict[str, str], total: Sum, language: Language) -> Markup:
    amount = f"{in_main_units(total.amount, total.currency)} {total.currency}"
    if language is not Language.EN:
        amount = amount.replace(".", ",")
    shown = Markup('<span class="amount">{}</span>').format(amount)
    return Markup(words["total"]).format(amount=shown)  # noqa: S704 our own words


def gone_page(language: Language, *, busy: bool = False) -> str:
    """What is shown instead, for a link that is none, or `busy`: for too many of them."""
    words = WORDS[language]
    text = words["busy.text"] if busy else words["gone.text"]
    return _PAGES.get_template("gone.html").render(
        name=None,
        language=language.value,
        languages=LANGUAGES,
        words=words,
        title=words["busy.title"] if busy else words["gone.title"],
        text=text,
    )
