"""A guest without an account, over HTTP: looks at a hut, asks for a price, books, has a link."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.support.huts import CONTACT, PAUSE_S, TRIES, cart

# What a page of ours says of itself; a guest's browser has no cookie of ours.
OUR_PAGE = {"X-Comptoir": "1", "Sec-Fetch-Site": "same-origin"}


class HutGuest:
    """Somebody at a hut's public page. Every request has a key of its own."""

    def __init__(self, client: httpx.AsyncClient, property_id: str) -> None:
        self.client = client
        self.property_id = property_id
        self.at = f"/guest/v1/huts/{property_id}"

    async def get(self, path: str = "", **query: Any) -> Any:
        answer = await self.client.get(self.at + path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def answered(self, path: str, body: Any, key: str | None = None) -> httpx.Response:
        """A request, made again under its key until its answer is known."""
        headers = {**OUR_PAGE, "Idempotency-Key": key or secrets.token_hex(8)}
        for _ in range(TRIES):
            answer = await self.client.post(path, json=body, headers=headers)
            if answer.status_code != 202:
                break
            await asyncio.sleep(PAUSE_S)
        return answer

    async def price(self, wanted: Any) -> Any:
        answer = await self.answered(f"{self.at}/price", {"cart": wanted})
        assert answer.status_code == 200, answer.text
        return answer.json()["price"]

    async def booking(self, persons: int = 2, *nights: int, **fields: Any) -> dict[str, Any]:
        """A body as the page sends it: with the price and the terms as they are now."""
        wanted = fields.pop("cart", None) or cart(persons, *nights)
        version = (await self.get())["terms_version"]
        return {
            "cart": wanted,
            "contact": CONTACT,
            "language": "fr",
            "terms": [{"version": version}],
            "expected_total": (await self.price(wanted))["total"],
            **fields,
        }

    async def try_to_book(self, body: Any, key: str | None = None) -> httpx.Response:
        return await self.answered(f"{self.at}/stays", body, key)

    async def book(self, persons: int = 2, *nights: int, **fields: Any) -> Any:
        answer = await self.try_to_book(await self.booking(persons, *nights, **fields))
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def left(self, night: str, stock_type_id: str = "dortoir") -> tuple[int, str | None]:
        """The places that are shown of one night, and why there are none."""
        answer = await self.get("/availability", **{"from": night, "days": 1})
        (row,) = (one for one in answer["rows"] if one["stock_type_id"] == stock_type_id)
        return row["left"][0], row["why"][0]

    async def stay(self, booked: Any, **query: Any) -> httpx.Response:
        return await self.client.get(f"/guest/v1/stays/{token_of(booked)}", params=query)

    async def page(self, booked: Any, **query: Any) -> httpx.Response:
        return await self.client.get(urlsplit(booked["url"]).path, params=query)

    async def cancel(self, booked: Any, **body: Any) -> httpx.Response:
        return await self.answered(f"/guest/v1/stays/{token_of(booked)}/cancel", body)


def token_of(booked: Any) -> str:
    return str(booked["url"]).rpartition("/")[2]
