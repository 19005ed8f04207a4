"""Composition root of the gateway."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from starlette.types import ASGIApp

from chassis.database import Database
from chassis.documents import Collection
from chassis.service import Runtime, Service, Tailed
from chassis.table import HandlerTable
from contracts import topics
from contracts.topics import Topic
from gateway import pruning
from gateway.access import door as access
from gateway.api.application import application
from gateway.api.workings import Workings
from gateway.board.claim_handlers import claims
from gateway.board.courier_handlers import couriers
from gateway.board.doubt_handlers import doubts
from gateway.board.folio_handlers import folios
from gateway.board.handlers import deliveries
from gateway.board.lookup import LOOKUPS
from gateway.board.model import ACTIVITY, ORDERS
from gateway.booking.kept import Offers
from gateway.booking.offer import offer_of
from gateway.booking.pace import BookingPace
from gateway.chat.model import CHATS
from gateway.guest.pace import Pace
from gateway.huts.handlers import huts
from gateway.huts.model import HUTS
from gateway.live.hub import LiveHub
from gateway.live.presence import SAID_A_MINUTE, Presences
from gateway.live.telling import telling
from gateway.media.store import MediaStore
from gateway.notices.handlers import notices
from gateway.notices.model import NOTICES
from gateway.operations.doors import Doors
from gateway.operations.watch import Watch
from gateway.pace import PerMinute
from gateway.payments.handlers import payments
from gateway.payments.model import PAYMENTS
from gateway.people.handlers import recipients
from gateway.people.invitations import INVITATIONS, invitations
from gateway.people.model import RECIPIENTS
from gateway.planning.contents import NightContents
from gateway.planning.handlers import planning
from gateway.planning.model import PLANNING
from gateway.planning.written import WrittenRanges
from gateway.properties.handlers import properties
from gateway.properties.model import PROPERTIES
from gateway.reconciliation.handlers import reconciliation
from gateway.reconciliation.model import CONNECTIONS, DAYS
from gateway.requests import answers
from gateway.requests.asking import Asking
from gateway.requests.ledger import Ledger
from gateway.requests.model import REQUESTS
from gateway.selling.handlers import selling
from gateway.selling.model import SELLING
from gateway.settings import Role, Settings
from gateway.stays.handlers import stays
from gateway.stays.mails import STAY_MAILS
from gateway.stays.model import STAYS
from gateway.tasks.handlers import tasks
from gateway.tasks.model import TASKS

untold = HandlerTable("gateway")
for table in (
    *(deliveries, doubts, couriers, claims, folios, notices, tasks),
    *(properties, reconciliation, recipients, invitations),
    *(huts, selling, planning, stays, payments),
):
    untold.include(table)
handlers = answers.answering(telling(untold))

collections: tuple[Collection[Any], ...] = (
    *(ORDERS, ACTIVITY, LOOKUPS, CHATS, TASKS, NOTICES),
    *(PROPERTIES, DAYS, CONNECTIONS, REQUESTS, RECIPIENTS, INVITATIONS),
    *(HUTS, SELLING, PLANNING, STAYS, STAY_MAILS, PAYMENTS),
)
# Folded from what others say. The rest is decided here: requests and how they ended, who is told of
# what, and invitations, which are told by a door and never by the outbox.
views: tuple[Collection[Any], ...] = tuple(
    collection
    for collection in collections
    if collection not in (REQUESTS, RECIPIENTS, INVITATIONS)
)
publishes: tuple[Topic, ...] = (
    topics.GATEWAY_LIVE_CHANGES,
    topics.GATEWAY_PEOPLE_COMMANDS,
    topics.GATEWAY_PEOPLE_EVENTS,
    topics.GATEWAY_PEOPLE_STATE,
    topics.GATEWAY_TASK_COMMANDS,
    topics.GATEWAY_TASK_EVENTS,
    topics.INVENTORY_PROPERTY_COMMANDS,
    topics.INVENTORY_CATALOGUE_COMMANDS,
    topics.INVENTORY_HUT_COMMANDS,
    topics.INVENTORY_PLANNING_COMMANDS,
    topics.ORDERS_DELIVERY_COMMANDS,
    topics.ORDERS_STAY_COMMANDS,
    topics.BRIDGE_FOLIO_COMMANDS,
    topics.BRIDGE_PROPERTY_COMMANDS,
    topics.BRIDGE_PAYMENT_COMMANDS,
    topics.NOTIFIER_NOTICE_COMMANDS,
)


def build(settings: Settings) -> Service:
    """The gateway as the chassis runs it, in the role that this process has."""
    if settings.gateway_role is Role.VIEWS:
        return Service(
            name="gateway",
            handlers=handlers,
            collections=collections,
            publishes=publishes,
            tasks=(lambda runtime: prepare(runtime.database),),
        )
    doors = doors_of(settings)

    async def hold_doors(runtime: Runtime) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await doors.close()

    return Service(
        name="gateway",
        handlers=handlers,
        collections=collections,
        publishes=publishes,
        asgi=lambda runtime: serve(runtime, settings, doors),
        tasks=(lambda runtime: prepare(runtime.database), hold_doors),
        consumes=settings.gateway_role is Role.BOTH,
    )


def doors_of(settings: Settings) -> Doors:
    """The other services' doors; who makes them closes them."""
    return Doors(settings.service_addresses, settings.operator_secret)


