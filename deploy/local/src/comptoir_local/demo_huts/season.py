"""What happens to stays: each path that a stay may take, as a warden and a program take them."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chassis import rows
from chassis.database import Database
from comptoir_local.demo_huts.desk import HutDesk
from comptoir_local.demo_huts.guests import contact
from comptoir_local.demo_huts.nerez import NEREZ
from comptoir_local.demo_huts.serena import SERENA
from comptoir_local.demo_huts.stony_pass import STONY_PASS
from comptoir_local.trouble import Trouble

Json = dict[str, Any]
# Which rate is which, by hut: a place in the dormitory, one in the room, and the block.
DORMITORY = {"refuge-nerez": "adulte", "rifugio-serena": "adulto", "stony-pass-hut": "adult"}
ROOM = {"refuge-nerez": "nuitee-4", "rifugio-serena": "posto", "stony-pass-hut": "bed"}
BLOCK = {"refuge-nerez": "nuitee-6", "rifugio-serena": "stube", "stony-pass-hut": "place"}
EXTRA = {
    "refuge-nerez": "demi-pension",
    "rifugio-serena": "mezza-pensione",
    "stony-pass-hut": "firewood",
}
# A party that has any block to itself.
PARTY = 5
# Options last at most two weeks; one for later nights than that expires.
AFTER_OPTIONS = 20


@dataclass
class Told:
    """What became of stays, as whoever asked was told. `ends` are the states that must be found
    afterwards, by hut and order; `refused` counts those who were told that there is no place."""

    ends: dict[tuple[str, str], str] = field(default_factory=dict)
    refused: int = 0

    def ended(self, booked: Json, state: str, *property_ids: str) -> None:
        for property_id in property_ids:
            self.ends[property_id, booked["order_id"]] = state


class Season:
    """Plays single stays. `desks` are the desks by hut, `orders` the database of the service that
    keeps stays."""

    def __init__(
        self, desks: dict[str, HutDesk], orders: Database, dice: random.Random, today: date
    ) -> None:
        self.told = Told()
        self._desks = desks
        self._orders = orders
        self._dice = dice
        self._today = today

    async def option(self, at: str, night: int, persons: int = 2) -> None:
        """Kept by telephone, without commitment, and without a mail (R50)."""
        booked = await self._book(at, self._cart(at, night, persons), "option", send_mail=False)
        self.told.ended(booked, "option", at)

    async def firm(self, at: str, night: int, persons: int = 3, nights: int = 2) -> None:
        """Committed, with something to eat (R33, R50)."""
        cart = self._cart(at, night, persons, nights, extra=True)
        self.told.ended(await self._book(at, cart, "firm"), "firm", at)

    async def confirmed(self, at: str, night: int) -> None:
        """An option that becomes firm."""
        booked = await self._book(at, self._cart(at, night, 4, rate=ROOM), "option")
        await self._desks[at].post(f"/stays/{booked['order_id']}/confirm", {})
        self.told.ended(booked, "firm", at)

    async def changed(self, at: str, night: int) -> None:
        """One person and one night more, in one swap."""
        booked = await self._book(at, self._cart(at, night, 2), "firm")
        cart = self._cart(at, night, 3, 2)
        await self._desks[at].put(f"/stays/{booked['order_id']}/cart", {"cart": cart})
        self.told.ended(booked, "firm", at)

    async def cancelled(self, at: str, night: int) -> None:
        booked = await self._book(at, self._cart(at, night, PARTY, 2), "firm")
        reason = {"reason": "Orages annoncés"}
        await self._desks[at].post(f"/stays/{booked['order_id']}/cancel", reason)
        self.told.ended(booked, "cancelled", at)

    async def expired(self, at: str, night: int) -> None:
        """An option that nobody confirms. Its days are over at once: its timer is set to now."""
        cart = self._cart(at, AFTER_OPTIONS + night, 2)
        booked = await self._book(at, cart, "option")
        where = {
            "work.order_id": booked["order_id"],
            "work.deadline": {"$in": ["reminder", "expiry"]},
        }
        now = {"$set": {"due_at": datetime.now(UTC)}}
        await self._orders.update(rows.EFFECTS, where, now, many=True)
        self.told.ended(booked, "expired", at)

    async def refused(self, at: str, night: int, buyers: int = 4) -> None:
        """So many want the block at once: one has it, each other is told which night is short."""
        cart = self._cart(at, night, PARTY, rate=BLOCK)
        body = self._body(cart, "firm")
        answers = await asyncio.gather(
            *(self._desks[at].answered("POST", "/stays", body) for _ in range(buyers))
        )
        won = [answer.json() for answer in answers if answer.status_code == 201]
        lost = [answer for answer in answers if answer.status_code == 409]
        if len(won) + len(lost) < buyers or any("shortages" not in one.json() for one in lost):
            raise Trouble(f"Of {buyers} buyers of one block some were not told.")
        for booked in won:
            self.told.ended(booked, "firm", at)
        self.told.refused += len(lost)

    async def tour(self, night: int) -> None:
        """Two huts on two nights: both, or neither (R06)."""
        booked = await self._book(NEREZ.property_id, self._tour(night), "firm")
        self.told.ended(booked, "firm", NEREZ.property_id, SERENA.property_id)

    async def shortened(self, night: int) -> None:
        """A tour that then leaves out its second hut."""
        here = NEREZ.property_id
        booked = await self._book(here, self._tour(night), "option")
        cart = self._cart(here, night, 2)
        await self._desks[here].put(f"/stays/{booked['order_id']}/cart", {"cart": cart})
        self.told.ended(booked, "option", here)
        self.told.ended(booked, "moved", SERENA.property_id)

    def _tour(self, night: int) -> Json:
        there = SERENA.property_id
        cart = self._cart(NEREZ.property_id, night, 2)
        (line,) = self._cart(there, night + 1, 2)["nights"]
        return {"nights": [*cart["nights"], {**line, "property_id": there}]}

    def _cart(
        self,
        at: str,
        night: int,
        persons: int,
        nights: int = 1,
        rate: dict[str, str] = DORMITORY,
        *,
        extra: bool = False,
    ) -> Json:
        """`night` counts from today; with `extra` each person has the hut's first supplement."""
        slept = [(self._today + timedelta(days=night + n)).isoformat() for n in range(nights)]
        cart: Json = {
            "nights": [{"night": one, "rate_id": rate[at], "persons": persons} for one in slept]
        }
        if extra:
            cart["supplements"] = [
                {"supplement_id": EXTRA[at], "quantity": persons, "night": slept[0]}
            ]
        return cart

    def _body(self, cart: Json, wish: str, *, send_mail: bool = True) -> Json:
        guest = contact(self._dice)
        return {"cart": cart, "contact": guest, "wish": wish, "send_mail": send_mail}

    async def _book(self, at: str, cart: Json, wish: str, *, send_mail: bool = True) -> Json:
        desk = self._desks[at]
        booked = await desk.post("/stays", self._body(cart, wish, send_mail=send_mail))
        await desk.shown(f"/stays/{booked['order_id']}")
        return booked


def huts_in_turn(n: int) -> str:
    huts: Sequence[str] = (NEREZ.property_id, SERENA.property_id, STONY_PASS.property_id)
    return huts[n % len(huts)]
