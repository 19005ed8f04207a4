"""Who buys in the race, how, and what each was told.

Nobody of them gives up: a request is made again under its key until it is answered. Some are asked
twice at once, some again once the answer is known, and some hang up before it comes.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.bench.wire import Connection, Dropped, request
from tests.race.huts import BLOCK, HUTS, NIGHTS, PRICE, STOCK, TERMS

PATIENCE_S = 120.0
PAUSE_S = 0.2
HANGS_UP_S = 0.03
# The answers after which nothing more is to be said.
BOOKED, REFUSED = 201, 409
NOT_YET = frozenset({202, 429, 503})
# What was booked a moment ago may not be there to be cancelled yet.
NOT_SHOWN = 404
Line = dict[str, Any]


class Door(StrEnum):
    """By which of the three one comes in."""

    DESK = "desk"
    PROGRAM = "program"
    WEB = "web"


@dataclass(frozen=True)
class Channel:
    """A door, with what a request through it says of who comes."""

    door: Door
    headers: Mapping[str, str]


class Manner(StrEnum):
    PLAIN = "plain"
    ASKS_AGAIN = "asks_again"
    ASKS_TWICE_AT_ONCE = "asks_twice_at_once"
    HANGS_UP = "hangs_up"
    CANCELS = "cancels"


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any


@dataclass
class Buyer:
    """One who wants these lines at once, or none of them. `told` are all answers that say how it
    ended; `took` is how long the first of them was waited for, in seconds."""

    name: str
    manner: Manner
    channel: Channel
    lines: Sequence[Line]
    told: list[Answer] = field(default_factory=list)
    took: float = 0.0
    cancelled: bool = False

    @property
    def home(self) -> str:
        first: str = self.lines[0]["property_id"]
        return first

    @property
    def reference(self) -> str | None:
        """Of the stay, where there is one."""
        won = [answer for answer in self.told if answer.status == BOOKED]
        return won[0].body["reference"] if won else None

    @property
    def state(self) -> str:
        """Of the stay: what comes from the web is not firm yet (R55)."""
        if self.cancelled:
            return "cancelled"
        return "option" if self.channel.door is Door.WEB else "firm"

    @property
    def huts(self) -> set[str]:
        return {line["property_id"] for line in self.lines}


@dataclass
class Course:
    """The door that all of them storm, and how long each request took there, in seconds."""

    port: int
    calls: list[float] = field(default_factory=list)
    hung_up: int = 0
    decided: int = 0

    async def run(self, buyer: Buyer) -> None:
        """All that a buyer does. Who is not told within two minutes stays untold."""
        began = time.monotonic()
        asked = _booking(buyer)
        try:
            async with asyncio.timeout(PATIENCE_S):
                if buyer.manner is Manner.HANGS_UP:
                    await self._hang_up(asked)
                if buyer.manner is Manner.ASKS_TWICE_AT_ONCE:
                    buyer.told += await asyncio.gather(self.final(asked), self.final(asked))
                else:
                    buyer.told.append(await self.final(asked))
                buyer.took = time.monotonic() - began
                self.decided += 1
                if buyer.manner is Manner.ASKS_AGAIN:
                    buyer.told += [await self.final(asked) for _ in range(2)]
                if buyer.manner is Manner.CANCELS and _may_cancel(buyer):
                    buyer.cancelled = (await self.final(_cancelling(buyer))).status == 200
        except TimeoutError:
            return

    async def final(self, asked: bytes) -> Answer:
        """The answer that says how a request ended."""
        while True:
            try:
                connection = await Connection.open(self.port)
            except OSError:
                await asyncio.sleep(PAUSE_S)
                continue
            try:
                began = time.perf_counter()
                status, body = await connection.call(asked)
                self.calls.append(time.perf_counter() - began)
            except Dropped:
                continue
            finally:
                connection.close()
            if status not in NOT_YET and status != NOT_SHOWN:
                return Answer(status, json.loads(body))
            await asyncio.sleep(PAUSE_S)

    async def _hang_up(self, asked: bytes) -> None:
        """Ask, and be gone before the answer."""
        connection = await Connection.open(self.port)
        try:
            async with asyncio.timeout(HANGS_UP_S):
                await connection.call(asked)
        except (TimeoutError, Dropped):
            self.hung_up += 1
        finally:
            connection.close()


def crowd(count: int, channels: Sequence[Channel], dice: random.Random) -> list[Buyer]:
    """So many buyers over the channels in turn, every manner among them."""
    manners = list(Manner)
    return [
        Buyer(
            name=f"buyer-{n}",
            manner=manners[n % len(manners)],
            # Every manner through every door.
            channel=channels[n // len(manners) % len(channels)],
            lines=_wanted(dice),
        )
        for n in range(count)
    ]


def one_more(property_id: str, night: str, kind: str, n: int, channel: Channel) -> Buyer:
    """Somebody alone, for the places that are left over."""
    line = {"property_id": property_id, "night": night, "rate_id": kind, "persons": 1}
    return Buyer(f"late-{property_id}-{night}-{kind}-{n}", Manner.PLAIN, channel, [line])


def _wanted(dice: random.Random) -> list[Line]:
    """One to three nights in a row in one stock type; every sixth a night at each hut."""
    kind = dice.choices(list(STOCK), (6, 2, 1))[0]
    persons = dice.randint(1, STOCK[kind] if kind == BLOCK else 4)
    first = dice.randrange(len(NIGHTS))
    nights = NIGHTS[first : first + dice.randint(1, 3)]
    home = dice.choice(HUTS)
    spots = [(home, night) for night in nights]
    if dice.random() < 1 / 6:
        spots = [(HUTS[n % 2], night) for n, night in enumerate(NIGHTS[:2])]
    return [
        {"property_id": at, "night": night, "rate_id": kind, "persons": persons}
        for at, night in spots
    ]


def _may_cancel(buyer: Buyer) -> bool:
    """At the desk alone one cancels by the stay's number."""
    return buyer.reference is not None and buyer.channel.door is not Door.WEB


def _booking(buyer: Buyer) -> bytes:
    contact = {"surname": buyer.name, "given_name": "Race", "phone": "+33639980001"}
    body: dict[str, Any] = {
        "cart": {"nights": list(buyer.lines)},
        "contact": {**contact, "mail": "race@courrier.example"},
    }
    if buyer.channel.door is Door.WEB:
        body |= {
            "language": "fr",
            "terms": [{"property_id": at, "version": TERMS} for at in sorted(buyer.huts)],
            "expected_total": PRICE * sum(line["persons"] for line in buyer.lines),
        }
        return _request(buyer, f"/guest/v1/huts/{buyer.home}/stays", "book", body)
    at_desk = {**body, "wish": "firm", "send_mail": False}
    return _request(buyer, f"/api/v1/properties/{buyer.home}/stays", "book", at_desk)


def _cancelling(buyer: Buyer) -> bytes:
    order_id = buyer.told[0].body["order_id"]
    body = {"reason": "Changed my mind", "send_mail": False}
    at = f"/api/v1/properties/{buyer.home}/stays/{order_id}/cancel"
    return _request(buyer, at, "cancel", body)


def _request(buyer: Buyer, path: str, about: str, body: Any) -> bytes:
    headers = {
        **buyer.channel.headers,
        "Content-Type": "application/json",
        "Idempotency-Key": f"{buyer.name}-{about}",
    }
    return request("POST", path, headers, json.dumps(body).encode())
