"""The token of one OPERA environment (`getToken`)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import httpx
from pydantic import BaseModel, ValidationError

from pms_bridge.connections import Grant, OperaConnection
from pms_bridge.opera.failures import NothingDone, NotReached, NotSignedIn

# Where the answer does not say how long it lasts (only `access_token` is required of it).
LIFE_IF_UNSAID_SECONDS = 300
# A token is renewed this share of its life before its end, so that no request carries a dying one.
RENEWED_EARLY = 0.1
# `getToken`: 400 for the form, 401 for client or user, 403 for the application key.
_REFUSALS = {httpx.codes.BAD_REQUEST, httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}


class _Granted(BaseModel):
    access_token: str
    expires_in: float | None = None


class TokenDesk:
    """Keeps one token and renews it, once for all who wait for it."""

    def __init__(
        self,
        connection: OperaConnection,
        client: httpx.AsyncClient,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connection = connection
        self._client = client
        self._clock = clock
        self._token: str | None = None
        self._good_until = 0.0
        self._refusal: str | None = None
        self._renewing = asyncio.Lock()

    @property
    def refusal(self) -> str | None:
        """What OPERA answered, if it refused these credentials when it was asked last."""
        return self._refusal

    @property
    def signed_in(self) -> bool:
        """Whether OPERA took these credentials when it was asked last."""
        return self._token is not None

    async def token(self) -> str:
        """A token with some life left in it. Raises `NothingDone`."""
        if self._token is not None and self._clock() < self._good_until:
            return self._token
        return await self.renewed(self._token)

    async def renewed(self, stale: str | None) -> str:
        """Another token than `stale`, which OPERA does not accept. Raises `NothingDone`."""
        async with self._renewing:
            if self._token is None or self._token == stale:
                await self._renew()
            return self._token or ""

    async def _renew(self) -> None:
        self._token, self._refusal = None, None
        asked_at = self._clock()
        granted = await self._granted()
        life = granted.expires_in or LIFE_IF_UNSAID_SECONDS
        self._token = granted.access_token
        self._good_until = asked_at + life * (1 - RENEWED_EARLY)

    async def _granted(self) -> _Granted:
        try:
            return await self._ask()
        except NotSignedIn as error:
            self._refusal = str(error)
            raise

    async def _ask(self) -> _Granted:
        try:
            async with asyncio.timeout(self._connection.timeout_seconds):
                answer = await self._client.post(
                    f"{self._connection.base_url}/oauth/v1/tokens",
                    data=self._form(),
                    headers=self._headers(),
                    auth=(
                        self._connection.client_id,
                        self._connection.client_secret.get_secret_value(),
                    ),
                )
        except (httpx.RequestError, TimeoutError) as error:
            raise NotReached(f"no token: {type(error).__name__}") from error
        if answer.status_code in _REFUSALS:
            raise NotSignedIn(f"no token: answered {answer.status_code}")
        if answer.status_code != httpx.codes.OK:
            raise NothingDone(f"no token: answered {answer.status_code}")
        try:
            return _Granted.model_validate_json(answer.content)
        except ValidationError:
            raise NotSignedIn("no token: the answer holds none") from None

    def _form(self) -> dict[str, str]:
        connection = self._connection
        form = {"grant_type": str(connection.grant)}
        if connection.grant is Grant.CLIENT_CREDENTIALS:
            form["scope"] = connection.scope or ""
        else:
            form["username"] = connection.username or ""
            form["password"] = connection.password.get_secret_value() if connection.password else ""
        return form

    def _headers(self) -> dict[str, str]:
        headers = {"x-app-key": self._connection.app_key.get_secret_value()}
        if self._connection.enterprise_id is not None:
            headers["enterpriseId"] = self._connection.enterprise_id
        return headers
