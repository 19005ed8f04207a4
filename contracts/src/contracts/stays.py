"""Stays: nights in one or more huts, asked for, held, kept as an option or firm (R44 to R53)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.huts import WebAddress
from contracts.message import Count, Instant, Message, OrderId, Part, PropertyId, Text
from contracts.money import Amount, Currency, MinorUnits, Rate
from contracts.payments import KeptCard
from contracts.personal import InHouse, Personal
from contracts.planning import Shortage
from contracts.properties import Language
from contracts.selling import Labels, Night, PartId, PaymentMeans, Persons, Quantity

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
    """Price a cart without booking it; no place is held. Under the order id of a booked stay it is
    priced as a change of it would be: what was booked keeps its price."""

    cart: Cart


class BookStay(
    AboutStay,
    type="orders.stay.book.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Book a cart: all of it or nothing. A booking is paid by `payment_means` on a page of the
    provider's, from where the guest comes back to `return_to`. `expected_total` is what the booker
    was shown; at another price the request is refused instead of surprising anyone. The same
    content again changes nothing, other content under the same order id is refused. `property_id`
    is one of the cart's.
    """

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
    return_to: WebAddress | None = None


class ChangeStay(
    AboutStay,
    type="orders.stay.change.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Replace a stay's cart in one swap: its new places are held before the old ones are let go,
    and where they cannot be had the stay is as it was. Nights and supplements that stay keep the
    price at which they were booked.

    Lead times and the group limit bind whom the house does not know: a guest at the `web`. They
    accept the terms of each property that is new to the stay.

    Of a stay that was paid online, what is paid too much is given back or kept as `refund` says,
    else as the hut's rules do; what is due more is paid online by its guest, or `at_hut`."""

    cart: Cart
    expected_total: MinorUnits | None = None
    source: StaySource = StaySource.DESK
    terms: Annotated[tuple[AcceptedTerms, ...], Field(max_length=20)] = ()
    send_mail: bool = True
    refund: bool | None = None
    at_hut: bool = False


class PayStay(
    AboutStay,
    type="orders.stay.pay.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Its guest pays what is still due online of a stay that was paid so: a change has made it
    dearer. Answered like a booking with payment. `expected` is what they were shown; at another sum
    the request is refused instead of surprising anyone."""

    expected: Annotated[MinorUnits, Field(gt=0)]
    return_to: WebAddress
    means: PaymentMeans | None = None


class ConfirmStay(
    AboutStay,
    type="orders.stay.confirm.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Make an option firm. Where it is already, nothing is mailed."""

    send_mail: bool = True


class CancelStay(
    AboutStay,
    type="orders.stay.cancel.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Cancel a stay and give its places back, once. A change that has not ended yet is refused with
    it. Where the stay is cancelled already, nothing is mailed. What was paid is given back or kept
    as `refund` says, else as the hut's rules do."""

    reason: Annotated[str, Field(min_length=1, max_length=500)]
    send_mail: bool = True
    refund: bool | None = None


class ChargeStayCard(
    AboutStay,
    type="orders.stay.charge-card.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Charge the card that is kept as the stay's guarantee, once: its guest did not come, or went
    without paying. No more than the guarantee is for."""

    amount: Annotated[MinorUnits, Field(gt=0)]
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class ReleaseStayCard(
    AboutStay,
    type="orders.stay.release-card.v1",
    topic=topics.ORDERS_STAY_COMMANDS,
    key="order_id",
):
    """Have the card forgotten that is kept as the stay's guarantee: nothing can be charged then."""


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


class StayAwaitsPayment(
    AboutStay,
    type="orders.stay.awaits-payment.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """The hut holds the places until `pays_until`; the stay is booked once `amount` is paid, what
    is due at once of the price, in minor units of its currency (R08, R56)."""

    request_id: str
    guest_id: str
    reference: str
    payment_id: str
    means: PaymentMeans
    amount: MinorUnits
    price: Price
    language: Language
    pays_until: Instant


class PaymentEnd(StrEnum):
    DECLINED = "declined"
    EXPIRED = "expired"  # nobody paid in time
    GIVEN_UP = "given_up"  # the guest came back without paying
    NOT_OFFERED = "not_offered"  # the hut cannot take payments after all


class StayPaid(
    AboutStay,
    type="orders.stay.paid.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """What was due online of a booked stay is paid: `amount` of it just now, `paid` in all, in
    minor units of the price's currency."""

    guest_id: str
    payment_id: str
    amount: MinorUnits
    paid: MinorUnits
    paid_at: Instant


class StayPaymentMissed(
    AboutStay,
    type="orders.stay.payment-missed.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """What was due online of a booked stay was not paid this time. The stay is as it was: it may be
    paid again, or at the hut."""

    guest_id: str
    payment_id: str
    reason: PaymentEnd
    ended_at: Instant


class StayPaymentEnded(
    AboutStay,
    type="orders.stay.payment-ended.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """It was not paid: the places are given back, and whatever is paid later is, too."""

    guest_id: str
    payment_id: str
    reason: PaymentEnd
    ended_at: Instant


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


class CardState(StrEnum):
    """What became of a card that was kept as a guarantee."""

    CHARGING = "charging"  # the provider is asked for the money
    CHARGED = "charged"
    DECLINED = "declined"  # the card gave nothing; it may be tried again
    RELEASED = "released"  # forgotten by its keeper


class StayCardChanged(
    AboutStay,
    type="orders.stay.card-changed.v1",
    topic=topics.ORDERS_STAY_EVENTS,
    key="order_id",
):
    """What became of the card kept for a stay: `amount` is being charged, or was, in minor units of
    the price's currency."""

    request_id: str
    guest_id: str
    state: CardState
    amount: Annotated[MinorUnits, Field(ge=0)] = 0
    reason: Annotated[str, Field(max_length=500)] = ""
    at: Instant


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
