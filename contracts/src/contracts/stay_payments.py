"""What became of the money for stays: paid online, missed, or charged to a card that was kept (R08,
R56, R57)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.carts import Price
from contracts.message import Instant
from contracts.money import MinorUnits
from contracts.properties import Language
from contracts.selling import PaymentMeans
from contracts.stay_requests import AboutStay


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
