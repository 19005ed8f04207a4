"""Huts as the gateway meets them: inventory's and orders' own tables answer in memory, each told
what the other says; only the road between is not real."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx

from chassis.documents import Document, Ref
from chassis.outcome import Context
from chassis.table import HandlerTable
from contracts.message import Message
from contracts.properties import DefineProperty, PropertySheet
from gateway.access.roles import Role
from gateway.app import handlers as gateway
from gateway.booking.kept import Offers
from gateway.booking.offer import Offer, offer_of
from inventory.app import handlers as inventory
from orders.app import handlers as orders
from tests.gateway.conftest import Hotel
from tests.support.contexts import envelope
from tests.support.huts import HutDesk
from tests.support.plannings import hut_sheet
from tests.support.runtime import Published

HUT = "refuge-aigle"
OTHER = "refuge-buet"
State = dict[Ref[Any], Document]


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
    await mountains.open()
    async with hotel.person("warden@aigle.example", refuge_aigle=Role.WARDEN) as client:
        hut = Hut(mountains, client)
        if furnished:
            await hut.furnish()
        if role is Role.WARDEN:
            yield hut
            return
    async with hotel.person("desk@aigle.example", refuge_aigle=role) as client:
        yield Hut(mountains, client)
