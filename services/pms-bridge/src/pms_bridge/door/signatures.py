"""Signatures over the raw body, of those who call us (compared in constant time) and our own."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from enum import StrEnum

from pydantic import SecretStr

# How far the time in a signature may be from ours: beyond it, a recorded request is a replay.
REPLAY_WINDOW_SECONDS = 300
# More than the secrets that can be valid at once; bounds the work a stranger can cause.
SIGNATURES_AT_MOST = 4


class Signed(StrEnum):
    """What a signature turned out to be."""

    RIGHT = "right"
    WRONG = "wrong"
    STALE = "stale"  # right, and made too long ago or by a clock ahead of ours


def ordering_page_signed(
    header: str, body: bytes, secrets: Iterable[SecretStr], now: float
) -> Signed:
    """Whether `Comptoir-Signature` (`t=SECONDS,v1=HEX,...`) was made with one of the secrets,
    within the replay window of `now` (Unix seconds). See docs/guides/partner-intake.md."""
    times, given = _parts(header, "t"), _parts(header, "v1")[:SIGNATURES_AT_MOST]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdigit() and len(times[0]) <= 12):
        return Signed.WRONG
    signed = f"{times[0]}.".encode() + body
    # Not short-circuited: the time it takes says nothing about which secret or signature fits.
    if not any([_fits(secret, signed, one) for secret in secrets for one in given]):
        return Signed.WRONG
    in_time = abs(now - int(times[0])) <= REPLAY_WINDOW_SECONDS
    return Signed.RIGHT if in_time else Signed.STALE


def time_in(header: str) -> str:
    """The time that a right `Comptoir-Signature` was made at, as it says it."""
    return _parts(header, "t")[0]


def ordering_page_signature(secret: SecretStr, body: bytes, now: float) -> str:
    """The value of `Comptoir-Signature` for what we send to a page."""
    signed = f"{int(now)}.".encode() + body
    digest = hmac.digest(secret.get_secret_value().encode(), signed, "sha256").hex()
    return f"t={int(now)},v1={digest}"


def uber_signed(header: str, body: bytes, signing_keys: Iterable[SecretStr]) -> bool:
    """Whether `x-uber-signature`, hex HMAC-SHA256 of the raw body, fits one of the keys."""
    return any([_fits(key, body, header.strip()) for key in signing_keys])


def _parts(header: str, name: str) -> list[str]:
    fields = (part.strip().partition("=") for part in header.split(","))
    return [value for known, _, value in fields if known == name]


def _fits(secret: SecretStr, signed: bytes, given: str) -> bool:
    expected = hmac.digest(secret.get_secret_value().encode(), signed, "sha256").hex()
    return hmac.compare_digest(expected.encode(), given.lower().encode())
