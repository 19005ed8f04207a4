"""How and what a hut sells: terms, deposit, stock types, openings, rates (R05 to R08, R19 to R33).

All of it is one aggregate of inventory, published whole: whoever prices or places a stay reads one
state, and a change of one part is one command.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from contracts.message import Count, Part, Text
from contracts.money import Currency, MinorUnits, Rate
from contracts.properties import Language, MailAddress

# How far ahead a planning reaches, today included; openings, closures and stays end before.
HORIZON_DAYS = 24 * 31
# Ids of stock types, openings, rates and supplements are made by whoever adds them.
PartId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$", examples=["dortoir"])]
Places = Annotated[int, Field(ge=0, le=500)]
Persons = Annotated[int, Field(ge=1, le=500)]
Quantity = Annotated[int, Field(ge=0, le=500)]
# A text in each language that it was written in; readers fall back on the property's first.
Labels = Annotated[dict[Language, Text], Field(max_length=5)]
Texts = Annotated[dict[Language, Annotated[str, Field(max_length=4000)]], Field(max_length=5)]


class BookingMode(StrEnum):
    """What a guest's validation makes (R19, R55, R56)."""

    PRE_BOOKING = "pre_booking"  # an option: blocks the places, nothing is paid
    BOOKING = "booking"  # paid or guaranteed by a card


class PaymentMeans(StrEnum):
    PAYPAL = "paypal"
    PAYBOX = "paybox"
    CARD_CAPTURE = "card_capture"  # the card is kept by a connector's vault, never here


class DepositKind(StrEnum):
    """What is paid at once (R08). Without a deposit everything is."""

    NONE = "none"
    PERCENTAGE = "percentage"
    FIXED = "fixed"


class Deposit(Part):
    """`value` is per cent for a percentage, minor units of the property's currency for a sum."""

    kind: DepositKind = DepositKind.NONE
    value: Annotated[int, Field(ge=0, le=10**9)] = 0

    @model_validator(mode="after")
    def _fitting(self) -> Self:
        if self.kind is DepositKind.NONE and self.value:
            raise ValueError("no deposit has no value: everything is paid at once")
        if self.kind is DepositKind.PERCENTAGE and not 1 <= self.value <= 100:
            raise ValueError("a percentage is from 1 to 100")
        if self.kind is DepositKind.FIXED and not self.value:
            raise ValueError("a fixed sum is more than nothing")
        return self


class Rules(Part):
    """When and how one may book (R19, R23). `cut_off` is the hour of the arrival day, in the
    property's time zone, until which that day may still be booked; None closes at midnight. What
    was paid online is given back where a stay is cancelled at least `refund_days` before its first
    night."""

    mode: BookingMode = BookingMode.PRE_BOOKING
    pre_booking_too: bool = True
    payment_means: Annotated[tuple[PaymentMeans, ...], Field(max_length=3)] = ()
    deposit: Deposit = Deposit()
    refund_days: Annotated[int, Field(ge=0, le=365)] = 0
    min_days_before: Annotated[int, Field(ge=0, le=365)] = 0
    cut_off: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] | None = None
    # An option is kept as long, and its guest reminded as long before its end.
    option_days: Annotated[int, Field(ge=1, le=365)] = 14
    reminder_days: Annotated[int, Field(ge=0, le=60)] = 3
    # So many guests on one night, or more, are a group, told to get in touch with the hut (R46).
    group_from: Persons | None = None


class MailTexts(Part):
    """The warden's own words around the automatic mails in one language (R20)."""

    rates_intro: Annotated[str, Field(max_length=2000)] = ""
    booking_subject: Annotated[str, Field(max_length=150)] = ""
    booking_body: Annotated[str, Field(max_length=8000)] = ""
    pre_booking_subject: Annotated[str, Field(max_length=150)] = ""
    pre_booking_body: Annotated[str, Field(max_length=8000)] = ""


class Mails(Part):
    """`sender` sends the automatic mails and those sent again, and gets a copy of each (R21)."""

    sender: MailAddress | None = None
    texts: Annotated[dict[Language, MailTexts], Field(max_length=5)] = Field(default_factory=dict)


class Terms(Part):
    """Terms of sale per language (R05). `version` goes up with each change; what a guest accepted
    is kept by its number and text."""

    version: Count = 0
    texts: Annotated[
        dict[Language, Annotated[str, Field(max_length=60_000)]], Field(max_length=5)
    ] = Field(default_factory=dict)


class StockType(Part):
    """A dormitory or a category of rooms, sold as places per night (R25, R26).

    `whole_from`: a booking of as many persons blocks all of it (R27); 1 is always, None never.
    """

    id: PartId
    name: Text
    label: Labels = Field(default_factory=dict)
    description: Texts = Field(default_factory=dict)
    whole_from: Persons | None = None

    def blocked_by(self, persons: int) -> bool:
        return self.whole_from is not None and persons >= self.whole_from


class Opening(Part):
    """From the first to the last bookable night, places per weekday, Monday first (R29, R30)."""

    id: PartId
    stock_type_id: PartId
    first: dt.date
    last: dt.date
    places: Annotated[tuple[Places, ...], Field(min_length=7, max_length=7)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("the last night is before the first")
        return self

    def covers(self, night: dt.date) -> bool:
        return self.first <= night <= self.last


class _Priced(Part):
    """`unit_amount` is gross, in minor units of the property's currency."""

    id: PartId
    name: Labels
    description: Texts = Field(default_factory=dict)
    minimum: Quantity = 0
    maximum: Quantity
    unit_amount: Annotated[MinorUnits, Field(ge=0)]
    tax_name: Annotated[str, Field(max_length=60)] = ""
    tax_rate: Rate = "0"

    @model_validator(mode="after")
    def _named_and_in_order(self) -> Self:
        if not self.name:
            raise ValueError("a price has a name in at least one language")
        if self.maximum < max(1, self.minimum):
            raise ValueError("the maximum is at least one and not below the minimum")
        return self


class RateLine(_Priced):
    """A price per person and night for one stock type (R31)."""

    stock_type_id: PartId


class Supplement(_Priced):
    """An optional extra, per unit (R33)."""


Night = dt.date
ClosedNights = Annotated[tuple[Night, ...], Field(max_length=HORIZON_DAYS)]


class Selling(Part):
    """Everything that decides what may be booked and what it costs, but for the planning itself.

    `closed` are the nights ticked in the calendar of closures, in order (R24).
    """

    currency: Currency
    rules: Rules = Rules()
    terms: Terms = Terms()
    mails: Mails = Mails()
    stock_types: Annotated[tuple[StockType, ...], Field(max_length=40)] = ()
    openings: Annotated[tuple[Opening, ...], Field(max_length=400)] = ()
    rates: Annotated[tuple[RateLine, ...], Field(max_length=200)] = ()
    supplements: Annotated[tuple[Supplement, ...], Field(max_length=100)] = ()
    closed: ClosedNights = ()
