"""What whoever changes a night needs to know of the property."""

from __future__ import annotations

from typing import Any, NamedTuple

from chassis.documents import Ref
from chassis.outcome import Context
from contracts.message import Message, PropertyId
from inventory.planning.booking_window import Window, window_of
from inventory.planning.stock import Stock, stocks
from inventory.properties.model import Objection, as_hut, properties


class House(NamedTuple):
    """What a property has to sell, and when it may be booked. `objection` says why it sells
    nothing, where it is no hut; its stock is then empty."""

    stock: Stock
    window: Window
    objection: Objection | None


def reads(message: Message) -> tuple[Ref[Any], ...]:
    return (stocks.ref(message.property_id), properties.ref(message.property_id))


def house_of(context: Context, property_id: PropertyId, *, local: bool) -> House:
    """The property as of this batch; `local` is for the house itself, which no lead time binds."""
    known = context.read(properties.ref(property_id))
    stock = context.read(stocks.ref(property_id)) or Stock(property_id=property_id)
    zone = known.sheet.time_zone if known else "UTC"
    hut = as_hut(known)
    objection = hut if isinstance(hut, Objection) else None
    return House(stock, window_of(stock, zone, context.now, local=local), objection)
