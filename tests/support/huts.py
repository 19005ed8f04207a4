"""A hut's desk as a test uses it over HTTP: what it sells, and what it does all day."""

from __future__ import annotations

import asyncio
import secrets
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from tests.support.bench import eventually

ZONE = ZoneInfo("Europe/Paris")
TODAY = datetime.now(ZONE).date()
# A Monday about three months from now: openings begin some days before it.
NIGHT = TODAY + timedelta(days=90 - TODAY.weekday())
SEASON = (NIGHT - timedelta(days=10), NIGHT + timedelta(days=60))
# How often a request whose answer has not come in time is made again under its key.
TRIES, PAUSE_S = 20, 0.5


def night(n: int = 0) -> str:
    """The n-th night from the first one that tests book."""
    return (NIGHT + timedelta(days=n)).isoformat()


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

HUT_NAME, HUT_MAIL = "Refuge Saint-Exupéry", "gardien@refuge.example"
TERMS = "Toute nuitée annulée la veille reste due."
MAIL_TEXTS = {"fr": {"rates_intro": "Draps non fournis."}, "de": {"rates_intro": "Ohne Bettzeug."}}


class HutDesk:
    """Somebody at the desk of one hut. Every request has a key of its own."""

    def __init__(self, client: httpx.AsyncClient, property_id: str) -> None:
        self.client = client
        self.id = property_id
        self.at = f"/api/v1/properties/{property_id}"

    async def get(self, path: str, **query: Any) -> Any:
        answer = await self.client.get(self.at + path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def send(
        self, method: str, path: str, body: Any = None, key: str | None = None, **headers: str
    ) -> httpx.Response:
        with_key = {"Idempotency-Key": key or secrets.token_hex(8), **headers}
        return await self.client.request(method, self.at + path, json=body, headers=with_key)

    async def answered(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> httpx.Response:
        """The same, made again under its key until its answer is known."""
        key = secrets.token_hex(8)
        for _ in range(TRIES):
            answer = await self.send(method, path, body, key, **headers)
            if answer.status_code != 202:
                break
            await asyncio.sleep(PAUSE_S)
        return answer

    async def put(self, path: str, body: Any, **headers: str) -> Any:
        answer = await self.answered("PUT", path, body, **headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, path: str, body: Any, status: int = 200) -> Any:
        answer = await self.answered("POST", path, body)
        assert answer.status_code == status, answer.text
        return answer.json()

    async def furnish(self) -> None:
        """A dormitory of 15 and a room of four, open for two months, with prices; at a hut that may
        have been defined a moment ago, of which every service hears by itself."""

        async def known() -> bool:
            return (await self.client.get(self.at)).status_code == 200

        await eventually(known, f"{self.id} is known")
        await self.put("/stock-types", TYPES)
        await self.put("/openings", openings())
        await self.put("/rates", RATES)
        await self.put("/supplements", SUPPLEMENTS)

    async def open_to_guests(self, **rules: Any) -> None:
        """What is missing beside `furnish` before guests book online: somebody who answers, and
        terms of sale. `rules` are those that are not as usual."""
        contact = {"name": HUT_NAME, "mail": HUT_MAIL, "phone": "+33 4 50 00 00 00"}
        await self.put("/hut/contact", {"contact": contact})
        await self.put("/mails", {"mails": {"sender": HUT_MAIL, "texts": MAIL_TEXTS}})
        await self.put("/terms/fr", {"text": TERMS})
        await self.put("/rules", {"rules": {"group_from": 10, **rules}})

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
