"""Passwords, kept as Argon2id. Hashing takes tens of milliseconds and as many megabytes, so it runs
in threads, few at a time."""

from __future__ import annotations

import asyncio
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

SHORTEST = 10
LONGEST = 200
_HASHER = PasswordHash((Argon2Hasher(),))
AT_ONCE = 2


@cache
def _nobody() -> str:
    """What an unknown person's password is compared with: it takes as long as a known one's."""
    return _HASHER.hash("nobody has this password")


class Passwords:
    """One per process."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._nobody = _nobody()

    async def verify(self, password: str, known: str | None) -> tuple[bool, str | None]:
        """Whether it is the password of hash `known` (never, for None), and a better hash of it
        where the known one was made with weaker parameters."""
        async with self._turn:
            right, better = await asyncio.to_thread(
                _HASHER.verify_and_update, password, known or self._nobody
            )
        return right and known is not None, better if known is not None else None

    async def hash(self, password: str) -> str:
        """Its hash. Raises ValueError for a password of the wrong length."""
        async with self._turn:
            return await asyncio.to_thread(hash_password, password)


def hash_password(password: str, known: str | None = None) -> str:
    """Its hash: `known` where that is one already.

    Raises ValueError for a password shorter than 10 or longer than 200 characters.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError(f"a password has {SHORTEST} to {LONGEST} characters")
    if known is not None and _HASHER.verify(password, known):
        return known
    return _HASHER.hash(password)
