"""Who works at a property, and as what. A property that has a manager keeps one."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pymongo.errors import PyMongoError

from chassis.database import Database, Row, Session
from gateway.access.caller import roles_of
from gateway.access.people import PEOPLE, folded
from gateway.access.roles import Role

# One row per property; each change of its roles writes it, so that two at once cannot both take
# away the last but one manager.
TURNS = "access_turns"
ATTEMPTS = 8


class UnknownPerson(Exception):
    """Nobody of that id works there."""


class LastManager(Exception):
    """Without this person the property would have no manager."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person of a property. `invited` until they have set a password."""

    person_id: str
    name: str
    mail: str
    role: Role
    invited: bool


class Staff:
    """Changes people's roles at one property; what they are elsewhere is none of its business."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, property_id: str) -> list[Colleague]:
        """Everybody with a role there, by name."""
        where = {f"roles.{property_id}": {"$exists": True}}
        rows = await self._database.find(PEOPLE, where, sort=[("name", 1), ("_id", 1)])
        return [_colleague(row, property_id) for row in rows]

    async def add(
        self, person_id: str, mail: str, name: str, property_id: str, role: Role
    ) -> Colleague:
        """Give whoever has that mail address a role; a person new to us gets this id, this name and
        no password yet. Raises `LastManager` where that takes the last manager's role away."""
        insert: Row = {
            "_id": person_id,
            "name": name,
            "password_hash": None,
            "roles": {},
            "operations": False,
        }
        row = await self._database.change_one(
            PEOPLE, {"mail": folded(mail)}, {"$setOnInsert": insert}, upsert=True
        )
        known = str(row["_id"]) if row else person_id
        return await self.change(known, property_id, role, member=False)

    async def change(
        self, person_id: str, property_id: str, role: Role, *, member: bool = True
    ) -> Colleague:
        """Give a person another role there. Raises `UnknownPerson`, `LastManager`."""
        change = {"$set": {f"roles.{property_id}": str(role)}}
        leaves = role is not Role.MANAGER
        row = await self._in_turn(person_id, property_id, change, leaves=leaves, member=member)
        return _colleague({**row, "roles": {**row["roles"], property_id: str(role)}}, property_id)

    async def may_leave(self, person_id: str, property_id: str) -> None:
        """Whether a role there could be taken now. Raises `UnknownPerson`, `LastManager`."""
        row = await self._person(person_id)
        if property_id not in row["roles"]:
            raise UnknownPerson
        if await self._is_last(row, property_id):
            raise LastManager

    async def remove(self, person_id: str, property_id: str) -> None:
        """Take a person's role there. Raises `UnknownPerson`, `LastManager`."""
        change = {"$unset": {f"roles.{property_id}": ""}}
        await self._in_turn(person_id, property_id, change, leaves=True, member=True)

    async def _in_turn(
        self,
        person_id: str,
        property_id: str,
        change: Mapping[str, Any],
        *,
        leaves: bool,
        member: bool,
    ) -> Row:
        """Carry out one change of roles after the other, whoever asks; the person as before."""
        for attempt in range(ATTEMPTS):
            try:
                async with self._database.transaction() as session:
                    turn = {"$inc": {"turn": 1}}
                    await self._database.update(
                        TURNS, {"_id": property_id}, turn, upsert=True, session=session
                    )
                    row = await self._person(person_id, session)
                    if member and property_id not in row["roles"]:
                        raise UnknownPerson
                    if leaves and await self._is_last(row, property_id, session):
                        raise LastManager
                    await self._database.update(PEOPLE, {"_id": person_id}, change, session=session)
                return row
            except PyMongoError as error:
                if attempt == ATTEMPTS - 1 or not _passing(error):
                    raise
                await asyncio.sleep(random.uniform(0.01, 0.05) * (attempt + 1))  # noqa: S311
        raise AssertionError("the last attempt returns or raises")

    async def _person(self, person_id: str, session: Session = None) -> Row:
        row = await self._database.find_one(PEOPLE, {"_id": person_id}, session=session)
        if row is None:
            raise UnknownPerson
        return row

    async def _is_last(self, row: Row, property_id: str, session: Session = None) -> bool:
        place = f"roles.{property_id}"
        if row["roles"].get(property_id) != Role.MANAGER:
            return False
        others = await self._database.find(
            PEOPLE,
            {place: str(Role.MANAGER), "_id": {"$ne": row["_id"]}},
            limit=1,
            session=session,
        )
        return not others


def _passing(error: PyMongoError) -> bool:
    """Whether it may go well at another time: two changes met, or a row was made by two at once."""
    labels = ("TransientTransactionError", "UnknownTransactionCommitResult")
    return any(error.has_error_label(label) for label in labels) or getattr(error, "code", 0) in {
        11000,
        112,
    }


def _colleague(row: Row, property_id: str) -> Colleague:
    return Colleague(
        person_id=str(row["_id"]),
        name=row["name"],
        mail=row["mail"],
        role=roles_of(row)[property_id],
        invited=row["password_hash"] is None,
    )
