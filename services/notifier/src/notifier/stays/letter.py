"""A mail about a stay in words: the warden's text, the recap of the cart, the guest, the hut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.links import Links
from contracts.carts import Contact
from contracts.huts import HutContact, HutSheet
from contracts.notices import StayNews
from contracts.personal import for_guest
from contracts.properties import Language, PropertySheet
from contracts.selling import Mails, MailTexts
from contracts.stay_links import PATH, PURPOSE, good_until
from notifier.mail.layouts import layouts_in
from notifier.mail.writing import Content
from notifier.stays.model import StayFacts
from notifier.stays.recap import in_language, recap_of
from notifier.stays.words import Phrase, Saying, StayWords, words_in
from notifier.wording.letter import one_line

# The warden's words are those of a booking, or of one that is not firm (R20).
_OF_BOOKING = frozenset({Saying.FIRM, Saying.CONFIRMED})
_LONGEST_TITLE = 200


class StayLetters:
    """Writes them. Raises at once, when made, where a language lacks a word."""

    def __init__(self, public_url: str = "", links: Links | None = None) -> None:
        """Where the page of a guest's stay is; without `links`, no mail leads there."""
        self._public_url = public_url.rstrip("/")
        self._links = links
        self._words = {language: words_in(language) for language in Language}
        layouts = layouts_in("stays")
        self._text = layouts.get_template("stay.txt.j2")
        self._html = layouts.get_template("stay.html.j2")

    def write(
        self,
        news: StayNews,
        facts: StayFacts,
        home: PropertySheet,
        hut: HutSheet | None,
        mails: Mails,
        order_id: str = "",
    ) -> Content:
        """In the guest's language; what the hut has not written in it, in one of the hut's."""
        words, languages = self._words[facts.language], _languages(facts, home)
        saying = Saying.of(news, firm=facts.firm)
        named = _named(facts, words, home)
        phrase, texts = words.sayings[saying], mails.texts
        page = {
            **named,
            "language": facts.language.value,
            "labels": words.labels,
            "colon": words.colon,
            "heading": phrase.heading.format(**named),
            "lead": phrase.lead.format(**named),
            "body": _body(saying, facts, texts, languages),
            "stands": saying.stands,
            "recap": recap_of(facts, words, languages),
            "guest": _guest(facts.contact),
            "house": _house(home, hut, mails, languages),
            "reason": one_line(facts.reason),
            "url": self._url_of(order_id, facts) if facts.due else "",
            "others": [one_line(name) for name in facts.others],
            "sent_by": words.sent_by.format(**named),
            "answer": words.answer.format(**named) if reply_address(hut, mails) else "",
        }
        return Content(
            language=facts.language,
            title=_title(saying, facts, texts, phrase, named),
            text=self._text.render(page),
            html=self._html.render(page),
        )

    def _url_of(self, order_id: str, facts: StayFacts) -> str:
        """The guest's own page of the stay."""
        nights = [line.night for line in facts.lines if line.night is not None]
        if self._links is None or not order_id or not nights:
            return ""
        return f"{self._public_url}{PATH}{self._links.sign(PURPOSE, order_id, good_until(nights))}"


def reply_address(hut: HutSheet | None, mails: Mails) -> str | None:
    """Where a guest's answer goes: the hut's sender, else its own mail (R21)."""
    if mails.sender is not None:
        return mails.sender
    return hut.contact.mail if hut and hut.contact else None


def _languages(facts: StayFacts, home: PropertySheet) -> tuple[Language, ...]:
    return tuple(dict.fromkeys((facts.language, *home.languages)))


def _named(facts: StayFacts, words: StayWords, home: PropertySheet) -> dict[str, str]:
    until = words.moment(facts.expires_at, home.time_zone) if facts.expires_at else ""
    return {
        "hut": one_line(home.name),
        "reference": one_line(facts.reference),
        "until": until,
    }


def _title(
    saying: Saying,
    facts: StayFacts,
    texts: dict[Language, MailTexts],
    phrase: Phrase,
    named: dict[str, str],
) -> str:
    """The warden's subject where there is one in the guest's language, of a new or confirmed
    booking; else ours, which they can read."""
    own = texts.get(facts.language, MailTexts())
    subject = own.booking_subject if saying in _OF_BOOKING else own.pre_booking_subject
    if saying not in (*_OF_BOOKING, Saying.OPTION) or not subject.strip():
        subject = phrase.title.format(**named)
    return one_line(subject)[:_LONGEST_TITLE]


def _body(
    saying: Saying,
    facts: StayFacts,
    texts: dict[Language, MailTexts],
    languages: Sequence[Language],
) -> list[str]:
    """The warden's own words, line by line; those of a booking where it is firm. None where the
    stay is off: they are about coming."""
    if not saying.stands:
        return []
    for language in languages:
        own = texts.get(language, MailTexts())
        body = own.booking_body if facts.firm else own.pre_booking_body
        if body.strip():
            return [one_line(line) for line in body.strip().splitlines()]
    return []


def _guest(contact: Contact) -> dict[str, str]:
    """R48: what the house notes of a guest is not theirs to read; it is not in the facts either."""
    told = for_guest(contact)
    names = (told.title, told.given_name, told.surname)
    city = " ".join(part for part in (told.postcode, told.city, told.country) if part)
    address = (told.address, told.address_2, city)
    return {
        "name": one_line(" ".join(name for name in names if name)),
        "phone": one_line(told.phone),
        "mail": one_line(told.mail),
        "address": one_line(", ".join(part for part in address if part)),
    }


def _house(
    home: PropertySheet, hut: HutSheet | None, mails: Mails, languages: Sequence[Language]
) -> dict[str, Any]:
    """How to reach the hut and how to get there; empty where it has not said so."""
    contact = hut.contact if hut else None
    position = hut.position if hut else None
    access = "" if hut is None else _in_any(hut, languages)
    return {
        "name": one_line(contact.name if contact else home.name),
        "warden": one_line(contact.warden or "") if contact else "",
        "phones": _phones(contact),
        "mail": reply_address(hut, mails) or "",
        "website": contact.website or "" if contact else "",
        "address": _address(contact),
        "position": f"{position.latitude:.5f}, {position.longitude:.5f}" if position else "",
        "altitude": f"{position.altitude} m" if position and position.altitude is not None else "",
        "access": [one_line(line) for line in access.strip().splitlines()],
        "links": [
            (in_language(link.label, languages) or link.url, link.url)
            for link in (hut.links if hut else ())
            if link.url is not None
        ],
    }


def _in_any(hut: HutSheet, languages: Sequence[Language]) -> str:
    ways = (hut.texts[language].access for language in languages if language in hut.texts)
    return next((way for way in ways if way.strip()), "")


def _phones(contact: HutContact | None) -> str:
    if contact is None:
        return ""
    return ", ".join(phone for phone in (contact.phone, contact.mobile) if phone)


def _address(contact: HutContact | None) -> str:
    if contact is None:
        return ""
    place = contact.address
    city = " ".join(part for part in (place.postcode, place.city, place.country) if part)
    return one_line(", ".join(part for part in (*place.lines, city) if part))
