"""Huts as the gateway meets them: inventory's and orders' own tables answer in memory, each told
what the other says; only the road between is not real."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import httpx

from chassis.database import Row
from chassis.documents import Document, Ref
from chassis.outcome import Context
from chassis.table import HandlerTable
from contracts.message import Message
from contracts.planning import Closing, DayStock, PlanningDayChanged, day_id_of
from contracts.properties import DefineProperty, PropertySheet
from gateway.access.roles import Role
from gateway.app import handlers as gateway
from gateway.app import workings_of
from gateway.booking.kept import Offers
from gateway.booking.offer import Offer, offer_of
from inventory.app import handlers as inventory
from orders.app import handlers as orders
from tests.gateway.conftest import COLLECTIONS, SETTINGS, Hotel
from tests.support.contexts import envelope
from tests.support.huts import HutDesk
from tests.support.plannings import hut_sheet
from tests.support.runtime import Published, RecordingRuntime

HUT = "refuge-aigle"
OTHER = "refuge-buet"
State = dict[Ref[Any], Document]


def stock(left: int, places: int = 15, id: str = "dortoir", **fields: Any) -> DayStock:
    """A night's stock of which so many places are left; `fields` are those that say otherwise."""
    sold = places - left
    told = {"open": True, "initial": places, "adjustment": 0, "places": places, "left": left}
    told |= {"sold": sold, "bookings": sold, "persons": sold}
    return DayStock(stock_type_id=id, **told | fields)


def night_told(
    property_id: str, night: date, *lines: DayStock, closing: Closing | None = None
) -> PlanningDayChanged:
    """What inventory tells of a night."""
    return PlanningDayChanged(
        property_id=property_id,
        day_id=day_id_of(property_id, night),
        night=night,
        closing=closing,
        stock=lines,
    )


def never_young(hotel: Hotel) -> None:
    """Have guests told of every change at once: time flies, and the news decide."""
    workings, moments = hotel.workings, count()

    async def read(id: str) -> Offer | None:
        return await offer_of(workings.runtime, workings.now(), id)

    offers = Offers(read, workings.hub.position, lambda: float(next(moments)))
    hotel.work_with(offers=offers)


class Mountains:
    """Answers every command that the gateway publishes, as the services do."""

    def __init__(self, hotel: Hotel) -> None:
        self.hotel = hotel
        self.known: dict[str, State] = {"inventory": {}, "orders": {}}
        self.answering = True
        hotel.runtime.on_publish = self._answer

    async def open(self, property_id: str = HUT, **fields: Any) -> None:
        """A hut that everybody knows, and that sells nothing yet."""
        sheet: PropertySheet = hut_sheet(**fields)
        await self.tell(
            DefineProperty(property_id=property_id, sheet=sheet), "person:ops", "define"
        )

    async def _answer(self, published: Published) -> None:
        if self.answering:
            await self.tell(published.message, published.actor, published.id)

    async def tell(self, message: Message, actor: str, id: str) -> None:
        """Have whoever handles a message handle it, and what is said of it; first in, first out."""
        waiting = [(message, id, id)]
        count = 0
        while waiting:
            current, current_id, cause = waiting.pop(0)
            for table in (inventory, orders):
                if current.TYPE not in table.rows:
                    continue
                for event in self._handled(table, current, actor, current_id, cause):
                    count += 1
                    waiting.append((event, f"{id}/{count}", current_id))
            if current.TYPE in gateway.rows and current is not message:
                await self.hotel.happens(current, actor=actor, id=current_id, answers=cause)
            if current is not message:
                self.hotel.runtime.hand_over(current, causation_id=cause)

    def _handled(
        self, table: HandlerTable, message: Message, actor: str, id: str, cause: str
    ) -> Sequence[Message]:
        documents = self.known[table.service]
        row = table.rows[message.TYPE]
        touched = {ref: documents.get(ref) for ref in row.touches(message)}
        known: Mapping[Ref[Any], Document] = documents
        about = envelope(
            message, id=id, actor=actor, causation_id=cause, correlation_id=id.partition("/")[0]
        )
        context = Context(datetime.now(UTC), about, table.service, row.name, known.get)
        changes = row.handle(touched, message, context)
        documents.update(changes.documents)
        return changes.events


class Hut(HutDesk):
    """One hut as somebody at its desk uses it, and the services behind it."""

    def __init__(
        self, mountains: Mountains, client: httpx.AsyncClient, property_id: str = HUT
    ) -> None:
        super().__init__(client, property_id)
        self.mountains = mountains


@asynccontextmanager
async def at_hut(
    hotel: Hotel, role: Role = Role.WARDEN, *, furnished: bool = True
) -> AsyncIterator[Hut]:
    """A hut with somebody signed in there."""
    mountains = Mountains(hotel)
    if furnished:
        await (await _furnished(hotel)).put_up(mountains)
    else:
        await mountains.open()
    async with hotel.person("warden@aigle.example", refuge_aigle=Role.WARDEN) as client:
        if role is Role.WARDEN:
            yield Hut(mountains, client)
            return
    async with hotel.person("desk@aigle.example", refuge_aigle=role) as client:
        yield Hut(mountains, client)


@dataclass(frozen=True)
class Furnished:
    """What everybody knows of the hut once it is furnished, and the rows that say so."""

    services: Mapping[str, State]
    gateway: State
    rows: Mapping[str, list[Row]]

    async def put_up(self, mountains: Mountains) -> None:
        mountains.known = {service: dict(state) for service, state in self.services.items()}
        mountains.hotel.known.update(self.gateway)

        def insert(driver: Any) -> None:
            for collection, rows in self.rows.items():
                driver[collection].insert_many(rows)

        await mountains.hotel.database.with_driver(insert)


# Of this run's process; at most one.
KEPT: list[Furnished] = []


async def _furnished(hotel: Hotel) -> Furnished:
    """Furnished over the API once in a run, with a runtime and workings of its own: each of the
    season's days is told, which takes longer than most of the tests."""
    if KEPT:
        return KEPT[0]
    before, runtime = hotel.workings, RecordingRuntime(hotel.database)
    hotel.work_as(workings_of(runtime, SETTINGS))
    mountains = Mountains(Hotel(hotel.app, runtime, hotel.database))
    await mountains.open()
    async with mountains.hotel.person("warden@aigle.example", refuge_aigle=Role.WARDEN) as client:
        await Hut(mountains, client).furnish()
    hotel.work_as(before)
    rows = {name: await hotel.database.find(name, {}) for name in COLLECTIONS}
    for name in COLLECTIONS:
        await hotel.database.delete(name, {})
    told = {name: found for name, found in rows.items() if found}
    KEPT.append(Furnished(mountains.known, mountains.hotel.known, told))
    return KEPT[0]
