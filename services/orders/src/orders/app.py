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
from orders.settings import Settings

handlers = HandlerTable("orders")
handlers.include(delivery.table)
handlers.include(known_properties.table)

collections: tuple[Collection[Any], ...] = (deliveries, properties)
publishes: tuple[Topic, ...] = (
    topics.ORDERS_DELIVERY_EVENTS,
    topics.ORDERS_DELIVERY_REPORTS,
    topics.ORDERS_BILLING_STATE,
)


def build(settings: Settings) -> Service:
    """The service as the chassis runs it."""

    def effects(runtime: Runtime) -> EffectTable:
        return timers()

    return Service(
        name="orders",
        handlers=handlers,
        collections=collections,
        publishes=publishes,
        effects=effects,
    )
