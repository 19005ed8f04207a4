"""People and programs that may come in, as they are stored.

A person without a `password_hash` was invited and has not answered yet. Of an invitation the row
keeps the mark that its link must carry, until the link is used.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from chassis.database import Database, Row
from gateway.access.caller import KEY, PERSON, Caller, roles_of
from gateway.access.passwords import hash_password
from gateway.access.roles import Role

PEOPLE = "access_people"
KEYS = "access_keys"
KEY_PREFIX = "cmp_"
# Use is written down at most so often: a program that asks all the time does not write each time.
MARK_EVERY = timedelta(minutes=1)


def digest(secret: str) -> str:
    """How a random secret is stored: it has 256 bits, so one round of SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def folded(mail: str) -> str:
    return mail.strip().casefold()


class People:
    """Reads and writes people and keys."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_mail(self, mail: str) -> Row | None:
        return await self._database.find_one(PEOPLE, {"mail": folded(mail)})

    async def by_id(self, id: str) -> Row | None:
        return await self._database.find_one(PEOPLE, {"_id": id})

    async def by_key(self, key: str, now: datetime) -> Caller | None:
        """The program that holds a key, or None. Counts as use."""
        row = await self._database.find_one(KEYS, {"_id": digest(key)})
        if row is None:
            return None
        used = row.get("last_used_at")
        if used is None or now - used >= MARK_EVERY:
            mark = {"$set": {"last_used_at": now}}
            await self._database.update(KEYS, {"_id": row["_id"]}, mark)
        return Caller(
            actor=f"{KEY}{row['key_id']}",
            name=row["name"],
            mail=None,
            roles=roles_of(row),
            operations=row["operations"],
        )

    async def rehash(self, id: str, password_hash: str) -> None:
        await self._database.update(PEOPLE, {"_id": id}, {"$set": {"password_hash": password_hash}})

    async def change_password(self, id: str, known: str, password_hash: str) -> bool:
        """Set a person's password in place of the one with the hash `known`; False where that is
        no longer theirs."""
        change = {"$set": {"password_hash": password_hash}}
        where = {"_id": id, "password_hash": known}
        return await self._database.update(PEOPLE, where, change) == 1

    async def mark_invitation(self, id: str, mark: str) -> None:
        """From now on only the link with this mark sets the person's password."""
        await self._database.update(PEOPLE, {"_id": id}, {"$set": {"invitation": mark}})

    async def accept_invitation(self, id: str, mark: str, password_hash: str) -> bool:
        """Set the person's password by an invitation, which is used up by that; False where it was
        before, or another one has taken its place."""
        change = {"$set": {"password_hash": password_hash}, "$unset": {"invitation": ""}}
        where = {"_id": id, "invitation": mark}
        return await self._database.update(PEOPLE, where, change) == 1

    async def add_person(
        self, mail: str, name: str, password: str, roles: Mapping[str, Role], operations: bool
    ) -> str:
        """Create the person of this mail, or replace what is known of them; their id.

        The same password again keeps its hash. Raises ValueError for one of the wrong length.
        """
        person = await self.by_mail(mail)
        known: dict[str, Any] = {
            "name": name,
            "password_hash": hash_password(
                password, None if person is None else person["password_hash"]
            ),
            "roles": dict(roles),
            "operations": operations,
        }
        row = await self._database.change_one(
            PEOPLE,
            {"mail": folded(mail)},
            {"$set": known, "$setOnInsert": {"_id": secrets.token_hex(12)}},
            upsert=True,
        )
        return str(row["_id"]) if row else ""

    async def add_key(
        self, name: str, key: str, roles: Mapping[str, Role], operations: bool
    ) -> None:
        """Create the key of a program that runs the installation, or replace it: it has one key
        at a time, known by its name. What a property's own programs hold is in `access.keys`.

        Raises ValueError for a key that is not random enough to be stored by a fast hash.
        """
        if not key.startswith(KEY_PREFIX) or len(key) < 40:
            raise ValueError(f"a key starts with {KEY_PREFIX} and has at least 40 characters")
        await self._database.delete(KEYS, {"key_id": name, "_id": {"$ne": digest(key)}})
        known = {"key_id": name, "name": name, "roles": dict(roles), "operations": operations}
        await self._database.update(
            KEYS,
            {"_id": digest(key)},
            {"$set": known, "$setOnInsert": {"created_at": datetime.now(UTC)}},
            upsert=True,
        )


def new_key() -> str:
    return KEY_PREFIX + secrets.token_urlsafe(32)


def person_of(row: Row, session_ends_at: datetime) -> Caller:
    return Caller(
        actor=f"{PERSON}{row['_id']}",
        name=row["name"],
        mail=row["mail"],
        roles=roles_of(row),
        operations=row["operations"],
        session_ends_at=session_ends_at,
    )
