"""Checks an intake's signature, written from `docs/guides/partner-intake.md` alone."""

import hashlib
import hmac

WINDOW_S = 300


class SignatureError(Exception):
    """The signature is not of this secret, or not of this time."""


def check_signature(header: str, body: bytes, secret: str, now: int) -> None:
    """Raises `SignatureError` unless one `v1` matches and `t` is in the replay window."""
    pairs = [part.strip().split("=", 1) for part in header.split(",")]
    timestamp = next(value for name, value in pairs if name == "t")
    signed = timestamp.encode() + b"." + body
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    given = [value for name, value in pairs if name == "v1"]
    if not any(hmac.compare_digest(expected, value) for value in given):
        raise SignatureError("the signature does not match")
    if abs(now - int(timestamp)) > WINDOW_S:
        raise SignatureError("the signature has expired")
