"""Draws the guest's page: for a phone, readable without scripts."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined

from contracts.money import in_main_units
from contracts.properties import Language
from gateway.guest.tracking import GuestOrder
from gateway.guest.words import WORDS

_PAGES = Environment(
    loader=PackageLoader("gateway", "guest"), autoescape=True, undefined=StrictUndefined
)


def order_page(order: GuestOrder, stream: str, now: datetime) -> str:
    """The whole page; times are the property's own, `stream` is where its news come from."""
    zone = ZoneInfo(order.time_zone)
    total = order.total
    return _PAGES.get_template("page.html").render(
        language=order.language.value,
        words=WORDS[order.language],
        order=order,
        stream=stream,
        now=now,
        clock=lambda instant: instant.astimezone(zone).strftime("%H:%M"),
        total=total and f"{in_main_units(total.amount, total.currency)} {total.currency}",
    )


def gone_page(language: Language, *, busy: bool = False) -> str:
    """What is shown instead, for a link that is none, or `busy`: for too many of them."""
    words = WORDS[language]
    text = words["busy.text"] if busy else words["gone.text"]
    return _PAGES.get_template("gone.html").render(
        language=language.value, title=words["gone.title"], text=text
    )
