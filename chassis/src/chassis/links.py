"""Signed links: a text that only we can have made, good for one purpose and for a while.

Whoever holds a link's token may do what its purpose says, without an account; so a token says as
little as it can, ends by itself, and opens nothing but what it was made for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from itsdangerous import BadData, URLSafeSerializer
from itsdangerous.encoding import want_bytes

# A shorter secret could be guessed from a single link.
SHORTEST_SECRET = 32
# Longer than any token of ours: what is longer is not even looked at.
LONGEST_TOKEN = 1000


class LinkInvalid(Exception):
    """The token is not one of ours for this purpose, or its time is over. Which of these is told to
    nobody."""


class Links:
    """Signs and reads with `secrets`: the first signs, any of them is believed, so that one can be
    replaced while links made with it are still about.

    Raises ValueError where there is no secret, or one is too short.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets or any(len(secret) < SHORTEST_SECRET for secret in secrets):
            raise ValueError(f"links need a secret of at least {SHORTEST_SECRET} characters")
        # The library signs with the last of its keys.
        self._keys = [want_bytes(secret) for secret in reversed(secrets)]

    def sign(self, purpose: str, payload: str, until: datetime) -> str:
        """A token that says `payload` until then: the same again for the same arguments, so that
        whoever repeats a message repeats its link, too. Fit for a path."""
        return str(self._of(purpose).dumps([payload, int(until.timestamp())]))

    def read(self, purpose: str, token: str, now: datetime) -> str:
        """What the token says. Raises `LinkInvalid`."""
        return self.read_with_end(purpose, token, now)[0]

    def read_with_end(self, purpose: str, token: str, now: datetime) -> tuple[str, datetime]:
        """What the token says, and until when. Raises `LinkInvalid`."""
        if len(token) > LONGEST_TOKEN:
            raise LinkInvalid
        try:
            payload, until = self._of(purpose).loads(token)
        except (BadData, ValueError) as error:
            raise LinkInvalid from error
        end = datetime.fromtimestamp(until, UTC)
        if now >= end:
            raise LinkInvalid
        return str(payload), end

    def _of(self, purpose: str) -> URLSafeSerializer:
        """The purpose is part of the signing key: a token for one says nothing for another."""
        return URLSafeSerializer(self._keys, salt=f"comptoir.{purpose}")
