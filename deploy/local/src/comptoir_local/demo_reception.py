"""The demo's reception: what a person does in the back office, through its API alone."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx

from comptoir_local.demo_hotel import PARTNER_ID, PROPERTY_ID
from comptoir_local.trouble import Trouble
from contracts.order_ids import order_id_of
from partners.client import PartnersClient
from partners.connections import LIMITS
from partners.ordering_page.model import PlaceOrder

HOTEL = f"/api/v1/properties/{PROPERTY_ID}"
PATIENCE_S = 180.0
PAUSE_S = 0.2
SESSION_COOKIE = "__Host-session"

Json = dict[str, Any]


class Reception:
    """Reads and writes in the back office; the partners' simulators stand for the outside."""

    def __init__(self, api: httpx.AsyncClient, partners: PartnersClient) -> None:
        self._api = api
        self.partners = partners

    async def read(self, path: str, **query: str) -> Json:
        """Raises httpx.HTTPStatusError."""
        found: Json = (await self._api.get(path, params=query)).raise_for_status().json()
        return found

    async def ask(self, method: str, path: str, body: Json | None = None) -> Json:
        """A request that changes something, repeated under one key until its answer is known.

        Raises Trouble for a refusal, and where no answer comes.
        """
        key, deadline = secrets.token_hex(16), time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            headers = {"Idempotency-Key": key}
            answer = await self._api.request(method, path, json=body, headers=headers)
            if answer.status_code in (200, 201):
                found: Json = answer.json()
                return found
            if answer.status_code != 202:
                raise Trouble(f"{method} {path} was refused.", answer.text)
        raise Trouble(f"{method} {path} was not answered within {PATIENCE_S:.0f} s.")

    async def placed(self, order: Json, *, courier: bool = False) -> str:
        """Have a guest order on the page; the id of the order, once the back office shows it."""
        command = PlaceOrder(partner_id=PARTNER_ID, order=order, kitchen=True, book_courier=courier)
        await self.partners.place_order(command)
        order_id = order_id_of(PARTNER_ID, order["external_id"])
        await self.shown(order_id, lambda card: True)
        return order_id

    async def shown(self, order_id: str, wanted: Callable[[Json], bool]) -> Json:
        """The order's detail, once it is as wanted. Raises Trouble where it does not become so."""
        last = "it was never shown"

        async def detail() -> Json | None:
            nonlocal last
            answer = await self._api.get(f"{HOTEL}/orders/{order_id}")
            if answer.status_code == 404:
                return None
            found: Json = answer.raise_for_status().json()
            last = f"{found['external_id']} is {found['stage']}: {found['timeline']}"
            return found if wanted(found) else None

        return await come(detail, f"order {order_id} as it should be", lambda: last)

    async def task(self, order_id: str) -> Json:
        """The open task about an order, once there is one."""

        async def one() -> Json | None:
            tasks = (await self.read(f"{HOTEL}/tasks", open="true", limit="100"))["tasks"]
            return next((task for task in tasks if task.get("order_id") == order_id), None)

        return await come(one, f"a task about order {order_id}")

    async def decide(self, task: Json, decision: str, body: Json | None = None) -> None:
        """Decide about a charge: `done`, `choose` or `retry`."""
        path = f"{HOTEL}/orders/{task['order_id']}/postings/{task['id']}/{decision}"
        await self.ask("POST", path, body)


async def come(
    look: Callable[[], Awaitable[Json | None]],
    what: str,
    last: Callable[[], str] = lambda: "nothing was there",
) -> Json:
    """What `look` finds, once it finds something. Raises Trouble where it does not within
    `PATIENCE_S`, with what was seen `last`."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        found = await look()
        if found is not None:
            return found
        await asyncio.sleep(PAUSE_S)
    raise Trouble(f"The evening waits in vain for {what}: {last()}.")


@asynccontextmanager
async def signed_in(url: str, mail: str, password: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client in a session of this person, as a browser on our page. Raises HTTPStatusError."""
    page = {"X-Comptoir": "1", "Sec-Fetch-Site": "same-origin"}
    async with httpx.AsyncClient(
        base_url=url, headers=page, limits=LIMITS, timeout=30, trust_env=False
    ) as client:
        answer = await client.post("/api/v1/session", json={"mail": mail, "password": password})
        token = answer.raise_for_status().cookies[SESSION_COOKIE]
        # The cookie is for https; on one's own machine a browser makes an exception, httpx not.
        client.headers["Cookie"] = f"{SESSION_COOKIE}={token}"
        yield client
