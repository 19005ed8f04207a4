"""Signatures between a page and us, as a partner's developer would write them from the guides."""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Literal

WINDOW_S = 300

Signature = Literal["right", "wrong", "stale"]


def signature_header(secrets: Sequence[str], timestamp: int, body: bytes) -> str:
    """Value of `Comptoir-Signature`, with one `v1` per secret (two while one is being replaced)."""
    digests = (_digest(secret, str(timestamp), body) for secret in secrets)
    return ",".join([f"t={timestamp}", *(f"v1={digest}" for digest in digests)])


def checked(header: str, body: bytes, secret: str, now: float) -> Signature:
    """What a `Comptoir-Signature` that came with a body turns out to be."""
    pairs = [part.strip().partition("=") for part in header.split(",")]
    timestamp = next((value for name, _, value in pairs if name == "t"), "")
    given = [value for name, _, value in pairs if name == "v1"]
    expected = _digest(secret, timestamp, body)
    if not any(hmac.compare_digest(expected.encode(), value.encode()) for value in given):
        return "wrong"
    return "right" if abs(now - int(timestamp)) <= WINDOW_S else "stale"


def _digest(secret: str, timestamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
