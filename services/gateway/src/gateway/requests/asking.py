"""Asks another service over Kafka and waits a moment for what it says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from chassis.service import Runtime
from contracts.message import Message
from gateway.requests.ledger import Claim, Ledger, command_id
from gateway.requests.model import REQUESTS, RequestOutcome
from gateway.requests.waiting import Waiting

SOURCE = "/gateway/api"
# A repeat is answered by what is stored, not by a new event: look there in between.
LOOK_EVERY = 0.25
# What an answer changed should be there to read; longer than this nobody waits for it.
SHOWN_WITHIN, SHOWN_EVERY = 1.0, 0.02


class Asking:
    """One per process."""

    def __init__(self, runtime: Runtime, now: Callable[[], datetime], wait: float) -> None:
        self._runtime = runtime
        self._wait = wait
        self.ledger = Ledger(runtime.database, now)
        self.waiting = Waiting()

    async def claim(
        self,
        key: str,
        actor: str,
        property_id: str,
        route: str,
        body: bytes,
        *,
        creates: bool = False,
    ) -> Claim:
        """Note the request under its Idempotency-Key. Raises `ledger.KeyReused`."""
        id = command_id(key, actor, property_id, route)
        return await self.ledger.claim(id, body, creates=creates)

    async def ask(self, message: Message, request_id: str, actor: str) -> RequestOutcome | None:
        """How the request ended, or None where that is not known in time.

        A retry is answered by what is stored, else published again under the same id, which
        changes nothing where it was handled. What the answer changes here is there to read, as far
        as a moment suffices. Raises `waiting.Faulted` and `chassis.service.Unavailable`.
        """
        stored = await self._stored(message, request_id)
        if stored is not None:
            return stored
        with self.waiting.expect(request_id) as answer:
            await self._runtime.publish(message, id=request_id, source=SOURCE, actor=actor)
            deadline = asyncio.get_running_loop().time() + self._wait
            while (left := deadline - asyncio.get_running_loop().time()) > 0:
                done, _ = await asyncio.wait({answer}, timeout=min(left, LOOK_EVERY))
                if done:
                    heard = answer.result()
                    return await self._shown(message, request_id) or heard
                if (stored := await self._stored(message, request_id)) is not None:
                    return stored
        return None

    async def _shown(self, message: Message, request_id: str) -> RequestOutcome | None:
        """The outcome as it is stored, together with whatever view the answer changed."""
        deadline = asyncio.get_running_loop().time() + SHOWN_WITHIN
        while asyncio.get_running_loop().time() < deadline:
            if (stored := await self._stored(message, request_id)) is not None:
                return stored
            await asyncio.sleep(SHOWN_EVERY)
        return None

    async def _stored(self, message: Message, request_id: str) -> RequestOutcome | None:
        known = await self._runtime.documents.get(REQUESTS.ref(message.key))
        return None if known is None else known.outcome_of(request_id)
