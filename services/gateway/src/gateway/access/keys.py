"""The keys of a property's own programs: a role at one property, a name, and when it was used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from chassis.database import Database, Row
from gateway.access.caller import roles_of
from gateway.access.people import KEYS, digest, new_key
from gateway.access.roles import Role

# A property has a handful of programs; more keys than this are a mistake or an attack.
MOST_KEYS = 50


class TooManyKeys(Exception):
    """The property has as many keys as it may have."""


class KeyInUse(Exception):
    """The key has been used: it is not made anew for a retry."""


@dataclass(frozen=True, slots=True)
class KeyKnown:
    """A key as people may know it: everything but the key itself."""

    key_id: str
    name: str
    role: Role
    created_at: datetime
    created_by: str | None
    last_used_at: datetime | None


class PropertyKeys:
    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def of(self, property_id: str) -> list[KeyKnown]:
        """All keys with a role there, the oldest first."""
        where = {f"roles.{property_id}": {"$exists": True}}
        rows = await self._database.find(KEYS, where, sort=[("created_at", 1), ("key_id", 1)])
        return [_known(row, property_id) for row in rows]

    async def make(
        self, key_id: str, property_id: str, name: str, role: Role, created_by: str
    ) -> tuple[str, KeyKnown]:
        """A new key, told this once. Made again under its id, it takes the place of the former,
        whose answer was lost. Raises `TooManyKeys`, `KeyInUse`."""
        former = await self._database.find_one(KEYS, {"key_id": key_id})
        if former is not None and former.get("last_used_at") is not None:
            raise KeyInUse
        if former is None and len(await self.of(property_id)) >= MOST_KEYS:
            raise TooManyKeys
        if former is not None:
            await self._database.delete(KEYS, {"_id": former["_id"]})
        key = new_key()
        row: Row = {
            "_id": digest(key),
            "key_id": key_id,
            "name": name,
            "roles": {property_id: str(role)},
            "operations": False,
            "created_at": self._now(),
            "created_by": created_by,
        }
        await self._database.insert(KEYS, [row])
        return key, _known(row, property_id)

    async def remove(self, key_id: str, property_id: str) -> bool:
        """Take a key's role at a property; a key that opens nothing else goes altogether. False
        where it has no role there."""
        place = f"roles.{property_id}"
        taken = await self._database.update(
            KEYS, {"key_id": key_id, place: {"$exists": True}}, {"$unset": {place: ""}}
        )
        await self._database.delete(KEYS, {"key_id": key_id, "roles": {}, "operations": False})
        return taken == 1


def _known(row: Row, property_id: str) -> KeyKnown:
    return KeyKnown(
        key_id=row["key_id"],
        name=row["name"],
        role=roles_of(row)[property_id],
        created_at=row["created_at"],
        created_by=row.get("created_by"),
        last_used_at=row.get("last_used_at"),
    )
