"""What a stay is asked for with and costs: contact, cart, price, accepted terms (R44 to R48)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.message import Count, Part, PropertyId, Text
from contracts.money import Amount, Currency, MinorUnits, Rate
from contracts.personal import InHouse, Personal
from contracts.properties import Language
from contracts.selling import Labels, Night, PartId, Persons, Quantity

_PersonalText = Annotated[str, Personal, Field(max_length=200)]
# More than blanks.
_Name = Annotated[str, Personal, Field(min_length=1, max_length=100, pattern=r"\S")]


class Contact(Part):
    """Who stays, with the fields that the house needs (R47): both names, phone and mail. Neither
    address nor city is asked of anyone. `remark` is the house's own: whoever writes to the guest
    or shows them anything takes `contracts.personal.for_guest` of this (R48)."""

    title: Annotated[str, Field(max_length=20)] | None = None
    surname: _Name
    given_name: _Name
    phone: Annotated[str, Personal, Field(pattern=r"^[+(]{0,2}[0-9][+0-9 ().\-/]{4,38}$")]
    mail: Annotated[
        str, Personal, Field(pattern=r"^[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+$", max_length=254)
    ]
    address: _PersonalText | None = None
    address_2: _PersonalText | None = None
    postcode: Annotated[str, Personal, Field(max_length=20)] | None = None
    city: Annotated[str, Personal, Field(max_length=100)] | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    fax: Annotated[str, Personal, Field(max_length=40)] | None = None
    remark: Annotated[str, Personal, InHouse, Field(max_length=2000)] | None = None
    language: Language | None = None


class NightWanted(Part):
    """So many persons on one night at one of the property's rates."""

    property_id: PropertyId
    night: Night
    rate_id: PartId
    persons: Persons


class SupplementWanted(Part):
    """So many of one supplement; for one night, or for the stay."""

    property_id: PropertyId
    supplement_id: PartId
    quantity: Annotated[int, Field(ge=1, le=500)]
    night: Night | None = None


class Cart(Part):
    """What is wanted, at one property or several."""

    nights: Annotated[tuple[NightWanted, ...], Field(min_length=1, max_length=500)]
    supplements: Annotated[tuple[SupplementWanted, ...], Field(max_length=200)] = ()


class LineKind(StrEnum):
    NIGHT = "night"
    SUPPLEMENT = "supplement"


class PricedLine(Part):
    """One line of what a stay costs, with the names and the price as they were when it was priced.

    `unit_amount` and `total` are gross, in minor units; the tax in them is rounded line by line.
    `stock_type_id` and its `label` are of nights alone.
    """

    kind: LineKind
    property_id: PropertyId
    item_id: PartId
    name: Labels
    night: Night | None = None
    stock_type_id: PartId | None = None
    stock_type: Text | None = None
    label: Labels = Field(default_factory=dict)
    quantity: Quantity
    unit_amount: MinorUnits
    total: MinorUnits
    tax_name: Annotated[str, Field(max_length=60)] = ""
    tax_rate: Rate = "0"


class PropertyShare(Part):
    """What one property of a stay gets: the amount with its tax lines, one per rate; and what of it
    a booking with payment pays at once (R08), in the same currency."""

    property_id: PropertyId
    property_name: Text
    amount: Amount
    due_now: MinorUnits


class Price(Part):
    """A cart's price with each line that it is made of. All shares are in one currency.

    `due_now` is what a booking with payment pays at once; an option, a pre-booking and what the
    house books itself pay nothing then (R51, R55)."""

    currency: Currency
    lines: Annotated[tuple[PricedLine, ...], Field(min_length=1, max_length=700)]
    shares: Annotated[tuple[PropertyShare, ...], Field(min_length=1, max_length=20)]
    total: MinorUnits
    due_now: MinorUnits


class Wish(StrEnum):
    """What the booking is to become."""

    OPTION = "option"  # local, without commitment: PRE-RESA (R50)
    FIRM = "firm"  # local, committed: RESA (R50)
    PRE_BOOKING = "pre_booking"  # a guest's, online, unpaid: PRE-RESA (R55)
    BOOKING = "booking"  # a guest's, online, paid or guaranteed: RESA (R56)


class StaySource(StrEnum):
    DESK = "desk"
    WEB = "web"
    API = "api"


class AcceptedTerms(Part):
    """The terms of sale of one property as a guest accepted them (R06)."""

    property_id: PropertyId
    version: Count
