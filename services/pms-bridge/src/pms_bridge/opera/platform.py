"""One hotel's access to OPERA's integration platform: authorised calls, and what their ends mean.

Source: the published OpenAPI files of OHIP (`rsv`, `csh`): 400, 404 and 500 carry an
`exceptionDetailType`, other errors have no body.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any, Literal

import httpx
from httpx import codes

from pms_bridge.connections import OperaConnection
from pms_bridge.opera.failures import DETAIL_LENGTH, NoAnswer, NothingDone, NotReached, Refused
from pms_bridge.opera.tokens import TokenDesk

Json = dict[str, Any]
Query = Sequence[tuple[str, str | int]]

# Failures before any byte of the request has left.
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
)
# OPERA turned the request away at its gate, so it carried out nothing.
_TURNED_AWAY = {codes.UNAUTHORIZED, codes.FORBIDDEN, codes.TOO_MANY_REQUESTS}
# Among the 4xx, those after which the request may have been carried out all the same.
_UNCERTAIN = {codes.REQUEST_TIMEOUT, codes.TOO_EARLY}


class OperaPlatform:
    """Calls with token, application key and hotel; the token is renewed once when refused."""

    def __init__(self, connection: OperaConnection, client: httpx.AsyncClient) -> None:
        self._connection = connection
        self._client = client
        self._tokens = TokenDesk(connection, client)

    @property
    def signed_in(self) -> bool | None:
        """Whether OPERA let us in when it was asked last; None where it has not said."""
        if self._tokens.refusal is not None:
            return False
        return True if self._tokens.signed_in else None

    @property
    def sign_in_refusal(self) -> str:
        """What OPERA answered when it did not let us in; empty where it did."""
        return self._tokens.refusal or ""

    async def sign_in(self) -> None:
        """Get a token. Raises `NothingDone`: `NotReached`, `NotSignedIn` or itself."""
        await self._tokens.token()

    async def get(self, path: str, query: Query) -> Json:
        """The answer's JSON, numbers as Decimal; empty for 204.

        Raises `Refused` for 400 and 404, `NothingDone` for everything else: reading can be
        repeated.
        """
        try:
            answer = await self._call("GET", path, query=query)
        except NoAnswer as error:
            raise NothingDone(str(error)) from error
        if answer.status_code in (codes.BAD_REQUEST, codes.NOT_FOUND):
            raise Refused(_detail(answer))
        if not answer.is_success:
            raise _turned_away(answer)
        try:
            return _json(answer)
        except ValueError as error:
            raise NothingDone("the answer is not JSON") from error

    async def post(self, path: str, body: Json, leaving: Callable[[], None]) -> Json:
        """The answer's JSON, empty where it cannot be read: done is done.

        `leaving` is called right before the request leaves, each time; what it raises stops it.
        Raises `Refused`, `NothingDone` or `NoAnswer`.
        """
        answer = await self._call("POST", path, body=body, leaving=leaving)
        if answer.is_success:
            try:
                return _json(answer)
            except ValueError:
                return {}
        if answer.status_code in _TURNED_AWAY:
            raise _turned_away(answer)
        if answer.is_client_error and answer.status_code not in _UNCERTAIN:
            raise Refused(_detail(answer))
        raise NoAnswer(f"answered {answer.status_code}")

    async def _call(
        self,
        method: Literal["GET", "POST"],
        path: str,
        *,
        query: Query = (),
        body: Json | None = None,
        leaving: Callable[[], None] | None = None,
    ) -> httpx.Response:
        token = await self._tokens.token()
        answer = await self._send(method, path, query, body, token, leaving)
        if answer.status_code == codes.UNAUTHORIZED:
            token = await self._tokens.renewed(token)
            answer = await self._send(method, path, query, body, token, leaving)
        return answer

    async def _send(
        self,
        method: str,
        path: str,
        query: Query,
        body: Json | None,
        token: str,
        leaving: Callable[[], None] | None,
    ) -> httpx.Response:
        request = self._client.build_request(
            method,
            f"{self._connection.base_url}{path}",
            params=list(query) or None,
            json=body,
            headers=self._headers(token),
        )
        if leaving is not None:
            leaving()
        try:
            async with asyncio.timeout(self._connection.timeout_seconds):
                return await self._client.send(request)
        except _NOT_SENT as error:
            raise NotReached(f"not reached: {type(error).__name__}") from error
        except (httpx.RequestError, TimeoutError) as error:
            raise NoAnswer(f"no answer: {type(error).__name__}") from error

    def _headers(self, token: str) -> Mapping[str, str]:
        return {
            "authorization": f"Bearer {token}",
            "x-app-key": self._connection.app_key.get_secret_value(),
            "x-hotelid": self._connection.hotel_id,
        }


def listed(answer: Json, name: str, *, within: str = "") -> list[Json]:
    """The objects listed under `name`, with or without the object that the guides show around
    them."""
    inside: Any = answer.get(within) or answer
    found = inside.get(name) if isinstance(inside, dict) else None
    return [line for line in found or () if isinstance(line, dict)]


def _json(answer: httpx.Response) -> Json:
    """Raises ValueError where the body is not a JSON object."""
    if answer.status_code == codes.NO_CONTENT:
        return {}
    read = json.loads(answer.content, parse_float=Decimal)
    if not isinstance(read, dict):
        raise ValueError("not a JSON object")
    return read


def _turned_away(answer: httpx.Response) -> NothingDone:
    text = answer.headers.get("retry-after", "")
    wait = timedelta(seconds=min(int(text), 3600)) if text.isdecimal() else None
    return NothingDone(f"answered {answer.status_code}", wait)


def _detail(answer: httpx.Response) -> str:
    """What a person can read of an `exceptionDetailType`; the status where there is none."""
    try:
        told = _json(answer)
    except ValueError:
        told = {}
    words = [str(told[name]) for name in ("o:errorCode", "title", "detail") if told.get(name)]
    return " - ".join(words)[:DETAIL_LENGTH] or f"answered {answer.status_code}"
