"""Sign-in, the one seam that writes outside the table of handlers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cachetools import LRUCache

from chassis.database import Database
from gateway.access.caller import Caller
from gateway.access.keys import PropertyKeys
from gateway.access.passwords import Passwords
from gateway.access.people import KEYS, PEOPLE, People, digest
from gateway.access.sessions import SESSIONS, Clock, Sessions
from gateway.access.staff import Staff
from gateway.access.throttle import ATTEMPTS, WINDOW, Throttle

# Who came in by so many credentials is remembered, to guess by.
LATELY_KEPT = 1024


class WrongCredentials(Exception):
    """Mail and password do not belong together; which of the two is wrong is not told."""


@dataclass(frozen=True, slots=True)
class TooManyTries(Exception):
    """Sign-in failed too often; `retry_after` in whole seconds."""

    retry_after: int


def _nobody_counts(outcome: str) -> None:
    """Where no figures are kept."""


class Door:
    """Lets people and programs in."""

    def __init__(
        self, database: Database, now: Clock, ended: Callable[[str], None] = _nobody_counts
    ) -> None:
        self._database = database
        self._now = now
        self._ended = ended
        self.people = People(database)
        self.staff = Staff(database)
        self.keys = PropertyKeys(database, now)
        self._sessions = Sessions(database, self.people, now)
        self.throttle = Throttle(database, now)
        self._passwords = Passwords()
        self._lately: LRUCache[str, Caller] = LRUCache(LATELY_KEPT)

    async def prepare(self) -> None:
        """Create the indexes. Those that expire rows only prune: expiry is checked at every use."""
        await prepare(self._database)

    async def sign_in(self, mail: str, password: str, address: str) -> tuple[str, Caller]:
        """A new session's token and its holder. Raises `WrongCredentials`, `TooManyTries`."""
        attempt = await self.throttle.begin(mail, address)
        if attempt.retry_after is not None:
            self._ended("throttled")
            raise TooManyTries(attempt.retry_after)
        person = await self.people.by_mail(mail)
        known = None if person is None else person["password_hash"]
        right, better = await self._passwords.verify(password, known)
        self._ended("right" if right else "wrong")
        if person is None or not right:
            raise WrongCredentials
        await self.throttle.succeeded(attempt, mail)
        if better is not None:
            await self.people.rehash(person["_id"], better)
        token = await self._sessions.open(person["_id"])
        caller = await self._sessions.caller(token)
        if caller is None:
            raise WrongCredentials
        return token, caller

    async def sign_out(self, token: str) -> None:
        await self._sessions.end(token)

    async def accept_invitation(self, person_id: str, mark: str, password: str) -> bool:
        """Set a person's password and end all their sessions; False where the invitation is used
        up. Raises ValueError for a password of the wrong length."""
        hashed = await self._passwords.hash(password)
        if not await self.people.accept_invitation(person_id, mark, hashed):
            return False
        await self._sessions.end_all_of(person_id)
        return True

    async def change_password(
        self, caller: Caller, token: str, current: str, new: str, address: str
    ) -> None:
        """Give a signed-in person another password, and end all their sessions but this one. Tries
        count with those to sign in. Raises `WrongCredentials`, `TooManyTries`, and ValueError for a
        password of the wrong length."""
        person = await self.people.by_id(caller.person_id)
        if person is None:
            raise WrongCredentials
        attempt = await self.throttle.begin(person["mail"], address)
        if attempt.retry_after is not None:
            raise TooManyTries(attempt.retry_after)
        known = person["password_hash"]
        right, _ = await self._passwords.verify(current, known)
        if not right:
            raise WrongCredentials
        hashed = await self._passwords.hash(new)
        if not await self.people.change_password(person["_id"], known, hashed):
            raise WrongCredentials  # it was changed meanwhile, by somebody else
        await self.throttle.succeeded(attempt, person["mail"])
        await self._sessions.end_others_of(person["_id"], token)

    async def by_session(self, token: str) -> Caller | None:
        return self._met(token, await self._sessions.caller(token))

    async def by_key(self, key: str) -> Caller | None:
        return self._met(key, await self.people.by_key(key, self._now()))

    def expected(self, credential: str) -> Caller | None:
        """Who came in last by this key or token: a guess to begin a reading by, while it is looked
        up who comes now. Nobody is let in by it."""
        return self._lately.get(digest(credential))

    def _met(self, credential: str, caller: Caller | None) -> Caller | None:
        id = digest(credential)
        self._lately.pop(id, None)
        if caller is not None:
            self._lately[id] = caller
        return caller


async def prepare(database: Database) -> None:
    """Create the indexes of everything about access; harmless when they are there."""
    await database.index(PEOPLE, [("mail", 1)], unique=True)
    await database.index(PEOPLE, [("roles.$**", 1)])
    await database.index(KEYS, [("key_id", 1)], unique=True)
    await database.index(KEYS, [("roles.$**", 1)])
    await database.index(SESSIONS, [("ends_at", 1)], expireAfterSeconds=0)
    await database.index(SESSIONS, [("person_id", 1)])
    await database.index(ATTEMPTS, [("subject", 1), ("at", -1)])
    await database.index(ATTEMPTS, [("attempt", 1)])
    await database.index(ATTEMPTS, [("at", 1)], expireAfterSeconds=2 * int(WINDOW.total_seconds()))
