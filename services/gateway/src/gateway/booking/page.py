"""Draws a hut's page and a guest's stay: for a phone, readable without scripts. Booking itself is
the page's own script, which finds the hut in the page and asks only what is left."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from contracts.characteristics import FAMILIES
from contracts.properties import Language
from gateway.booking import written
from gateway.booking.features import FEATURES
from gateway.booking.sheet import PublicHut
from gateway.booking.stay import CardLeft, GuestHut, GuestStay
from gateway.booking.words import WORDS
from gateway.guest.languages import LANGUAGES

# What every page of a guest has, languages and what is shown instead, stands with the other ones.
PAGES = Environment(
    loader=ChoiceLoader([PackageLoader("gateway", "booking"), PackageLoader("gateway", "guest")]),
    autoescape=True,
    undefined=StrictUndefined,
)
PAGES.globals["languages"] = LANGUAGES
ENTRY = "src/book/main.tsx"
MAP = (
    "https://www.openstreetmap.org/?mlat={latitude}&mlon={longitude}#map=14/{latitude}/{longitude}"
)


@cache
def script_of(web: Path) -> str | None:
    """Where the build has put the script of the booking; None where it was not built."""
    manifest = web / "book.json"
    if not manifest.is_file():
        return None
    return "/" + str(json.loads(manifest.read_text())[ENTRY]["file"])


def hut_page(hut: PublicHut, script: str | None, url: str) -> str:
    """`url` is where the page is reached, for those who are sent it."""
    return PAGES.get_template("hut.html").render(
        hut=hut,
        language=hut.language.value,
        words=WORDS[hut.language],
        script=script if hut.bookable else None,
        told=Markup(_inert(hut.model_dump_json(exclude_none=True))),  # noqa: S704 escaped for its place
        features=features_of(hut),
        map=MAP.format(**hut.position.model_dump()) if hut.position else None,
        url=url,
    )


def features_of(hut: PublicHut) -> list[str]:
    """What the hut is said to have, in the order of the families (R15)."""
    known = FEATURES[hut.language]
    return [
        known[family][code]
        for family, codes in FAMILIES.items()
        for code in codes
        if code in hut.characteristics.get(family, ()) and code in known.get(family, {})
    ]


def stay_page(stay: GuestStay, again: str) -> str:
    """`again` is where the hut is booked."""
    words, language = WORDS[stay.language], stay.language
    zone = ZoneInfo(stay.huts[0].time_zone)
    until = stay.expires_at and written.instant(stay.expires_at.astimezone(zone), language)
    kept = "now.option_kept" if stay.state == "option" and until is None else f"now.{stay.state}"
    return PAGES.get_template("stay.html").render(
        stay=stay,
        language=language.value,
        words=words,
        now=words[kept].format(when=until),
        booked=words["booked"].format(
            when=written.instant(stay.booked_at.astimezone(zone), language)
        ),
        dates={hut.property_id: dates_of(hut, language) for hut in stay.huts},
        day=lambda night: written.day(night, language),
        money=lambda amount: written.money(amount, stay.currency, language),
        counted=lambda key, count: counted(words, key, count),
        nights={hut.property_id: len(hut.nights) for hut in stay.huts},
        consequence=_consequence(stay),
        again=again,
        paid=_paid(stay),
        due=_of_due(stay, "due"),
        pay=_of_due(stay, "pay.do"),
    )


def notice_page(language: Language, name: str, status_words: str = "unknown") -> str:
    """What is shown instead: of no hut (`unknown`), or to who comes too often (`busy`)."""
    words = WORDS[language]
    return PAGES.get_template("gone.html").render(
        language=language.value,
        words=words,
        name=name,
        title=words[f"{status_words}.title"],
        text=words[f"{status_words}.text"],
    )


def dates_of(hut: GuestHut, language: Language) -> str:
    """From the day of arrival to the day of departure."""
    first, last = hut.nights[0], hut.nights[-1] + timedelta(days=1)
    return f"{written.day(first, language)} – {written.day(last, language)}"


def counted(words: dict[str, str], key: str, count: int) -> str:
    return words[f"{key}.one" if count == 1 else f"{key}.other"].format(count=count)


def _paid(stay: GuestStay) -> list[str]:
    """What was paid online, what of it was given back, and what is left for the hut."""
    words = WORDS[stay.language]
    if stay.card is not None:
        return _card(stay, stay.card)
    if not stay.paid:
        return []

    def said(key: str, amount: int) -> str:
        return words[key].format(amount=written.money(amount, stay.currency, stay.language))

    lines = [said("paid", stay.paid)]
    if stay.refunded:
        lines.append(said("refunded", stay.refunded))
    elif stay.total > stay.paid + stay.due and stay.state == "firm":
        lines.append(said("rest", stay.total - stay.paid - stay.due))
    return lines


def _card(stay: GuestStay, card: CardLeft) -> list[str]:
    """Who keeps the guest's card, until when, and what was charged to it."""

    def money(amount: int) -> str:
        return written.money(amount, stay.currency, stay.language)

    words, until = WORDS[stay.language], written.day(card.until, stay.language)
    if card.charged:
        return [words["card.charged"].format(amount=money(card.charged))]
    return [words["card.kept"].format(keeper=card.keeper, until=until, amount=money(card.most))]


def _of_due(stay: GuestStay, key: str) -> str:
    """What a change has made due online, said; empty where nothing is."""
    if not stay.due:
        return ""
    amount = written.money(stay.due, stay.currency, stay.language)
    return WORDS[stay.language][key].format(amount=amount)


def _consequence(stay: GuestStay) -> Sequence[str]:
    """What giving the stay back does, before anybody does it."""
    words = WORDS[stay.language]
    places = sum(hut.persons for hut in stay.huts)
    nights = sum(len(hut.nights) for hut in stay.huts)
    what = words["cancel.what"].format(
        places=counted(words, "places", places), nights=counted(words, "nights", nights)
    )
    if stay.paid:
        amount = written.money(stay.paid, stay.currency, stay.language)
        return (what, words["cancel.refund"].format(amount=amount))
    return (what, words["cancel.everywhere"]) if len(stay.huts) > 1 else (what,)


def _inert(text: str) -> str:
    """JSON inside a script element: nothing in it ends the element."""
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
