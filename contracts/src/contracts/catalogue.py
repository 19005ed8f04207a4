"""How what a hut sells is changed part by part, and told as it is now (R05 to R08, R19 to R24)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import Count, Message, Part
from contracts.properties import Language
from contracts.selling import (
    ClosedNights,
    Mails,
    Night,
    Opening,
    PartId,
    RateLine,
    Rules,
    Selling,
    StockType,
    Supplement,
)


class CatalogueRequest(Message):
    """A request about one part of a hut's selling. `revision` is the selling's that whoever asks
    has seen; where it has moved on the request is refused, and nobody's work is overwritten. None
    asks for no such care."""

    revision: Count | None = None


class SetRules(
    CatalogueRequest,
    type="inventory.catalogue.set-rules.v1",
    topic=topics.INVENTORY_CATALOGUE_COMMANDS,
    key="property_id",
):
    """Replace the rules: mode, means of payment, deposit, constraints."""

    rules: Rules


class SetTerms(
    CatalogueRequest,
    type="inventory.catalogue.set-terms.v1",
    topic=topics.INVENTORY_CATALOGUE_COMMANDS,
    key="property_id",
):
    """Replace the terms of sale in one language; an empty text takes them away."""

    language: Language
    text: Annotated[str, Field(max_length=60_000)]


class SetMails(
    CatalogueRequest,
    type="inventory.catalogue.set-mails.v1",
    topic=topics.INVENTORY_CATALOGUE_COMMANDS,
    key="property_id",
):
    """Replace sender and texts of the automatic mails."""

    mails: Mails


class SetStockTypes(
    CatalogueRequest,
    type="inventory.catalogue.set-stock-types.v1",
    topic=topics.INVENTORY_CATALOGUE_COMMANDS,
    key="property_id",
):
    """Replace the stock types. One with places sold from `today` on is not taken away, nor one that
    openings or rates are about. That one booking blocks all of a type whose places were decreased
    by hand takes `undercut` where some of it is sold (R28)."""

    stock_types: Annotated[tuple[StockType, ...], Field(max_length=40)]
    today: Night
    undercut: bool = False


class SetOpenings(
    CatalogueRequest,
    type="inventory.catalogue.set-openings.v1",
    topic=topics.INVENTORY_CATALOGUE_COMMANDS,
    key="property_id",
):
    """Replace all openings; the planning follows from `today` on, a night in the property's time
    zone. Where that leaves fewer places than are sold, the request is refused with those nights,
    unless `undercut` says that whoever asks has seen them."""

    openings: Annotated[tuple[Opening, ...], Field(max_length=400)]
    today: Night
    undercut: bool = False


class SetRates(
    CatalogueRequest,
    type="inventory.catalogue.set-rates.v1",
    topic=topics.INVENTORY_CATALOGUE_COMMANDS,
    key="property_id",
):
    """Replace the prices of all stock types."""

    rates: Annotated[tuple[RateLine, ...], Field(max_length=200)]


class SetSupplements(
    CatalogueRequest,
    type="inventory.catalogue.set-supplements.v1",
    topic=topics.INVENTORY_CATALOGUE_COMMANDS,
    key="property_id",
):
    """Replace the supplements."""

    supplements: Annotated[tuple[Supplement, ...], Field(max_length=100)]


class SetClosures(
    CatalogueRequest,
    type="inventory.catalogue.set-closures.v1",
    topic=topics.INVENTORY_CATALOGUE_COMMANDS,
    key="property_id",
):
    """Close some nights and open others again (R24). Stays that are sold there stay sold: without
    `undercut` the request is refused with their nights."""

    close: ClosedNights = ()
    reopen: ClosedNights = ()
    undercut: bool = False


class ShortNight(Part):
    """A night that lacks places: `short` of them in one stock type, or closed with `sold` sold."""

    night: Night
    stock_type_id: PartId
    sold: Count
    places: Count

    @property
    def short(self) -> int:
        return max(0, self.sold - self.places)


class CatalogueChanged(
    Message,
    type="inventory.catalogue.changed.v1",
    topic=topics.INVENTORY_CATALOGUE_EVENTS,
    key="property_id",
):
    """The request was carried out; `changed` is false where everything already was so.

    `revision` is that of the aggregate which the request was about."""

    request_id: str
    changed: bool
    revision: Count
    undercut: Annotated[tuple[ShortNight, ...], Field(max_length=1000)] = ()


class CatalogueRefused(
    Message,
    type="inventory.catalogue.refused.v1",
    topic=topics.INVENTORY_CATALOGUE_EVENTS,
    key="property_id",
):
    """The request was refused: `field` of it, and why; with the nights that speak against it."""

    request_id: str
    field: str
    reason: str
    nights: Annotated[tuple[ShortNight, ...], Field(max_length=1000)] = ()


class SellingState(
    Message,
    type="inventory.selling.state.v1",
    topic=topics.INVENTORY_SELLING_STATE,
    key="property_id",
):
    """A hut's selling as it is now. `revision` goes up with each change."""

    revision: Count
    selling: Selling
