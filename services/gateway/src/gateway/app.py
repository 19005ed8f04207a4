"""Composition root of the gateway."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from starlette.types import ASGIApp

from chassis.documents import Collection
from chassis.service import Runtime, Service, Tailed
from chassis.table import HandlerTable
from contracts import topics
from contracts.topics import Topic
from gateway.access import door as access
from gateway.api.application import application
from gateway.api.workings import Workings
from gateway.board.folio_handlers import folios, notices
from gateway.board.handlers import deliveries
from gateway.board.model import ACTIVITY, ORDERS
from gateway.live.hub import LiveHub
from gateway.properties.handlers import properties
from gateway.properties.model import PROPERTIES
from gateway.requests.asking import Asking
from gateway.requests.ledger import Ledger
from gateway.requests.model import REQUESTS
from gateway.settings import Settings

handlers = HandlerTable("gateway")
for table in (deliveries, folios, notices, properties):
    handlers.include(table)

collections: tuple[Collection[Any], ...] = (ORDERS, ACTIVITY, PROPERTIES, REQUESTS)
publishes: tuple[Topic, ...] = (topics.GATEWAY_LIVE_CHANGES, topics.INVENTORY_PROPERTY_COMMANDS)


def build(settings: Settings) -> Service:
    """The gateway as the chassis runs it."""
    return Service(
        name="gateway",
        handlers=handlers,
        collections=collections,
        publishes=publishes,
        asgi=lambda runtime: serve(runtime, settings),
        tasks=(prepare,),
    )


def serve(runtime: Runtime, settings: Settings) -> ASGIApp:
    """The gateway's doors, wired to a running chassis."""
    return application(workings_of(runtime, settings))


def workings_of(runtime: Runtime, settings: Settings) -> Workings:
    hub = LiveHub(
        runtime.partition_of,
        lambda partition: runtime.end_offset(topics.GATEWAY_LIVE_CHANGES, partition),
    )
    asking = Asking(runtime, _now, settings.answer_wait)

    def receive(tailed: Tailed) -> None:
        if tailed.topic is topics.GATEWAY_LIVE_CHANGES:
            hub.receive(tailed)
        else:
            asking.waiting.receive(tailed)

    runtime.tail([topics.GATEWAY_LIVE_CHANGES, topics.INVENTORY_PROPERTY_EVENTS], receive)
    door = access.Door(runtime.database, _now)
    return Workings(runtime, settings, door, hub, asking, _now)


async def prepare(runtime: Runtime) -> None:
    """Create the indexes of what lies outside the table of handlers."""
    await access.prepare(runtime.database)
    await Ledger(runtime.database, _now).prepare()


def _now() -> datetime:
    return datetime.now(UTC)
