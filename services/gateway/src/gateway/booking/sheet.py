"""What anybody may read of a hut, in their language (R14 to R18, R31 to R33)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from pydantic import Field

from contracts.carts import Wish
from contracts.huts import Code, HutPosition, HutSheet, HutTexts, MediaId
from contracts.properties import Language
from contracts.selling import MailTexts, Night, PartId, PaymentMeans, RateLine, Supplement
from gateway.board.card import Answer
from gateway.booking.offer import Offer
from gateway.booking.worded import in_language


class PhotoShown(Answer):
    """Sides in pixels."""

    url: Annotated[str, Field(examples=["/media/4b7c9f0a-51f5-4f36-9a3e-4f7f4a7b9d21"])]
    width: int
    height: int
    caption: str | None = None


class LinkShown(Answer):
    label: str
    url: str


class WayToAsk(Answer):
    """How to get in touch with the hut."""

    name: str
    mail: str | None = None
    warden: str | None = None
    phone: str | None = None
    mobile: str | None = None
    website: str | None = None
    address: tuple[str, ...] = ()


class StockTypeOffered(Answer):
    """`whole_from`: so many persons have it for themselves (R27)."""

    id: PartId
    label: str
    description: str | None = None
    whole_from: int | None = None


class Priced(Answer):
    """`unit_amount` in minor units, taxes included. None of it, or from `minimum` to `maximum`."""

    id: PartId
    name: str
    description: str | None = None
    minimum: int
    maximum: int
    unit_amount: int


class RateOffered(Priced):
    """Per person and night."""

    stock_type_id: PartId


class PublicHut(Answer):
    """A hut as guests see it. Where it is not `bookable` online it says so, and how to ask; `ways`
    are what a guest may make of a cart (R19), and `payment_means` how a booking may be paid (R57).
    From `group_from` guests on one night the hut itself is asked (R46). Where there is a
    `terms_version`, a booking accepts it (R06)."""

    property_id: Annotated[str, Field(examples=["refuge-aigle"])]
    name: Annotated[str, Field(examples=["Refuge de l'Aigle"])]
    language: Language
    languages: tuple[Language, ...]
    currency: str
    time_zone: str
    bookable: bool
    first_night: Night | None = None
    ways: tuple[Wish, ...]
    payment_means: tuple[PaymentMeans, ...] = ()
    contact: WayToAsk
    summary: str | None = None
    description: str | None = None
    access: str | None = None
    extra: str | None = None
    main_photo: PhotoShown | None = None
    warden_photo: PhotoShown | None = None
    gallery: tuple[PhotoShown, ...] = ()
    characteristics: dict[Code, tuple[Code, ...]] = Field(default_factory=dict)
    other_characteristics: str | None = None
    links: tuple[LinkShown, ...] = ()
    position: HutPosition | None = None
    intro: str | None = None
    stock_types: tuple[StockTypeOffered, ...]
    rates: tuple[RateOffered, ...]
    supplements: tuple[Priced, ...]
    terms_version: int | None = None
    group_from: int | None = None
    option_days: int
    min_days_before: int
    cut_off: str | None = None


class TermsShown(Answer):
    """A hut's terms of sale as they are now, in the language asked for or the nearest."""

    version: int
    language: Language
    text: str


