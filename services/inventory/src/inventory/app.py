"""Composition root of the inventory service."""

from __future__ import annotations

from typing import Any

from chassis.documents import Collection
from chassis.service import Runtime, Service
from chassis.table import HandlerTable
from contracts import topics
from contracts.topics import Topic
from inventory.auditing import keep_auditing
from inventory.huts import handlers as hut_handlers
from inventory.huts.model import huts
from inventory.planning import handlers as planning_handlers
from inventory.planning.days import days
from inventory.planning.holds import holds
from inventory.planning.stock import stocks
from inventory.properties import handlers as property_handlers
from inventory.properties.model import properties
from inventory.selling import handlers as selling_handlers
from inventory.selling.model import sellings
from inventory.settings import Settings

handlers = HandlerTable("inventory")
handlers.include(property_handlers.table)
handlers.include(hut_handlers.table)
handlers.include(selling_handlers.table)
handlers.include(planning_handlers.table)

collections: tuple[Collection[Any], ...] = (properties, huts, sellings, stocks, days, holds)
publishes: tuple[Topic, ...] = (
    topics.INVENTORY_PROPERTY_EVENTS,
    topics.INVENTORY_PROPERTY_STATE,
    topics.INVENTORY_CATALOGUE_EVENTS,
    topics.INVENTORY_HUT_EVENTS,
    topics.INVENTORY_HUT_STATE,
    topics.INVENTORY_SELLING_STATE,
    topics.INVENTORY_STOCK_EVENTS,
    topics.INVENTORY_PLANNING_EVENTS,
)


def build(settings: Settings) -> Service:
    """The service as the chassis runs it."""

    async def audit(runtime: Runtime) -> None:
        await keep_auditing(runtime, settings.audit_every)

    return Service(
        name="inventory",
        handlers=handlers,
        collections=collections,
        publishes=publishes,
        tasks=(audit,),
    )
