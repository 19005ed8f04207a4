"""Somebody at a hut's desk, through the back-office API alone."""

from __future__ import annotations

import secrets
import time
from typing import Any

import httpx

from comptoir_local.engines.waiting import until
from comptoir_local.trouble import Trouble

PATIENCE_S = 180.0
Json = dict[str, Any]


class HutDesk:
    """Asks and books at one hut. `client` is signed in, or holds a key."""

    def __init__(self, client: httpx.AsyncClient, property_id: str) -> None:
        self._client = client
        self.property_id = property_id
        self._at = f"/api/v1/properties/{property_id}"

    async def read(self, path: str, **query: str) -> Json:
        """Raises httpx.HTTPStatusError."""
        answer = await self._client.get(self._at + path, params=query)
        found: Json = answer.raise_for_status().json()
        return found

    async def shown(self, path: str) -> None:
        """Wait until something is there: what was answered is read a moment later."""

        async def there() -> bool:
            return (await self._client.get(self._at + path)).status_code == 200

        await until(f"{self.property_id}{path}", there)

    async def answered(self, method: str, path: str, body: Json) -> httpx.Response:
        """The answer, a refusal too, of a request that is made under one key until there is one.

        Raises Trouble where none comes within a minute.
        """
        key, deadline = secrets.token_hex(16), time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            headers = {"Idempotency-Key": key}
            answer = await self._client.request(method, self._at + path, json=body, headers=headers)
            if answer.status_code != 202:
                return answer
        raise Trouble(f"{method} {path} at {self.property_id} was not answered in time.")

    async def ask(self, method: str, path: str, body: Json) -> Json:
        """The answer of a request that must not be refused. Raises Trouble where it is."""
        answer = await self.answered(method, path, body)
        if answer.status_code not in (200, 201):
            raise Trouble(f"{method} {path} at {self.property_id} was refused.", answer.text)
        found: Json = answer.json()
        return found

    async def put(self, path: str, body: Json) -> Json:
        return await self.ask("PUT", path, body)

    async def post(self, path: str, body: Json) -> Json:
        return await self.ask("POST", path, body)
