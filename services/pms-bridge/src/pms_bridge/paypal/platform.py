"""One account at PayPal: authorised calls, and what their ends mean.

Source: PayPal's published specifications of Orders v2, Payments v2 and Webhooks v1.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

import httpx
from httpx import codes

from pms_bridge.connections import PayPalAccount
from pms_bridge.payments.provider import ProviderSilent

Json = dict[str, Any]
# Where the answer does not say how long a token lasts.
LIFE_IF_UNSAID_SECONDS = 300
RENEWED_EARLY = 0.1


class Refused(Exception):
    """PayPal says no for a reason of its own; nothing was done. `issue` is its name for it."""

    def __init__(self, status: int, issue: str, detail: str) -> None:
        super().__init__(f"{issue or status}: {detail}")
        self.status = status
        self.issue = issue


class PayPalPlatform:
    """Calls with a token, which is renewed once when it is refused."""

    def __init__(
        self,
        account: PayPalAccount,
        client: httpx.AsyncClient,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._account = account
        self._client = client
        self._clock = clock
        self._token = ""
        self._good_until = 0.0
        self._renewing = asyncio.Lock()

    @property
    def account(self) -> PayPalAccount:
        return self._account

    async def sign_in(self) -> None:
        """A fresh token, whatever is kept. Raises `ProviderSilent`."""
        async with self._renewing:
            await self._renew()

    async def get(self, path: str) -> Json:
        """Raises `Refused` and `ProviderSilent`."""
        return await self._call("GET", path, b"", {})

    async def post(
        self,
        path: str,
        body: Json | bytes,
        *,
        key: str | None = None,
        leaving: Callable[[], None] | None = None,
    ) -> Json:
        """`key` makes a repeat of it one (`PayPal-Request-Id`). Raises `Refused` and
        `ProviderSilent`, after which it may have been carried out."""
        headers = {"Prefer": "return=representation"}
        if key is not None:
            headers["PayPal-Request-Id"] = key
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self._call("POST", path, sent, headers, leaving)

    async def _call(
        self,
        method: str,
        path: str,
        body: bytes,
        headers: dict[str, str],
        leaving: Callable[[], None] | None = None,
    ) -> Json:
        token = await self._signed_in()
        answer = await self._send(method, path, body, headers, token, leaving)
        if answer.status_code == codes.UNAUTHORIZED:
            token = await self._signed_in(stale=token)
            answer = await self._send(method, path, body, headers, token, leaving)
        return _read(answer)

    async def _send(
        self,
        method: str,
        path: str,
        body: bytes,
        headers: dict[str, str],
        token: str,
        leaving: Callable[[], None] | None = None,
    ) -> httpx.Response:
        request = self._client.build_request(
            method,
            f"{self._account.base_url}{path}",
            content=body or None,
            headers={
                "Authorization": f"Bearer {token}",
                "Content-Type": "application/json",
                **headers,
            },
        )
        if leaving is not None:
            leaving()
        return await self._answered(request)

    async def _signed_in(self, stale: str = "") -> str:
        """A token with some life left in it, other than the stale one."""
        async with self._renewing:
            if self._token in ("", stale) or self._clock() >= self._good_until:
                await self._renew()
            return self._token

    async def _renew(self) -> None:
        asked_at = self._clock()
        account = self._account
        request = self._client.build_request(
            "POST",
            f"{account.base_url}/v1/oauth2/token",
            data={"grant_type": "client_credentials"},
        )
        auth = (account.client_id, account.client_secret.get_secret_value())
        answer = await self._answered(request, auth)
        if not answer.is_success:
            # A person mends the account, or PayPal itself: until then nothing is lost.
            raise ProviderSilent(f"no token: answered {answer.status_code}")
        granted = _json(answer)
        self._token = str(granted.get("access_token", ""))
        life = float(granted.get("expires_in") or LIFE_IF_UNSAID_SECONDS)
        self._good_until = asked_at + life * (1 - RENEWED_EARLY)

    async def _answered(
        self, request: httpx.Request, auth: tuple[str, str] | None = None
    ) -> httpx.Response:
        try:
            async with asyncio.timeout(self._account.timeout_seconds):
                return await self._client.send(request, auth=auth)
        except (httpx.RequestError, TimeoutError) as error:
            raise ProviderSilent(f"no answer: {type(error).__name__}") from error


def _read(answer: httpx.Response) -> Json:
    """Raises `Refused` for what PayPal does not do, `ProviderSilent` for what it cannot now."""
    if answer.is_success:
        return {} if answer.status_code == codes.NO_CONTENT else _json(answer)
    temporary = (codes.UNAUTHORIZED, codes.REQUEST_TIMEOUT, codes.TOO_MANY_REQUESTS)
    if answer.is_server_error or answer.status_code in temporary:
        raise ProviderSilent(f"answered {answer.status_code}")
    try:
        told = _json(answer)
    except ProviderSilent:
        told = {}
    details = [one for one in told.get("details") or () if isinstance(one, dict)]
    issue = str(details[0].get("issue", "")) if details else str(told.get("name", ""))
    said = str(details[0].get("description", "")) if details else str(told.get("message", ""))
    raise Refused(answer.status_code, issue, said)


def _json(answer: httpx.Response) -> Json:
    try:
        read = json.loads(answer.content)
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise ProviderSilent("the answer is no JSON object")
    return read
