"""Composition root: settings, tables, doors and what they talk to."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from starlette.types import ASGIApp

from chassis.documents import Collection
from chassis.effects import EffectTable
from chassis.service import Runtime, Service
from chassis.table import HandlerTable
from contracts import topics
from contracts.topics import Topic
from pms_bridge.connections import Connections, OperaConnection
from pms_bridge.door.app import door
from pms_bridge.folio.charge import PostCharge
from pms_bridge.folio.decisions import table as decisions_table
from pms_bridge.folio.handlers import table as folio_table
from pms_bridge.folio.model import folios
from pms_bridge.opera.carrier import ChargeCarrier
from pms_bridge.opera.hotel import OperaHotel
from pms_bridge.opera.sign_in import telling
from pms_bridge.opera.trial import ConnectionTrial
from pms_bridge.partner.carrier import PageCarrier
from pms_bridge.partner.handlers import table as partner_table
from pms_bridge.partner.handover import HandOver
from pms_bridge.partner.model import handovers
from pms_bridge.partner.page import pages_of
from pms_bridge.payment_accounts import Providers, partner_client
from pms_bridge.payments.carrier import PaymentCarrier
from pms_bridge.payments.handlers import table as payments_table
from pms_bridge.payments.model import payments
from pms_bridge.payments.trials import AccountTrial, TryAccount
from pms_bridge.payments.trials import table as account_trials_table
from pms_bridge.payments.work import AskProvider
from pms_bridge.properties.handlers import table as properties_table
from pms_bridge.properties.model import properties
from pms_bridge.properties.sign_in import table as sign_in_table
from pms_bridge.properties.trials import TryConnection
from pms_bridge.properties.trials import table as trials_table
from pms_bridge.reconciliation.handlers import table as reconciliation_table
from pms_bridge.reconciliation.reading import DEADLINE, DayReader, await_day
from pms_bridge.reconciliation.statement import statements
from pms_bridge.reconciliation.work import AwaitDay, ReadDay
from pms_bridge.settings import Settings

handlers = HandlerTable("pms-bridge")
handlers.include(folio_table)
handlers.include(decisions_table)
handlers.include(properties_table)
handlers.include(trials_table)
handlers.include(sign_in_table)
handlers.include(reconciliation_table)
handlers.include(partner_table)
handlers.include(payments_table)
handlers.include(account_trials_table)

collections: tuple[Collection[Any], ...] = (folios, properties, statements, handovers, payments)
publishes: tuple[Topic, ...] = (
    topics.ORDERS_DELIVERY_COMMANDS,
    topics.BRIDGE_DELIVERY_EVENTS,
    topics.BRIDGE_DELIVERY_REPORTS,
    topics.BRIDGE_FOLIO_EVENTS,
    topics.BRIDGE_FOLIO_REPORTS,
    topics.BRIDGE_PROPERTY_COMMANDS,
    topics.BRIDGE_PROPERTY_EVENTS,
    topics.BRIDGE_PROPERTY_REPORTS,
    topics.BRIDGE_PAYMENT_COMMANDS,
    topics.BRIDGE_PAYMENT_EVENTS,
    topics.BRIDGE_PAYMENT_REPORTS,
)


def build(settings: Settings) -> Service:
    """Raises `ConnectionsInvalid`."""
    connections = Connections.load(settings.connections)
    clients = {name: opera_client(opera) for name, opera in connections.opera.items()}
    hotels = {name: OperaHotel(connections.opera[name], client) for name, client in clients.items()}

    pages = pages_of(connections.ordering_pages)
    providers = Providers.of(connections)

    def effects(runtime: Runtime) -> EffectTable:
        carrier = ChargeCarrier(hotels, runtime.documents, telling(runtime))
        table = EffectTable()
        table.on(PostCharge, deadline=carrier.deadline)(carrier.carry)
        trial = ConnectionTrial(hotels)
        table.on(TryConnection, deadline=trial.deadline)(trial.carry)
        table.on(AwaitDay, deadline=DEADLINE)(await_day)
        table.on(ReadDay, deadline=DEADLINE)(DayReader(hotels, runtime.documents).carry)
        callbacks = PageCarrier(pages)
        table.on(HandOver, deadline=callbacks.deadline)(callbacks.carry)
        steps = PaymentCarrier(providers.by_means)
        table.on(AskProvider, deadline=steps.deadline)(steps.carry)
        accounts = AccountTrial(providers.by_means)
        table.on(TryAccount, deadline=accounts.deadline)(accounts.carry)
        return table

    def asgi(runtime: Runtime) -> ASGIApp:
        return door(connections, runtime, accounts=providers.paypal)

    async def hold_clients(runtime: Runtime) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            for client in (*clients.values(), *providers.clients):
                await client.aclose()
            for page in pages.values():
                await page.close()

    return Service(
        name=handlers.service,
        handlers=handlers,
        collections=collections,
        publishes=publishes,
        effects=effects,
        asgi=asgi,
        tasks=(hold_clients,),
    )


def opera_client(connection: OperaConnection) -> httpx.AsyncClient:
    """A pool of its own, so that a slow hotel does not hold up another."""
    return partner_client(connection.timeout_seconds)
