"""Delivery orders: a meal brought to the hotel by a partner's courier (O01 to O25)."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import ExternalId, Instant, Message, OrderId, Part, Text
from contracts.money import Amount, MinorUnits
from contracts.personal import Personal
from contracts.properties import Language

Room = Annotated[str, Field(min_length=1, max_length=20)]
ValidationCode = Annotated[str, Field(max_length=20)]

# Crockford's base 32: no I, L, O or U, so that it can be read out over the phone.
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def reference_of(order_id: str) -> str:
    """The short reference of an order: six characters for people, made from its id alone, so that
    whoever knows the id can name the order before it is placed. Not unique for ever: thirty bits
    tell the orders of a day apart, and nothing is ever looked up by it alone."""
    bits = int.from_bytes(hashlib.sha256(order_id.encode()).digest()[:4]) >> 2
    return "".join(_CROCKFORD[bits >> shift & 31] for shift in range(25, -1, -5))


class Guest(Part):
    surname: Annotated[str, Personal, Field(min_length=1, max_length=100)]
    given_name: Annotated[str, Personal, Field(max_length=100)] | None = None
    phone: Annotated[str, Personal, Field(max_length=40)] | None = None
    language: Language | None = None


class Restaurant(Part):
    name: Text


class OrderLine(Part):
    """One dish. `unit_amount` is gross, in minor units of the order's currency."""

    name: Text
    quantity: Annotated[int, Field(ge=1, le=999)]
    unit_amount: MinorUnits


class Courier(Part):
    name: Annotated[str, Personal, Field(max_length=200)]
    phone: Annotated[str, Personal, Field(max_length=40)] | None = None
    vehicle: Annotated[str, Field(max_length=100)] | None = None


class Position(Part):
    latitude: Annotated[float, Field(ge=-90, le=90)]
    longitude: Annotated[float, Field(ge=-180, le=180)]


class Origin(StrEnum):
    """Who placed the order with the partner."""

    GUEST = "guest"  # on the partner's ordering page
    HOTEL = "hotel"  # reception, on the guest's behalf: the partner has yet to be told


class DeliveryContent(Part):
    """What was ordered, for whom, from where. All amounts tax included."""

    external_id: ExternalId
    partner_id: Annotated[str, Field(min_length=1, max_length=64)]
    room: Room
    guest: Guest
    restaurant: Restaurant
    lines: Annotated[tuple[OrderLine, ...], Field(min_length=1, max_length=200)]
    amount: Amount
    placed_at: Instant
    validation_code: ValidationCode | None = None
    expected_at: Instant | None = None
    origin: Origin = Origin.GUEST


class AboutOrder(Message):
    order_id: OrderId


class PlaceDeliveryOrder(
    AboutOrder,
    type="orders.delivery.place.v1",
    topic=topics.ORDERS_DELIVERY_COMMANDS,
    key="order_id",
):
    """Open a delivery order. The same content again changes nothing; other content under the same
    order id is refused."""

    guest_id: str
    content: DeliveryContent


class ChangeDeliveryRoom(
    AboutOrder,
    type="orders.delivery.change-room.v1",
    topic=topics.ORDERS_DELIVERY_COMMANDS,
    key="order_id",
):
    """The guest has moved to another room: the meal goes there, and a charge that is not posted yet
    follows."""

    room: Room


class DeliveryPlaced(
    AboutOrder,
    type="orders.delivery.placed.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """A delivery order was opened."""

    guest_id: str
    reference: str
    content: DeliveryContent


class RefusalReason(StrEnum):
    UNKNOWN_PROPERTY = "unknown_property"
    UNKNOWN_ORDER = "unknown_order"
    ORDER_OVER = "order_over"
    DELIVERY_NOT_OFFERED = "delivery_not_offered"
    CURRENCY_MISMATCH = "currency_mismatch"
    ALREADY_PLACED_DIFFERENTLY = "already_placed_differently"


class DeliveryRefused(
    AboutOrder,
    type="orders.delivery.refused.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """A request to open or change an order was refused: which field, and why."""

    external_id: str
    reason: RefusalReason
    field: str
    detail: str


class CourierAssigned(
    AboutOrder,
    type="orders.delivery.courier-assigned.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """A courier was named, or replaced by another."""

    guest_id: str
    courier: Courier
    occurred_at: Instant


class _Progress(AboutOrder):
    occurred_at: Instant


class DeliveryAccepted(
    _Progress,
    type="orders.delivery.accepted.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """The restaurant took the order. May be told after the road has begun."""


class DeliveryPreparing(
    _Progress,
    type="orders.delivery.preparing.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """The restaurant is cooking. May be told late, after the road has begun."""


class DeliveryPickedUp(
    _Progress,
    type="orders.delivery.picked-up.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """The courier has left the restaurant with the meal."""


class CourierNear(
    _Progress,
    type="orders.delivery.courier-near.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """The courier is about to reach the hotel (O04)."""


class ExpectedTimeChanged(
    _Progress,
    type="orders.delivery.expected-time-changed.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """The partner expects the meal at another time (O03)."""

    expected_at: Instant


class DeliveryDelivered(
    _Progress,
    type="orders.delivery.delivered.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """The meal is at the hotel; from now on the guest owes it (O14, O18)."""


class DeliveryCancelled(
    _Progress,
    type="orders.delivery.cancelled.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """The order will not come; neither the hotel nor the guest is billed (O21)."""

    guest_id: str | None = None
    reason: Text | None = None


class DeliveryFailed(
    _Progress,
    type="orders.delivery.failed.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """The courier could not hand the meal over; nobody is billed."""

    reason: Text | None = None


class DeliveryReturned(
    _Progress,
    type="orders.delivery.returned.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """The courier brought the meal back to the restaurant; nobody is billed."""

    reason: Text | None = None


class CourierSeen(
    _Progress,
    type="orders.delivery.courier-seen.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """Where the courier is; told at most about once a minute."""

    position: Position


class ValidationCodeChanged(
    _Progress,
    type="orders.delivery.code-changed.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """The code to read out to the courier is known now, or is another one."""

    validation_code: ValidationCode


class DeliveryRoomChanged(
    _Progress,
    type="orders.delivery.room-changed.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """The meal goes to another room, and a charge that is not posted yet with it. Said too when it
    was that one."""

    room: Room
