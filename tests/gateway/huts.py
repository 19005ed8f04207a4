"""Huts as the gateway meets them: inventory's and orders' own tables answer in memory, each told
what the other says; only the road between is not real."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from chassis.documents import Document, Ref
from chassis.outcome import Context
from chassis.table import HandlerTable
from contracts.message import Message
from contracts.properties import DefineProperty, PropertySheet
from gateway.access.roles import Role
from gateway.app import handlers as gateway
from inventory.app import handlers as inventory
from orders.app import handlers as orders
from tests.gateway.conftest import Hotel
from tests.support.contexts import envelope
from tests.support.plannings import hut_sheet
from tests.support.runtime import Published

HUT = "refuge-aigle"
OTHER = "refuge-buet"
ZONE = ZoneInfo("Europe/Paris")
TODAY = datetime.now(ZONE).date()
# A Monday about three months from now: openings begin some days before it.
NIGHT = TODAY + timedelta(days=90 - TODAY.weekday())
SEASON = (NIGHT - timedelta(days=10), NIGHT + timedelta(days=60))

State = dict[Ref[Any], Document]


def night(n: int = 0) -> str:
    """The n-th night from the first one that tests book."""
    return (NIGHT + timedelta(days=n)).isoformat()


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


TYPES = {
    "stock_types": [
        {"id": "dortoir", "name": "Dortoir", "label": {"fr": "Dortoir"}},
        {"id": "chambre", "name": "Chambre 4", "label": {"fr": "Chambre"}, "whole_from": 1},
    ]
}


def openings(places: int = 15, room: int = 4) -> dict[str, Any]:
    first, last = (day.isoformat() for day in SEASON)
    when = {"first": first, "last": last}
    return {
        "openings": [
            {"id": "ete", "stock_type_id": "dortoir", **when, "places": [places] * 7},
            {"id": "ete-c", "stock_type_id": "chambre", **when, "places": [room] * 7},
        ]
    }


def rate(id: str, stock_type_id: str, amount: int, **fields: Any) -> dict[str, Any]:
    about = {"id": id, "stock_type_id": stock_type_id, "unit_amount": amount, "maximum": 20}
    taxed = {"tax_name": "TVA 10 %", "tax_rate": "10.00", "name": {"fr": id.capitalize()}}
    return {**about, **taxed, **fields}


RATES = {"rates": [rate("adulte", "dortoir", 2600), rate("nuitee", "chambre", 4000)]}
SUPPLEMENTS = {
    "supplements": [
        {
            "id": "pique-nique",
            "name": {"fr": "Pique-nique"},
            "maximum": 20,
            "unit_amount": 1200,
            "tax_name": "TVA 10 %",
            "tax_rate": "10.00",
        }
    ]
}
CONTACT = {
    "title": "M.",
    "surname": "Dupont",
    "given_name": "Martin",
    "phone": "01 01 01 01 01",
    "mail": "martin.dupont@mail.example",
}


class Hut:
    """One hut as somebody at its desk uses it. Every request has a key of its own."""

    def __init__(
        self, mountains: Mountains, client: httpx.AsyncClient, property_id: str = HUT
    ) -> None:
        self.mountains = mountains
        self.client = client
        self.at = f"/api/v1/properties/{property_id}"
        self._count = 0

    async def get(self, path: str, **query: Any) -> Any:
        answer = await self.client.get(self.at + path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def send(
        self, method: str, path: str, body: Any = None, key: str | None = None, **headers: str
    ) -> httpx.Response:
        self._count += 1
        with_key = {"Idempotency-Key": key or f"key-{self._count}", **headers}
        return await self.client.request(method, self.at + path, json=body, headers=with_key)

    async def put(self, path: str, body: Any, **headers: str) -> Any:
        answer = await self.send("PUT", path, body, **headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, body: Any, status: int = 200) -> Any:
        answer = await self.send("POST", path, body)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def furnish(self) -> None:
        """A dormitory of 15 and a room of four, open for two months, with prices."""
        await self.put("/stock-types", TYPES)
        await self.put("/openings", openings())
        await self.put("/rates", RATES)
        await self.put("/supplements", SUPPLEMENTS)

    async def book(self, persons: int = 2, *nights: int, **fields: Any) -> Any:
        """A stay in the dormitory, on the first night where none is said."""
        body = {"cart": cart(persons, *nights), "contact": CONTACT, "wish": "option", **fields}
        return await self.post("/stays", body, 201)

    async def day(self, n: int = 0) -> Any:
        return await self.get(f"/planning/{night(n)}")

    async def left(self, stock_type_id: str = "dortoir", n: int = 0) -> int:
        stock = (await self.day(n))["day"]["stock"]
        found: int = next(one["left"] for one in stock if one["stock_type_id"] == stock_type_id)
        return found


def cart(persons: int = 2, *nights: int, rate_id: str = "adulte", **fields: Any) -> dict[str, Any]:
    wanted = [{"night": night(n), "rate_id": rate_id, "persons": persons} for n in nights or (0,)]
    return {"nights": wanted, **fields}


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
