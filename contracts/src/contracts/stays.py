"""What became of stays: nights in one or more huts, held, kept as an option or firm, changed and
cancelled (R44 to R53)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.carts import AcceptedTerms, Contact, Price, StaySource, Wish
from contracts.message import Count, Instant, Part, PropertyId
from contracts.money import MinorUnits
from contracts.payments import KeptCard
from contracts.planning import Shortage
from contracts.properties import Language
from contracts.stay_requests import AboutStay


class _StayWide(AboutStay):
    """What happened to a stay at each of its `properties`: those of its cart and, where that was
    changed just now, those that it left."""

    properties: Annotated[tuple[PropertyId, ...], Field(max_length=40)] = ()


class StayRefusal(StrEnum):
    UNKNOWN_PROPERTY = "unknown_property"
    UNKNOWN_RATE = "unknown_rate"
    UNKNOWN_SUPPLEMENT = "unknown_supplement"  # or for a night that is not in the cart
    QUANTITY = "quantity"  # below a minimum, or more than a maximum or a stay may have
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
    """Every property holds the places: the stay is an option until `expires_at`, or firm.

    `paid` is what was paid online, in minor units of the price's currency (R56). Where a `card` is
    kept instead, up to `guarantee` may be charged to it (R57).

    An option whose time would end on the day of arrival or later does not expire by itself: nobody
    loses a bed on the way to it."""

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
    paid: Annotated[MinorUnits, Field(ge=0)] = 0
    card: KeptCard | None = None
    guarantee: Annotated[MinorUnits, Field(ge=0)] = 0


class StayChanged(
    _StayWide,
    type="orders.stay.changed.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """A stay's nights, persons or supplements are others now. `difference` is the new total less
    the old one, in minor units; `changed` is false where the stay already was so. `expires_at` is
    the option's, by its new nights; `terms` are all that were accepted for the stay.

    Of what was paid online `paid` is kept, after `refunded` was given back by this change; `due` is
    what its guest is now asked to pay online."""

    request_id: str
    guest_id: str
    price: Price
    difference: MinorUnits
    changed_at: Instant
    expires_at: Instant | None = None
    terms: Annotated[tuple[AcceptedTerms, ...], Field(max_length=40)] = ()
    send_mail: bool = True
    changed: bool = True
    paid: Annotated[MinorUnits, Field(ge=0)] | None = None
    refunded: Annotated[MinorUnits, Field(ge=0)] = 0
    due: Annotated[MinorUnits, Field(ge=0)] = 0


class StayConfirmed(
    _StayWide,
    type="orders.stay.confirmed.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """An option became firm; `changed` is false where the stay already was."""

    request_id: str
    guest_id: str
    send_mail: bool
    confirmed_at: Instant
    changed: bool = True


class StayCancelled(
    _StayWide,
    type="orders.stay.cancelled.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """A stay was cancelled; its places are given back, and `refunded` of what was paid is, too.
    `changed` is false where it already was cancelled, for the reason and at the time told before.
    """

    request_id: str
    guest_id: str
    reason: Annotated[str, Field(max_length=500)]
    send_mail: bool
    cancelled_at: Instant
    changed: bool = True
    refunded: Annotated[MinorUnits, Field(ge=0)] = 0


class OptionReminderDue(
    AboutStay,
    type="orders.stay.reminder-due.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """An option will soon expire; its guest is reminded, unless they were to have no mail."""

    guest_id: str
    expires_at: Instant
    send_mail: bool = True


class OptionExpired(
    _StayWide,
    type="orders.stay.expired.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """An option was not confirmed in time; its places are given back."""

    guest_id: str
    expired_at: Instant
    send_mail: bool = True


class StayDeadline(StrEnum):
    ANSWERS = "answers"  # a property has not answered
    REMINDER = "reminder"
    EXPIRY = "expiry"
    PAYMENT = "payment"  # nobody has paid


class StayDeadlineCame(
    AboutStay,
    type="orders.stay.deadline-came.v1",
    topic=topics.ORDERS_STAY_REPORTS,
    key="order_id",
):
    """A timer of the stay has rung. `attempt` is the one that it was set for: answers to another
    one are not missed any more. An option ends whichever attempt it is at."""

    deadline: StayDeadline
    attempt: Count
