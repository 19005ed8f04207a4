"""Why can nobody book me? What a hut lacks, item by item (R59)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.huts import HutSheet
from contracts.properties import Language, PropertySheet
from contracts.selling import BookingMode, Night, Selling
from gateway.board.card import Answer
from gateway.planning.cells import Why
from gateway.planning.grid import GridNight


class Item(StrEnum):
    """What is looked at, in the order in which one sets it up."""

    CONTACT = "contact"
    POSITION = "position"
    TEXTS = "texts"
    MAIN_PHOTO = "main_photo"
    TERMS = "terms"
    MAIL_SENDER = "mail_sender"
    MAIL_SUBJECTS = "mail_subjects"
    PAYMENT = "payment"
    STOCK_TYPES = "stock_types"
    LABELS = "labels"
    OPENINGS = "openings"
    RATES = "rates"
    NIGHTS = "nights"


# Without these nobody books; the others are advice.
BLOCKING = frozenset(
    {
        *(Item.CONTACT, Item.TERMS, Item.MAIL_SENDER, Item.PAYMENT),
        *(Item.STOCK_TYPES, Item.OPENINGS, Item.RATES, Item.NIGHTS),
    }
)


class ReadinessItem(Answer):
    """One thing: whether it is there, whether nobody can book without it, and what of it is
    missing: languages, ids of stock types, or why no night can be had."""

    item: Item
    ok: bool
    blocks: bool
    missing: tuple[str, ...] = ()


class Readiness(Answer):
    """`bookable` where nothing that blocks is missing; then guests may have `first_night`."""

    bookable: bool
    first_night: Annotated[Night | None, Field(examples=["2027-07-01"])] = None
    items: tuple[ReadinessItem, ...]

    @property
    def sells(self) -> bool:
        """Whether it is set up to sell, be every night sold out or closed."""
        return all(one.ok for one in self.items if one.blocks and one.item is not Item.NIGHTS)


def readiness_of(
    place: PropertySheet,
    hut: HutSheet,
    selling: Selling,
    today: date,
    nights: Sequence[GridNight],
) -> Readiness:
    """`nights` are those that are not too late for a guest, in order."""
    priced = {rate.stock_type_id for rate in selling.rates}
    first, reasons = _first_night(nights, priced)
    found = {
        **dict(_described(place.languages, hut)),
        **dict(_worded(place.languages, selling)),
        **dict(_sold(place.languages, selling, today)),
        Item.NIGHTS: () if first else tuple(reasons or [Why.NOT_OPEN]),
    }
    items = tuple(
        ReadinessItem(item=item, ok=not found[item], blocks=item in BLOCKING, missing=found[item])
        for item in Item
    )
    bookable = all(item.ok for item in items if item.blocks)
    return Readiness(bookable=bookable, first_night=first, items=items)


Missing = tuple[Item, tuple[str, ...]]


def _described(languages: Iterable[Language], hut: HutSheet) -> Iterator[Missing]:
    yield Item.CONTACT, _unless(hut.contact is not None, "contact")
    yield Item.POSITION, _unless(hut.position is not None, "position")
    told = {language for language, texts in hut.texts.items() if texts.summary or texts.description}
    yield Item.TEXTS, tuple(one for one in languages if one not in told)
    yield Item.MAIN_PHOTO, _unless(hut.photos.main is not None, "main")


def _worded(languages: Sequence[Language], selling: Selling) -> Iterator[Missing]:
    """Terms in no language at all stop every guest; in one that is missing, those who fall back on
    another still read some."""
    terms = selling.terms.texts
    yield Item.TERMS, () if any(terms.values()) else tuple(languages)
    mails, rules = selling.mails, selling.rules
    yield Item.MAIL_SENDER, _unless(mails.sender is not None, "sender")
    subjects = {
        language
        for language, texts in mails.texts.items()
        if texts.pre_booking_subject and texts.booking_subject
    }
    yield Item.MAIL_SUBJECTS, tuple(one for one in languages if one not in subjects)
    payable = rules.mode is BookingMode.PRE_BOOKING or rules.pre_booking_too
    yield Item.PAYMENT, _unless(payable or bool(rules.payment_means), "payment_means")


def _sold(languages: Sequence[Language], selling: Selling, today: date) -> Iterator[Missing]:
    types = [one.id for one in selling.stock_types]
    yield Item.STOCK_TYPES, _unless(bool(types), "stock_types")
    unlabelled = (one.id for one in selling.stock_types if not one.label)
    yield Item.LABELS, tuple(unlabelled)
    running = {one.stock_type_id for one in selling.openings if one.last >= today}
    priced = {one.stock_type_id for one in selling.rates}
    # One stock type that is open and has a price is enough to be booked.
    yield Item.OPENINGS, () if running & set(types) else tuple(types or ["openings"])
    ready = running & priced & set(types)
    yield Item.RATES, () if ready else tuple(sorted(running - priced) or types or ["rates"])


def _first_night(nights: Iterable[GridNight], priced: set[str]) -> tuple[date | None, list[str]]:
    """The first night with a place that has a price; else why those that are open have none."""
    reasons: dict[str, None] = {}
    for night in nights:
        for stock_type_id, *_, reason in night.cells:
            if stock_type_id not in priced:
                continue
            if reason is None:
                return night.night, []
            reasons[reason] = None
    return None, [reason for reason in reasons if reason != Why.NOT_OPEN]


def _unless(there: bool, missing: str) -> tuple[str, ...]:
    return () if there else (missing,)
