"""Composition root of the inventory service."""

from __future__ import annotations

from typing import Any

from chassis.documents import Collection
from chassis.service import Service
from chassis.table import HandlerTable
from contracts import topics
from contracts.topics import Topic
from inventory.properties import handlers as property_handlers
from inventory.properties.model import properties
from inventory.settings import Settings

handlers = HandlerTable("inventory")
handlers.include(property_handlers.table)

collections: tuple[Collection[Any], ...] = (properties,)
publishes: tuple[Topic, ...] = (topics.INVENTORY_PROPERTY_EVENTS, topics.INVENTORY_PROPERTY_STATE)


def build(settings: Settings) -> Service:
    """The service as the chassis runs it."""
    return Service(
        name="inventory",
        handlers=handlers,
        collections=collections,
        publishes=publishes,
    )
