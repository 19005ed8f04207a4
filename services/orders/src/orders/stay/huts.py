"""The huts of a cart: their names, currencies and how they sell, as of now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from chassis.documents import Ref
from chassis.outcome import Context
from contracts.carts import Cart
from contracts.message import PropertyId
from contracts.selling import Selling
from contracts.stay_requests import BookStay, ChangeStay, PriceStay
from orders.properties.model import properties
from orders.selling.model import sellings


class Hut(NamedTuple):
    name: str
    time_zone: str
    selling: Selling


Huts = Mapping[PropertyId, Hut]
WithCart = PriceStay | BookStay | ChangeStay


def huts_read(message: WithCart) -> Iterable[Ref[Any]]:
    """What a request with a cart reads: each of its properties, and how that sells."""
    ids = _properties_of(message.cart)
    return (*map(properties.ref, ids), *map(sellings.ref, ids))


def huts_of(message: WithCart, context: Context) -> dict[PropertyId, Hut]:
    """The huts of the cart that are known to sell places."""
    found = {}
    for id in _properties_of(message.cart):
        house, told = context.read(properties.ref(id)), context.read(sellings.ref(id))
        if house is not None and told is not None:
            found[id] = Hut(house.sheet.name, house.sheet.time_zone, told.selling)
    return found


def _properties_of(cart: Cart) -> tuple[PropertyId, ...]:
    nights = (night.property_id for night in cart.nights)
    supplements = (supplement.property_id for supplement in cart.supplements)
    return tuple(dict.fromkeys((*nights, *supplements)))
