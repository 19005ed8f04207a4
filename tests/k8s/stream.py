"""Somebody who watches the board through the ingress all the while, as the page does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx

from comptoir_local.demo_reception import HOTEL
from comptoir_local.trouble import Trouble
from tests.crash.scene import patiently

# Past two signs of life of the stream.
SILENCE = 40.0
PATIENCE = 60.0


@dataclass
class Watcher:
    """What the stream said: each order's last revision, and how often it had to be opened anew."""

    gateway: httpx.AsyncClient
    revisions: dict[str, int] = field(default_factory=dict)
    # Where to go on: after the last event, else from the offset that came with the lists.
    place: dict[str, str] = field(default_factory=dict)
    opened: int = 0
    resyncs: int = 0

    async def follow(self) -> None:
        """Listen for ever; where the stream ends, go on where it ended."""
        while True:
            with suppress(httpx.HTTPError):
                await self._listen()
            await asyncio.sleep(0.3)

    async def _listen(self) -> None:
        if not self.place:
            await self._load()
        patience = httpx.Timeout(10, read=SILENCE)
        async with self.gateway.stream(
            "GET", f"{HOTEL}/live/stream", params=self.place, timeout=patience
        ) as answer:
            answer.raise_for_status()
            self.opened += 1
            event: dict[str, str] = {}
            async for line in answer.aiter_lines():
                if line:
                    name, _, value = line.partition(": ")
                    event[name] = value
                    continue
                if event.get("event") == "resync":
                    self.resyncs += 1
                    self.place = {}
                    return
                self._take(event)
                event = {}

    def _take(self, event: Mapping[str, str]) -> None:
        if "id" in event:
            self.place = {"from": str(int(event["id"]) + 1)}
        if event.get("event") == "card":
            card = json.loads(event["data"])
            self.revisions[card["order_id"]] = card["revision"]

    async def _load(self) -> None:
        """The lists, as who opens the page has them, and where the stream joins on."""
        board = await self.gateway.get(f"{HOTEL}/live")
        offset = board.raise_for_status().json()["offset"]
        async for card in self._cards():
            self.revisions[card["order_id"]] = card["revision"]
        self.place = {"from": str(offset)}

    async def missed(self) -> list[str]:
        """The orders of which the list knows more than the stream said, after a while."""
        wrong: list[str] = []

        async def none() -> bool:
            nonlocal wrong
            wrong = [
                f"the stream stopped at revision {self.revisions.get(card['order_id'])} of "
                f"{card['reference']}, not {card['revision']}"
                async for card in self._cards()
                if self.revisions.get(card["order_id"]) != card["revision"]
            ]
            return not wrong

        try:
            await patiently(none, "the stream has said all", PATIENCE)
        except Trouble:
            return wrong
        return []

    async def _cards(self) -> AsyncIterator[Mapping[str, Any]]:
        query = {"limit": "100"}
        while True:
            answer = await self.gateway.get(f"{HOTEL}/orders", params=query)
            page = answer.raise_for_status().json()
            for card in page["orders"]:
                yield card
            if page.get("next") is None:
                return
            query["cursor"] = page["next"]


@asynccontextmanager
async def watching(gateway: httpx.AsyncClient) -> AsyncIterator[Watcher]:
    """Watch from here on until the end."""
    watcher = Watcher(gateway)
    following = asyncio.create_task(watcher.follow())
    try:
        yield watcher
    finally:
        following.cancel()
        await asyncio.wait([following])