def serve(runtime: Runtime, settings: Settings, doors: Doors | None = None) -> ASGIApp:
    """The gateway's doors, wired to a running chassis."""
    return application(workings_of(runtime, settings, doors))


def workings_of(runtime: Runtime, settings: Settings, doors: Doors | None = None) -> Workings:
    hub = LiveHub(
        runtime.partition_of,
        lambda partition: runtime.end_offset(topics.GATEWAY_LIVE_CHANGES, partition),
    )
    presences = Presences(_now)
    asking = Asking(runtime, _now, settings.answer_wait)
    watch = Watch(_now)

    def receive(tailed: Tailed) -> None:
        if tailed.topic is topics.GATEWAY_LIVE_CHANGES:
            presences.receive(tailed)
            hub.receive(tailed)
        elif tailed.topic is topics.GATEWAY_PROCESS_CHANGES:
            watch.receive(tailed)
        else:
            asking.waiting.receive(tailed)

    tailed_topics = (topics.GATEWAY_LIVE_CHANGES, topics.GATEWAY_PROCESS_CHANGES)
    runtime.metrics.gauge("stream_listeners", "Live streams that are open.").set_function(
        hub.listeners
    )
    runtime.tail([*tailed_topics, *answers.TOPICS], receive)
    return Workings(
        runtime=runtime,
        settings=settings,
        door=access.Door(runtime.database, _now, sign_ins_of(runtime)),
        hub=hub,
        presences=presences,
        presence_pace=PerMinute(_now, SAID_A_MINUTE),
        asking=asking,
        media=MediaStore(runtime.database),
        links=settings.links,
        pace=Pace(_now),
        offers=Offers(lambda id: offer_of(runtime, _now(), id), hub.position),
        booking_pace=BookingPace(_now, settings.guest_bookings_a_minute),
        watch=watch,
        doors=doors or doors_of(settings),
        nights=NightContents(),
        grids=WrittenRanges(),
        now=_now,
    )


def sign_ins_of(runtime: Runtime) -> Callable[[str], None]:
    """Counts how tries to sign in end."""
    counter = runtime.metrics.counter("sign_ins", "Tries to sign in, by outcome.", ["outcome"])
    return lambda outcome: counter.labels(outcome).inc()


async def prepare(database: Database) -> None:
    """Create the indexes of what lies outside the table of handlers."""
    await access.prepare(database)
    await Ledger(database, _now).prepare()
    await pruning.prepare(database)
    # The index that came before the one with digests, of which it is the beginning.
    await database.drop_index(PLANNING.name, "state.property_id_1_state.night_1")


def _now() -> datetime:
    return datetime.now(UTC)
