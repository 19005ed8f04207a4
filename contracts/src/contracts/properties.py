"""Properties: a hotel, a hut or a restaurant venue; the unit of access, language and currency."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from contracts import topics
from contracts.message import Message, Part, Text
from contracts.money import Currency


@lru_cache(maxsize=1)
def _known_zones() -> frozenset[str]:
    """All of them, kept: the standard library reads the whole database again at every call."""
    return frozenset(available_timezones())


def _known_zone(name: str) -> str:
    if name not in _known_zones():
        raise ValueError("is not a time zone of the IANA database")
    return name


TimeZone = Annotated[str, AfterValidator(_known_zone), Field(examples=["Europe/Paris"])]
MailAddress = Annotated[
    str, Field(pattern=r"^[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+$", max_length=254)
]


class Language(StrEnum):
    FR = "fr"
    EN = "en"
    IT = "it"
    DE = "de"
    ES = "es"


class PropertyKind(StrEnum):
    HOTEL = "hotel"
    HUT = "hut"
    RESTAURANT = "restaurant"


class PmsMode(StrEnum):
    """How the property's PMS takes charges (C12, C13)."""

    TWO_WAY = "two_way"  # charges are posted for it
    ONE_WAY = "one_way"  # staff post by hand
    NONE = "none"  # there is no PMS


class Integrations(Part):
    pms: PmsMode = PmsMode.NONE
    delivery: bool = False


class PropertySheet(Part):
    """What the property's owner says about it."""

    name: Text
    kind: PropertyKind
    languages: Annotated[tuple[Language, ...], Field(min_length=1, max_length=5)]
    currency: Currency
    time_zone: TimeZone
    integrations: Integrations = Integrations()
    order_mail: Annotated[tuple[MailAddress, ...], Field(max_length=20)] = ()


class DefineProperty(
    Message,
    type="inventory.property.define.v1",
    topic=topics.INVENTORY_PROPERTY_COMMANDS,
    key="property_id",
):
    """Create the property, or replace its sheet."""

    sheet: PropertySheet


class PropertyDefined(
    Message,
    type="inventory.property.defined.v1",
    topic=topics.INVENTORY_PROPERTY_EVENTS,
    key="property_id",
):
    """The request was carried out; `changed` is false where the sheet already said so."""

    request_id: str
    changed: bool
    sheet: PropertySheet


class PropertyRefused(
    Message,
    type="inventory.property.refused.v1",
    topic=topics.INVENTORY_PROPERTY_EVENTS,
    key="property_id",
):
    """The request was refused: `field` of the sheet, and why."""

    request_id: str
    field: str
    reason: str


class PropertyState(
    Message,
    type="inventory.property.state.v1",
    topic=topics.INVENTORY_PROPERTY_STATE,
    key="property_id",
):
    """The property as it is now."""

    sheet: PropertySheet
