"""Browsers' push services, spoken to as RFC 8030 has it, with words that only the browser can read.

Source: RFC 8030 (TTL, Urgency, Topic), RFC 8291 (encryption), RFC 8292 (VAPID).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import http_ece  # type: ignore[import-untyped]
import httpx
from cryptography.hazmat.primitives.asymmetric import ec

from contracts.recipients import Browser
from notifier.push.vapid import Identity

# Who makes browsers runs their push services; an endpoint anywhere else is not a browser's.
KNOWN_SERVICES = (
    "fcm.googleapis.com",
    "push.services.mozilla.com",
    "push.apple.com",
    "notify.windows.com",
)
# A meal that arrives is news for so long.
TIME_TO_LIVE = timedelta(hours=1)
# RFC 8291: what any push service takes, less what encryption adds.
LARGEST_PAYLOAD = 3000
_LONGEST_WAIT = timedelta(minutes=10)


class BrowserHasGone(Exception):
    """The subscription has ended: the browser takes nothing any more (404, 410)."""


class PushRefused(Exception):
    """The push service will never take this; says why."""


@dataclass
class PushUnavailable(Exception):
    """The push service did not take it now; `after` is when it wants to be asked again."""

    reason: str
    after: timedelta | None = None


class PushServices:
    """Sends to those push services whose host is one of `known`, or below one."""

    def __init__(
        self, identity: Identity, known: tuple[str, ...], client: httpx.AsyncClient
    ) -> None:
        self._identity = identity
        self._known = known
        self._client = client

    async def send(
        self,
        browser: Browser,
        payload: bytes,
        topic: str,
        now: datetime,
        *,
        before_leaving: Callable[[], None],
    ) -> None:
        """Hand over one payload. The same `topic` again takes the place of what is still waiting
        for the browser. Raises `BrowserHasGone`, `PushRefused`, `PushUnavailable`, and whatever
        `before_leaving` raises."""
        if not self._is_known(browser.endpoint):
            raise PushRefused("the endpoint is not one of a known push service")
        body = _sealed(browser, payload)
        headers = {
            "Authorization": self._authorization(browser.endpoint, now),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(int(TIME_TO_LIVE.total_seconds())),
            "Topic": _topic(topic),
            "Urgency": "high",
        }
        before_leaving()
        try:
            answer = await self._client.post(browser.endpoint, content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise PushUnavailable(f"no answer: {type(error).__name__}") from error
        _judge(answer)

    def _authorization(self, endpoint: str, now: datetime) -> str:
        try:
            return self._identity.authorization(endpoint, now.timestamp())
        except ValueError as error:
            raise PushRefused("the endpoint has no origin") from error

    def _is_known(self, endpoint: str) -> bool:
        """Whether it is a push service: an endpoint is what a browser says, so it might be anything
        that answers in our own network."""
        try:
            parts = urlsplit(endpoint)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            return False
        if f"{host}:{port}" in self._known:
            return True  # named with its port: one for a developer's machine
        below = any(host == known or host.endswith(f".{known}") for known in self._known)
        return parts.scheme == "https" and below


def _judge(answer: httpx.Response) -> None:
    status = answer.status_code
    if answer.is_success:
        return
    if status in (404, 410):
        raise BrowserHasGone
    if status == 429 or status >= 500:
        raise PushUnavailable(f"answered {status}", _wait_in(answer))
    raise PushRefused(f"refused with {status}")


def _wait_in(answer: httpx.Response) -> timedelta | None:
    said = answer.headers.get("Retry-After", "")
    return min(timedelta(seconds=int(said)), _LONGEST_WAIT) if said.isdecimal() else None


def _sealed(browser: Browser, payload: bytes) -> bytes:
    """Raises `PushRefused` where the browser's keys are none, or the payload is too long."""
    if len(payload) > LARGEST_PAYLOAD:
        raise PushRefused(f"{len(payload)} bytes are more than a push service takes")
    try:
        sealed: bytes = http_ece.encrypt(
            payload,
            salt=os.urandom(16),
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=_bytes(browser.p256dh),
            auth_secret=_bytes(browser.auth),
            version="aes128gcm",
        )
    except (http_ece.ECEException, ValueError, binascii.Error) as error:
        raise PushRefused("the browser's keys are not keys") from error
    return sealed


def _bytes(base64url: str) -> bytes:
    return base64.urlsafe_b64decode(base64url + "=" * (-len(base64url) % 4))


def _topic(text: str) -> str:
    """RFC 8030: at most 32 characters of base64url."""
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:24]).decode()