def public_hut(offer: Offer, asked: Language) -> PublicHut:
    place, sheet, selling = offer.place, offer.sheet, offer.selling
    texts = _texts(sheet, asked, place.languages)
    mails = in_language(selling.mails.texts, asked, place.languages) or MailTexts()
    priced = {rate.stock_type_id for rate in selling.rates}
    rules = selling.rules
    words = _Words(asked, place.languages)
    return PublicHut(
        property_id=offer.property_id,
        name=sheet.contact.name if sheet.contact else place.name,
        language=asked,
        languages=place.languages,
        currency=selling.currency,
        time_zone=place.time_zone,
        bookable=offer.bookable,
        first_night=offer.readiness.first_night,
        ways=offer.ways,
        payment_means=offer.payment_means,
        contact=way_to_ask(offer),
        **texts,
        **_photos(sheet, words),
        characteristics=sheet.characteristics.chosen,
        other_characteristics=words.of(sheet.characteristics.other),
        links=tuple(_links(sheet, words)),
        position=sheet.position,
        intro=mails.rates_intro or None,
        stock_types=tuple(
            StockTypeOffered(
                id=one.id,
                label=words.of(one.label) or one.name,
                description=words.of(one.description),
                whole_from=one.whole_from,
            )
            for one in selling.stock_types
            if one.id in priced
        ),
        rates=tuple(
            RateOffered(**words.priced(one), stock_type_id=one.stock_type_id)
            for one in selling.rates
        ),
        supplements=tuple(Priced(**words.priced(one)) for one in selling.supplements),
        terms_version=selling.terms.version if selling.terms.texts else None,
        group_from=rules.group_from,
        option_days=rules.option_days,
        min_days_before=rules.min_days_before,
        cut_off=rules.cut_off,
    )


def terms_shown(offer: Offer, asked: Language) -> TermsShown | None:
    terms, languages = offer.selling.terms, offer.place.languages
    said = {one: (one, text) for one, text in terms.texts.items() if text}
    found = in_language(said, asked, languages)
    if found is None:
        return None
    return TermsShown(version=terms.version, language=found[0], text=found[1])


def way_to_ask(offer: Offer) -> WayToAsk:
    contact = offer.sheet.contact
    if contact is None:
        return WayToAsk(name=offer.place.name)
    address = contact.address
    town = " ".join(part for part in (address.postcode, address.city) if part)
    return WayToAsk(
        name=contact.name,
        mail=contact.mail,
        warden=contact.warden,
        phone=contact.phone,
        mobile=contact.mobile,
        website=contact.website,
        address=tuple(line for line in (*address.lines, town, address.country) if line),
    )


class _Words:
    """The reader's language, and what is read where it has nothing."""

    def __init__(self, asked: Language, languages: tuple[Language, ...]) -> None:
        self._asked, self._languages = asked, languages

    def of(self, said: dict[Language, str]) -> str | None:
        return in_language(said, self._asked, self._languages)

    def priced(self, one: RateLine | Supplement) -> dict[str, Any]:
        return {
            "id": one.id,
            "name": self.of(one.name) or one.id,
            "description": self.of(one.description),
            "minimum": one.minimum,
            "maximum": one.maximum,
            "unit_amount": one.unit_amount,
        }


def _texts(sheet: HutSheet, asked: Language, languages: tuple[Language, ...]) -> dict[str, Any]:
    """Each text by itself: one that a language lacks is read in another."""
    return {
        name: in_language(
            {one: getattr(texts, name) for one, texts in sheet.texts.items()}, asked, languages
        )
        for name in HutTexts.model_fields
    }


def _photos(sheet: HutSheet, words: _Words) -> dict[str, Any]:
    media = {one.media_id: one for one in sheet.media}

    def shown(ids: Iterable[MediaId | None]) -> Iterator[PhotoShown]:
        for one in (media.get(id) for id in ids if id is not None):
            if one is not None and one.width is not None and one.height is not None:
                yield PhotoShown(
                    url=f"/media/{one.media_id}",
                    width=one.width,
                    height=one.height,
                    caption=words.of(one.captions),
                )

    photos = sheet.photos
    return {
        "main_photo": next(shown([photos.main]), None),
        "warden_photo": next(shown([photos.warden]), None),
        "gallery": tuple(shown(photos.gallery)),
    }


def _links(sheet: HutSheet, words: _Words) -> Iterator[LinkShown]:
    names = {one.media_id: one.name for one in sheet.media}
    for link in sheet.links:
        url = link.url or f"/media/{link.media_id}"
        fallback = names.get(link.media_id or "") or url
        yield LinkShown(label=words.of(link.label) or fallback, url=url)
