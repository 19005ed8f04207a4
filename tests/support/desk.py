"""A reception desk in a journey: guests order in front of it, and it looks things up."""

from __future__ import annotations

import json
import random
import secrets
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx

from comptoir_local.demo_hotel import PARTNER_ID, PROPERTY_ID
from partners.client import PartnersClient
from partners.demo_data import Guest, House, order
from partners.mail.model import Message
from partners.opera.model import Posting
from partners.ordering_page.model import IntakeTwist, PlaceOrder
from partners.uber.journey import Ending, Status
from tests.support.bench import eventually

HOTEL = f"/api/v1/properties/{PROPERTY_ID}"


@dataclass(frozen=True)
class Ordered:
    """One order of a guest. `body` is what the ordering page sent us."""

    external_id: str
    order_id: str
    reference: str
    delivery_id: str
    body: dict[str, Any]


class Desk:
    """What a test does and asks at the desk."""

    def __init__(self, api: httpx.AsyncClient, partners: PartnersClient, hotel: House) -> None:
        self.api = api
        self.partners = partners
        self._hotel = hotel

    @property
    def hotel(self) -> House:
        return self._hotel

    def an_order(self, guest: Guest | None = None) -> dict[str, Any]:
        """The body of an order by this guest, or by one of the hotel's."""
        dice = random.Random(secrets.randbits(64))
        external_id = f"T-{secrets.token_hex(6)}"
        guest = guest or dice.choice(self._hotel.guests)
        return order(dice, guest, PROPERTY_ID, external_id, datetime.now(UTC))

    async def place(
        self,
        twist: IntakeTwist | None = None,
        ending: Ending | None = None,
        guest: Guest | None = None,
        **changes: Any,
    ) -> Ordered:
        """Have a guest order, and a courier booked whose way will end so. `changes` are of the
        order's body."""
        body = self.an_order(guest) | changes
        command = PlaceOrder(
            partner_id=PARTNER_ID,
            order=body,
            intake=twist or IntakeTwist(),
            ending=ending or Ending(),
        )
        placed = await self.partners.place_order(command)
        assert placed.intake_answer == 202
        assert placed.delivery_id is not None
        answer = next(
            call.answer_body
            for call in await self.partners.intake_calls()
            if call.external_id == body["external_id"] and call.answer == 202
        )
        return Ordered(
            body["external_id"],
            answer["order_id"],
            answer["reference"],
            placed.delivery_id,
            body,
        )

    async def move(self, ordered: Ordered, to: Status) -> None:
        """Have the courier come as far as `to`."""
        await self.partners.advance_delivery(ordered.delivery_id, to)

    async def detail(self, ordered: Ordered) -> dict[str, Any] | None:
        answer = await self.api.get(f"{HOTEL}/orders/{ordered.order_id}")
        if answer.status_code == 404:
            return None
        found: dict[str, Any] = answer.raise_for_status().json()
        return found

    async def shown(self, ordered: Ordered, **wanted: Any) -> dict[str, Any]:
        """The order's detail, once it shows what is wanted of it."""

        async def so() -> dict[str, Any] | None:
            found = await self.detail(ordered)
            if found is None:
                return None
            said = {**found, "folio": found["folio"]["state"]}
            return found if all(said.get(name) == want for name, want in wanted.items()) else None

        found: dict[str, Any] = await eventually(so, f"{ordered.reference} shows {wanted}")
        return found

    async def delivered(self, guest: Guest | None = None) -> Ordered:
        """An order that was brought and charged."""
        ordered = await self.place(guest=guest)
        await self.move(ordered, Status.DELIVERED)
        await self.shown(ordered, status="delivered", folio="settled")
        return ordered

    async def charged(self, ordered: Ordered, amount: int) -> dict[str, int]:
        """What the folio holds by transaction code, once the back office says that it is settled
        with this amount; and that is what it holds altogether."""

        async def settled() -> bool:
            path = f"{HOTEL}/orders/{ordered.order_id}/billing"
            bill = (await self.api.get(path)).raise_for_status().json()
            return bool(bill.get("settled", {}).get("amount") == amount)

        await eventually(settled, f"{ordered.reference} is settled with {amount}")
        held = await self.net(ordered)
        assert sum(held.values()) == amount
        return held

    async def net(self, ordered: Ordered) -> dict[str, int]:
        """What the folio holds of the order, by transaction code, in minor units."""
        held: Counter[str] = Counter()
        for posting in await self.postings(ordered):
            held[posting.transaction_code] += posting.amount
        return {code: amount for code, amount in held.items() if amount}

    async def postings(self, ordered: Ordered) -> list[Posting]:
        """What the PMS's own journal holds for the order."""
        found = await self.partners.postings()
        return [posting for posting in found if posting.check_number == ordered.reference]

    async def mailed(self, ordered: Ordered) -> list[Message]:
        """The same as `mails`, once there are any."""

        async def some() -> list[Message]:
            return await self.mails(ordered)

        found: list[Message] = await eventually(some, f"a mail about {ordered.reference}")
        return found

    async def mails(self, ordered: Ordered) -> list[Message]:
        """What the mail server took that speaks of the order."""
        found = await self.partners.messages()
        return [m for m in found if ordered.reference in f"{m.subject} {m.text}"]


@asynccontextmanager
async def stream(
    api: httpx.AsyncClient, offset: int | str
) -> AsyncIterator[AsyncIterator[dict[str, Any]]]:
    """The live stream from an offset on: each event as its name, id and data."""
    headers = {"Last-Event-ID": str(offset), "Accept": "text/event-stream"}
    async with api.stream("GET", f"{HOTEL}/live/stream", headers=headers) as answer:
        answer.raise_for_status()
        yield _events(answer)


async def _events(answer: httpx.Response) -> AsyncIterator[dict[str, Any]]:
    event: dict[str, Any] = {}
    async for line in answer.aiter_lines():
        if line.startswith(":"):
            continue
        if not line:
            if event:
                yield event
            event = {}
            continue
        name, _, value = line.partition(": ")
        event[name] = json.loads(value) if name == "data" else value
