"""Composition root of the orders service."""

from __future__ import annotations

from typing import Any

from chassis.documents import Collection
from chassis.effects import EffectTable
from chassis.service import Runtime, Service
from chassis.table import HandlerTable
from contracts import topics
from contracts.topics import Topic
from orders.delivery import handlers as delivery
from orders.delivery.deadlines import timers
from orders.delivery.model import deliveries
from orders.properties import handlers as known_properties
from orders.properties.model import properties
from orders.selling import handlers as known_sellings
from orders.selling.model import kept_terms, sellings
from orders.settings import Settings
from orders.stay import handlers as stay
from orders.stay.deadlines import add_timers
from orders.stay.model import stays

handlers = HandlerTable("orders")
handlers.include(delivery.table)
handlers.include(known_properties.table)
handlers.include(known_sellings.table)
handlers.include(stay.table)

collections: tuple[Collection[Any], ...] = (deliveries, properties, sellings, kept_terms, stays)
# Copies of what inventory says as of now. Terms are not: a version that others took the place of is
# nowhere else.
views: tuple[Collection[Any], ...] = (properties, sellings)
publishes: tuple[Topic, ...] = (
    topics.ORDERS_DELIVERY_EVENTS,
    topics.ORDERS_DELIVERY_REPORTS,
    topics.ORDERS_BILLING_STATE,
    topics.ORDERS_STAY_EVENTS,
    topics.ORDERS_STAY_REPORTS,
    topics.INVENTORY_STOCK_COMMANDS,
    topics.BRIDGE_PAYMENT_COMMANDS,
)


def carriers() -> EffectTable:
    """All timers of this service."""
    table = timers()
    add_timers(table)
    return table


def build(settings: Settings) -> Service:
    """The service as the chassis runs it."""

    def effects(runtime: Runtime) -> EffectTable:
        return carriers()

    return Service(
        name="orders",
        handlers=handlers,
        collections=collections,
        publishes=publishes,
        effects=effects,
    )
