"""Stays: nights in one or more huts, asked for, held, kept as an option or firm (R44 to R53)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import Count, Instant, Message, OrderId, Part, PropertyId, Text
from contracts.money import Amount, Currency, MinorUnits
from contracts.personal import Personal
from contracts.planning import Shortage
from contracts.properties import Language
from contracts.selling import Labels, Night, PartId, PaymentMeans, Persons, Quantity

_PersonalText = Annotated[str, Personal, Field(max_length=200)]


class Contact(Part):
    """Who stays, with the fields that the house needs (R47): both names, phone and mail. Neither
    address nor city is asked of anyone. `remark` never leaves the house (R48)."""

    title: Annotated[str, Field(max_length=20)] | None = None
    surname: Annotated[str, Personal, Field(min_length=1, max_length=100)]
    given_name: Annotated[str, Personal, Field(min_length=1, max_length=100)]
    phone: Annotated[str, Personal, Field(pattern=r"^[+0-9 ().\-/]{5,40}$")]
    mail: Annotated[
        str, Personal, Field(pattern=r"^[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+$", max_length=254)
    ]
    address: _PersonalText | None = None
    address_2: _PersonalText | None = None
    postcode: Annotated[str, Personal, Field(max_length=20)] | None = None
    city: Annotated[str, Personal, Field(max_length=100)] | None = None
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    fax: Annotated[str, Personal, Field(max_length=40)] | None = None
    remark: Annotated[str, Personal, Field(max_length=2000)] | None = None
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

    `unit_amount` and `total` are gross, in minor units. `stock_type_id` and its `label` are of
    nights alone.
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


class PropertyShare(Part):
    """What one property of a stay gets: its own currency's amount, and what is due of it at once
    (R08), in the same currency."""

    property_id: PropertyId
    property_name: Text
    amount: Amount
    due_now: MinorUnits


class Price(Part):
    """A cart's price with each line that it is made of. All shares are in one currency."""

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


class AboutStay(Message):
    """`property_id` is that of the cart's first night; the others are named by its shares."""

    order_id: OrderId


class _StayWide(AboutStay):
    """What happened to a stay at each of its `properties`: those of its cart and, where that was
    changed just now, those that it left."""

    properties: Annotated[tuple[PropertyId, ...], Field(max_length=40)] = ()


class PriceStay(
    AboutStay,
    type="orders.stay.price.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Price a cart without booking it; no place is held."""

    cart: Cart


class BookStay(
    AboutStay,
    type="orders.stay.book.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Book a cart: all of it or nothing. `expected_total` is what the booker was shown; at another
    price the request is refused instead of surprising anyone. The same content again changes
    nothing, other content under the same order id is refused."""

    guest_id: str
    cart: Cart
    contact: Contact
    wish: Wish
    source: StaySource
    send_mail: bool = True
    language: Language
    terms: Annotated[tuple[AcceptedTerms, ...], Field(max_length=20)] = ()
    expected_total: MinorUnits | None = None
    payment_means: PaymentMeans | None = None


class ChangeStay(
    AboutStay,
    type="orders.stay.change.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Replace a stay's cart in one swap: its new places are held before the old ones are let go."""

    cart: Cart
    expected_total: MinorUnits | None = None


class ConfirmStay(
    AboutStay,
    type="orders.stay.confirm.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Make an option firm."""

    send_mail: bool = True


class CancelStay(
    AboutStay,
    type="orders.stay.cancel.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Cancel a stay and give its places back, once."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]
    send_mail: bool = True


class StayRefusal(StrEnum):
    UNKNOWN_PROPERTY = "unknown_property"
    UNKNOWN_RATE = "unknown_rate"
    UNKNOWN_SUPPLEMENT = "unknown_supplement"
    QUANTITY = "quantity"  # below the minimum or above the maximum of a rate or supplement
    TWO_CURRENCIES = "two_currencies"
    GROUP = "group"  # so many persons are told to get in touch with the hut
    TERMS_NOT_ACCEPTED = "terms_not_accepted"
    PRICE_CHANGED = "price_changed"
    MODE_NOT_OFFERED = "mode_not_offered"
    NO_PLACES = "no_places"  # see the shortages
    UNKNOWN_STAY = "unknown_stay"
    STAY_OVER = "stay_over"
    BUSY = "busy"  # an earlier change has not ended yet
    ALREADY_BOOKED_DIFFERENTLY = "already_booked_differently"
    NO_ANSWER = "no_answer"  # a property did not answer in time; nothing is held


class PropertyShortage(Part):
    property_id: PropertyId
    shortage: Shortage


class StayPriced(
    AboutStay,
    type="orders.stay.priced.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """What the cart costs now."""

    request_id: str
    price: Price


class StayRefused(
    AboutStay,
    type="orders.stay.refused.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """A request about a stay was refused: which field, why, and which nights are short."""

    request_id: str
    reason: StayRefusal
    field: str
    detail: str
    shortages: Annotated[tuple[PropertyShortage, ...], Field(max_length=500)] = ()


class StayRequested(
    AboutStay,
    type="orders.stay.requested.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """A stay was asked for; its properties are being asked for the places."""

    request_id: str
    guest_id: str
    reference: str
    contact: Contact
    wish: Wish
    source: StaySource
    language: Language
    price: Price
    terms: tuple[AcceptedTerms, ...] = ()
    requested_at: Instant


class StayState(StrEnum):
    OPTION = "option"
    FIRM = "firm"


class StayBooked(
    AboutStay,
    type="orders.stay.booked.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """Every property holds the places: the stay is an option until `expires_at`, or firm."""

    request_id: str
    guest_id: str
    reference: str
    state: StayState
    wish: Wish
    source: StaySource
    language: Language
    contact: Contact
    price: Price
    terms: tuple[AcceptedTerms, ...] = ()
    send_mail: bool
    booked_at: Instant
    expires_at: Instant | None = None


class StayChanged(
    _StayWide,
    type="orders.stay.changed.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """A stay's nights, persons or supplements are others now. `difference` is the new total less
    the old one, in minor units."""

    request_id: str
    guest_id: str
    price: Price
    difference: MinorUnits
    changed_at: Instant


class StayConfirmed(
    _StayWide,
    type="orders.stay.confirmed.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """An option became firm."""

    request_id: str
    guest_id: str
    send_mail: bool
    confirmed_at: Instant


class StayCancelled(
    _StayWide,
    type="orders.stay.cancelled.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """A stay was cancelled; its places are given back."""

    request_id: str
    guest_id: str
    reason: Annotated[str, Field(max_length=500)]
    send_mail: bool
    cancelled_at: Instant


class OptionReminderDue(
    AboutStay,
    type="orders.stay.reminder-due.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """An option will soon expire; its guest is reminded."""

    guest_id: str
    expires_at: Instant


class OptionExpired(
    _StayWide,
    type="orders.stay.expired.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """An option was not confirmed in time; its places are given back."""

    guest_id: str
    expired_at: Instant


class StayDeadline(StrEnum):
    ANSWERS = "answers"  # a property has not answered
    REMINDER = "reminder"
    EXPIRY = "expiry"


class StayDeadlineCame(
    AboutStay,
    type="orders.stay.deadline-came.v1",
    topic=topics.ORDERS_STAY_REPORTS,
    key="order_id",
):
    """A timer of the stay has rung. `attempt` is the one it was set for; on another it is late."""

    deadline: StayDeadline
    attempt: Count
