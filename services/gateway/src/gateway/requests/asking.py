"""Asks another service over Kafka and waits a moment for what it says."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime

from chassis.service import Runtime, Tailed
from contracts.control import RequestFailed
from contracts.message import Message
from contracts.properties import PropertyRefused
from gateway.requests.ledger import Claim, Ledger, command_id
from gateway.requests.model import REQUESTS, Refusal, RequestOutcome
from gateway.requests.waiting import Waiting

SOURCE = "/gateway/api"
# A repeat is answered by what is stored, not by a new event: look there in between.
LOOK_EVERY = 0.25


class Faulted(Exception):
    """The service that was asked ran into a fault of its own; nothing was changed."""


class Asking:
    """One per process."""

    def __init__(self, runtime: Runtime, now: Callable[[], datetime], wait: float) -> None:
        self._runtime = runtime
        self._wait = wait
        self.ledger = Ledger(runtime.database, now)
        self.waiting = Waiting()

    async def claim(
        self, key: str, actor: str, route: str, message: Message, *, creates: bool
    ) -> Claim:
        """Note the request under its Idempotency-Key. Raises `ledger.KeyReused`."""
        id = command_id(key, actor, message.property_id, route)
        body_hash = hashlib.sha256(message.encode()).hexdigest()
        return await self.ledger.claim(id, body_hash, creates=creates)

    async def ask(self, message: Message, claim: Claim, actor: str) -> RequestOutcome | None:
        """How the request ended, or None where that is not known in time.

        A retry is answered by what is stored, else published again under the same id, which
        changes nothing where it was handled. Raises `Faulted` and `chassis.service.Unavailable`.
        """
        stored = await self._stored(claim)
        if stored is not None:
            return stored
        with self.waiting.expect(claim.command_id) as answer:
            await self._runtime.publish(message, id=claim.command_id, source=SOURCE, actor=actor)
            deadline = asyncio.get_running_loop().time() + self._wait
            while (left := deadline - asyncio.get_running_loop().time()) > 0:
                done, _ = await asyncio.wait({answer}, timeout=min(left, LOOK_EVERY))
                if done:
                    return _outcome(answer.result())
                if (stored := await self._stored(claim)) is not None:
                    return stored
        return None

    async def _stored(self, claim: Claim) -> RequestOutcome | None:
        return await self._runtime.documents.get(REQUESTS.ref(claim.command_id))


def _outcome(tailed: Tailed) -> RequestOutcome:
    if tailed.type == RequestFailed.TYPE:
        raise Faulted
    if tailed.type == PropertyRefused.TYPE:
        refused = PropertyRefused.read(tailed.value)
        return RequestOutcome(refusal=Refusal(field=refused.field, reason=refused.reason))
    return RequestOutcome()
