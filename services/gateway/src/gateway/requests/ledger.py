"""Which requests were made under which Idempotency-Key, noted before they are carried out.

This note is written outside the table of handlers: it must stand before the command exists.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from chassis.database import Database
from chassis.identity import derived_id

LEDGER = "request_ledger"
# Longer than any service remembers the command itself, so that no retry is ever carried out twice.
KEPT = timedelta(days=30)


class KeyReused(Exception):
    """The same Idempotency-Key came with another body."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A request under its key, the same for each retry: its id, when it was first made, and whether
    it makes something new, as judged then. `result` is there once the gateway itself has carried
    it out."""

    command_id: str
    at: datetime
    creates: bool
    result: Mapping[str, Any] | None = None


def command_id(key: str, actor: str, property_id: str, route: str) -> str:
    """The id of the command that such a request publishes: the same for a retry."""
    return derived_id("gateway", "request", key, actor, property_id, route)


class Ledger:
    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def prepare(self) -> None:
        await self._database.index(
            LEDGER, [("at", 1)], expireAfterSeconds=int(KEPT.total_seconds())
        )

    async def claim(self, id: str, body: bytes, *, creates: bool) -> Claim:
        """Note a request, or find it noted. Raises `KeyReused`."""
        now = self._now()
        # As the database keeps it, so that a retry reckons with the very same instant.
        at = now.replace(microsecond=now.microsecond // 1000 * 1000)
        hashed = hashlib.sha256(body).hexdigest()
        row = await self._database.change_one(
            LEDGER,
            {"_id": id},
            {"$setOnInsert": {"body": hashed, "creates": creates, "at": at}},
            upsert=True,
        )
        if row is None or row["body"] != hashed:
            raise KeyReused
        return Claim(id, row["at"], creates=row["creates"], result=row.get("result"))

    async def done(self, claim: Claim, result: Mapping[str, Any]) -> None:
        """Note what came of a request that the gateway carried out by itself."""
        await self._database.update(
            LEDGER, {"_id": claim.command_id}, {"$set": {"result": dict(result)}}
        )
