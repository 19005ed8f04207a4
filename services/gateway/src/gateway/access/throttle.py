"""How often sign-in may fail, per mail address and per network address, and how often a network
may come with links that are none; in a sliding window."""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from chassis.database import Database
from gateway.access.people import digest, folded

ATTEMPTS = "access_attempts"
WINDOW = timedelta(minutes=15)
PER_MAIL = 10
PER_NETWORK = 50
BAD_LINKS_PER_NETWORK = 30


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to sign in. `retry_after` (whole seconds) is None where it may go on."""

    id: str
    retry_after: int | None


class Throttle:
    """Counts a try before it is made, so that many at once cannot slip through together."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def begin(self, mail: str, address: str) -> Attempt:
        id, now = secrets.token_hex(12), self._now()
        subjects = {_mail(mail): PER_MAIL, network_of(address): PER_NETWORK}
        await self._database.insert(
            ATTEMPTS, [{"attempt": id, "subject": subject, "at": now} for subject in subjects]
        )
        waits = [await self._wait(subject, most, now) for subject, most in subjects.items()]
        longest = max(waits)
        if longest > timedelta(0):
            # A refused try does not count: who keeps knocking would otherwise never come in.
            await self._database.delete(ATTEMPTS, {"attempt": id})
            return Attempt(id, ceil(longest.total_seconds()))
        return Attempt(id, None)

    async def succeeded(self, attempt: Attempt, mail: str) -> None:
        """Forget this try, and the failures of its mail address."""
        await self._database.delete(ATTEMPTS, {"attempt": attempt.id})
        await self._database.delete(ATTEMPTS, {"subject": _mail(mail)})

    async def wait_for_links(self, address: str) -> int | None:
        """How long nothing that comes from there is looked at (whole seconds); None where it is."""
        recent = await self._wait(_links(address), BAD_LINKS_PER_NETWORK - 1, self._now())
        return ceil(recent.total_seconds()) if recent else None

    async def bad_link(self, address: str) -> None:
        """Somebody came from there with a link that is none, or none any more."""
        row = {"attempt": secrets.token_hex(12), "subject": _links(address), "at": self._now()}
        await self._database.insert(ATTEMPTS, [row])

    async def _wait(self, subject: str, most: int, now: datetime) -> timedelta:
        """How long until there is room for one more try, its own included in the count."""
        recent = await self._database.find(
            ATTEMPTS,
            {"subject": subject, "at": {"$gt": now - WINDOW}},
            sort=[("at", -1)],
            limit=most + 1,
        )
        if len(recent) <= most:
            return timedelta(0)
        oldest: datetime = recent[most]["at"]
        return max(oldest + WINDOW - now, timedelta(seconds=1))


def _mail(mail: str) -> str:
    return f"mail:{digest(folded(mail))}"


def _links(address: str) -> str:
    return f"links:{network_of(address)}"


def network_of(address: str) -> str:
    """An IPv4 address, or the /64 network of an IPv6 one: whoever has one has all of it."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "network:unknown"
    prefix = 64 if parsed.version == 6 else 32
    return f"network:{ipaddress.ip_network((parsed, prefix), strict=False)}"
