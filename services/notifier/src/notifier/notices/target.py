"""Whom one notice is for, and who is told of what (O22, O24, O25)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Self

from pydantic import BaseModel, ConfigDict

from contracts.notices import Audience, Channel, Occasion
from contracts.properties import Language
from contracts.recipients import Browser, QuietHours, Recipient
from notifier.notices.saying import Order

# The property's own addresses get these whatever its people wish (O05, O06, O21): what comes, what
# waits for an answer, and what does not come after all.
ALWAYS_MAILED = frozenset(
    {
        Occasion.NEW_ORDER,
        Occasion.COURIER_MESSAGE,
        Occasion.CANCELLED,
        Occasion.DELIVERY_FAILED,
        Occasion.DELIVERY_RETURNED,
    }
)
# One mail goes to so many at most: more of its endings would not fit into one report.
ADDRESSES_A_MAIL = 20


class Target(BaseModel):
    """One mail's addresses, one phone, or one browser.

    `language` None is the property's first. `mails` empty are the property's own addresses, looked
    up when the mail is sent. `group` names the target among those of one occasion.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    group: str
    channel: Channel
    audience: Audience = Audience.HOTEL
    language: Language | None = None
    person_id: str | None = None
    mails: tuple[str, ...] = ()
    phone: str | None = None
    browser: Browser | None = None
    quiet: QuietHours | None = None

    @classmethod
    def addresses_of_property(cls) -> Self:
        return cls(group="property", channel=Channel.MAIL)

    @classmethod
    def guest(cls, phone: str, language: Language | None) -> Self:
        return cls(
            group="guest",
            channel=Channel.SMS,
            audience=Audience.GUEST,
            language=language,
            phone=phone,
        )

    @classmethod
    def phone_of(cls, person: Recipient, phone: str) -> Self:
        return cls(
            group=f"sms/{person.person_id}",
            channel=Channel.SMS,
            language=person.language,
            person_id=person.person_id,
            phone=phone,
            quiet=person.quiet,
        )

    @classmethod
    def browser_of(cls, person: Recipient, browser: Browser) -> Self:
        endpoint = hashlib.sha256(browser.endpoint.encode()).hexdigest()[:16]
        return cls(
            group=f"push/{person.person_id}/{endpoint}",
            channel=Channel.PUSH,
            language=person.language,
            person_id=person.person_id,
            browser=browser,
            quiet=person.quiet,
        )


def targets_of(
    occasion: Occasion, order_mail: Iterable[str], recipients: Iterable[Recipient]
) -> list[Target]:
    """Who of a property is told of an occasion, the most important first: its own addresses, then
    its people by mail, by phone and by pop-up. Nobody gets the same mail or text message twice."""
    told: list[Target] = []
    taken: set[str] = set()
    if occasion in ALWAYS_MAILED:
        told.append(Target.addresses_of_property())
        taken |= {address.lower() for address in order_mail}
    people = sorted(recipients, key=lambda person: person.person_id)
    told.extend(_mails(_wishing(people, occasion, Channel.MAIL), taken))
    told.extend(_phones(_wishing(people, occasion, Channel.SMS)))
    for person in _wishing(people, occasion, Channel.PUSH):
        told.extend(Target.browser_of(person, browser) for browser in person.browsers)
    return told


def targets_of_guest(order: Order) -> list[Target]:
    return [Target.guest(order.phone, order.language)] if order.phone else []


def _wishing(people: Iterable[Recipient], occasion: Occasion, channel: Channel) -> list[Recipient]:
    return [
        person
        for person in people
        if any(wish.occasion is occasion and channel in wish.channels for wish in person.wishes)
    ]


def _mails(people: list[Recipient], taken: set[str]) -> Iterator[Target]:
    """One mail per language, so that everybody gets theirs in their own."""
    for language in Language:
        addresses: list[str] = []
        for person in people:
            if person.mail and person.language is language and person.mail.lower() not in taken:
                taken.add(person.mail.lower())
                addresses.append(person.mail)
        for start in range(0, len(addresses), ADDRESSES_A_MAIL):
            yield Target(
                group=f"mail/{language}/{start // ADDRESSES_A_MAIL}",
                channel=Channel.MAIL,
                language=language,
                mails=tuple(addresses[start : start + ADDRESSES_A_MAIL]),
            )


def _phones(people: list[Recipient]) -> Iterator[Target]:
    phones: set[str] = set()
    for person in people:
        if person.phone and person.phone not in phones:
            phones.add(person.phone)
            yield Target.phone_of(person, person.phone)
