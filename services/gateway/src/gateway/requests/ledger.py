"""Which requests were made under which Idempotency-Key, noted before they are published.

This note is written outside the table of handlers: it must stand before the command exists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from chassis.database import Database
from chassis.identity import derived_id

LEDGER = "request_ledger"
# Longer than any service remembers the command itself, so that no retry is ever carried out twice.
KEPT = timedelta(days=30)


class KeyReused(Exception):
    """The same Idempotency-Key came with another body."""


@dataclass(frozen=True, slots=True)
class Claim:
    """`creates`: whether the request makes something new, as judged when its key was first used,
    so that a retry is answered alike."""

    command_id: str
    creates: bool


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

    async def claim(self, id: str, body_hash: str, *, creates: bool) -> Claim:
        """Note a request, or find it noted. Raises `KeyReused`."""
        row = await self._database.change_one(
            LEDGER,
            {"_id": id},
            {"$setOnInsert": {"body": body_hash, "creates": creates, "at": self._now()}},
            upsert=True,
        )
        if row is None or row["body"] != body_hash:
            raise KeyReused
        return Claim(id, creates=row["creates"])
