"""Browsers that listen: each has its keys, and believes one server only.

Source: RFC 8291 (message encryption), RFC 8292 (VAPID), RFC 8030 (the push protocol).
"""

import base64
import binascii
import json
import secrets
import time
from dataclasses import dataclass
from typing import Any

import http_ece  # type: ignore[import-untyped]
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import jwt  # type: ignore[import-untyped]

from partners.push.model import Subscription

LONGEST_TOKEN_S = 24 * 3600


class NotTheirs(Exception):
    """The request does not come from whom the browser listens to; says why."""


class Unreadable(Exception):
    """The browser could not open what it was sent."""


@dataclass(frozen=True)
class Browser:
    """One subscription's secrets."""

    server_key: str
    private_key: ec.EllipticCurvePrivateKey
    auth: bytes

    def open(self, body: bytes) -> bytes:
        """What was sent. Raises `Unreadable`."""
        try:
            opened: bytes = http_ece.decrypt(
                body, private_key=self.private_key, auth_secret=self.auth, version="aes128gcm"
            )
        except (http_ece.ECEException, ValueError, TypeError) as error:
            raise Unreadable from error
        return opened

    def contact_of(self, authorization: str, origin: str) -> str | None:
        """Whom the request names as its sender. Raises `NotTheirs`."""
        scheme, _, fields = authorization.partition(" ")
        said = dict(part.strip().partition("=")[::2] for part in fields.split(","))
        if scheme.lower() != "vapid" or not said.get("t") or not said.get("k"):
            raise NotTheirs("there is no VAPID header")
        if said["k"] != self.server_key:
            raise NotTheirs("it is another server's key")
        try:
            claims: dict[str, Any] = jwt.decode(said["t"], said["k"])
        except (InvalidSignature, binascii.Error, ValueError) as error:
            raise NotTheirs("the signature is wrong") from error
        if claims.get("aud") != origin:
            raise NotTheirs(f"it is meant for {claims.get('aud')}")
        left = claims.get("exp", 0) - time.time() if isinstance(claims.get("exp"), int) else 0
        if not 0 < left <= LONGEST_TOKEN_S:
            raise NotTheirs("its time is over, or too long")
        return claims.get("sub")


class Browsers:
    """All that subscribed, by the last part of their endpoint."""

    def __init__(self) -> None:
        self._subscribed: dict[str, Browser] = {}
        self._gone: set[str] = set()

    def subscribe(self, server_key: str, own_url: str) -> Subscription:
        """A new browser listens to whoever holds the private half of `server_key`."""
        name, auth = secrets.token_urlsafe(16), secrets.token_bytes(16)
        key = ec.generate_private_key(ec.SECP256R1())
        self._subscribed[name] = Browser(server_key, key, auth)
        point = key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return Subscription(
            endpoint=f"{own_url}/push/{name}", p256dh=_base64url(point), auth=_base64url(auth)
        )

    def leave(self, name: str) -> None:
        """The browser ends its subscription: 410 from now on."""
        self._subscribed.pop(name, None)
        self._gone.add(name)

    def find(self, name: str) -> Browser | None:
        return self._subscribed.get(name)

    def has_left(self, name: str) -> bool:
        return name in self._gone

    def reset(self) -> None:
        self._subscribed.clear()
        self._gone.clear()


def payload_of(opened: bytes) -> dict[str, Any] | None:
    """What a page of ours would read."""
    try:
        read = json.loads(opened)
    except ValueError:
        return None
    return read if isinstance(read, dict) else None


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
