"""Sessions on the server: a random token in the browser's cookie, its hash here.

A session ends twelve hours after its last use, and seven days after sign-in whatever happens.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from chassis.database import Database
from gateway.access.caller import Caller
from gateway.access.people import MARK_EVERY, People, digest, person_of

SESSIONS = "access_sessions"
IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)

Clock = Callable[[], datetime]


class Sessions:
    """Opens, reads and ends sessions by the clock given."""

    def __init__(self, database: Database, people: People, now: Clock) -> None:
        self._database = database
        self._people = people
        self._now = now

    async def open(self, person_id: str) -> str:
        """A new session's token. It is shown to nobody but the browser, and stored nowhere."""
        token, now = secrets.token_urlsafe(32), self._now()
        await self._database.insert(
            SESSIONS,
            [
                {
                    "_id": digest(token),
                    "person_id": person_id,
                    "expires_at": now + IDLE,
                    "ends_at": now + LONGEST,
                    "marked_at": now,
                }
            ],
        )
        return token

    async def caller(self, token: str) -> Caller | None:
        """Who holds this session now, with the roles of now; None if it is over. Counts as use."""
        now = self._now()
        row = await self._database.find_one(SESSIONS, {"_id": digest(token)})
        if row is None or now >= row["expires_at"] or now >= row["ends_at"]:
            return None
        person = await self._people.by_id(row["person_id"])
        if person is None:
            return None
        if now - row["marked_at"] >= MARK_EVERY:
            mark = {"$set": {"expires_at": min(now + IDLE, row["ends_at"]), "marked_at": now}}
            await self._database.update(SESSIONS, {"_id": row["_id"]}, mark)
        return person_of(person, row["ends_at"])

    async def end(self, token: str) -> None:
        await self._database.delete(SESSIONS, {"_id": digest(token)})

    async def end_all_of(self, person_id: str) -> None:
        await self._database.delete(SESSIONS, {"person_id": person_id})

    async def end_others_of(self, person_id: str, token: str) -> None:
        """End all sessions of a person but the one with this token."""
        others = {"person_id": person_id, "_id": {"$ne": digest(token)}}
        await self._database.delete(SESSIONS, others)
