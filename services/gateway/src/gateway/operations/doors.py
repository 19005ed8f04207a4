"""The other services' doors for operators, of whom this gateway asks on a person's behalf."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, SecretStr, ValidationError

from chassis.calling import Caller
from chassis.operator_door import ACTOR, PREFIX
from gateway.api.problems import Problem

# Longer than the other side waits for its own engines.
PATIENCE_SECONDS = 20.0
CONNECT_SECONDS = 2.0
# Shorter than a door keeps a connection that nobody uses: none is used just as it closes.
KEPT_SECONDS = 2.0

A = TypeVar("A", bound=BaseModel)


class Doors:
    """`addresses` by service, as `http://127.0.0.1:8001`; without a secret all doors are shut."""

    def __init__(self, addresses: Mapping[str, str], secret: SecretStr | None) -> None:
        self._addresses = addresses
        self._secret = secret

    @property
    def known(self) -> frozenset[str]:
        """The services that can be asked."""
        return frozenset(self._addresses) if self._secret else frozenset()

    @cached_property
    def _client(self) -> httpx.AsyncClient:
        """One until `close`: to make one takes longer than most answers."""
        return Caller(
            trust_env=False,
            timeout=httpx.Timeout(PATIENCE_SECONDS, connect=CONNECT_SECONDS),
            limits=httpx.Limits(keepalive_expiry=KEPT_SECONDS),
        )

    async def close(self) -> None:
        """Let go of what connections there are."""
        client: httpx.AsyncClient | None = self.__dict__.pop("_client", None)
        if client is not None:
            await client.aclose()

    async def look(
        self, service: str, actor: str, path: str, answer: type[A], **query: str | int
    ) -> A:
        """What a service says. Raises `Problem`."""
        return _read(service, await self._sent(service, actor, "GET", path, query), answer)

    async def order(
        self, service: str, actor: str, path: str, answer: type[A], order: BaseModel
    ) -> A:
        """What a service says to an order. Raises `Problem`."""
        try:
            # In ASCII: half a character in a body is the other side's to refuse.
            body = json.dumps(order.model_dump(mode="json", exclude_none=True)).encode()
        except (ValueError, RecursionError):
            raise Problem(422, "invalid", errors=[("body", "cannot be written as JSON")]) from None
        return _read(service, await self._sent(service, actor, "POST", path, {}, body), answer)

    async def _sent(
        self,
        service: str,
        actor: str,
        method: str,
        path: str,
        query: Mapping[str, str | int],
        body: bytes | None = None,
    ) -> httpx.Response:
        address = self._addresses.get(service)
        if address is None or self._secret is None:
            raise _out_of_reach(service, "this gateway is not told how to ask it")
        bearer = f"Bearer {self._secret.get_secret_value()}"
        try:
            return await self._client.request(
                method,
                address.rstrip("/") + PREFIX + path,
                params=dict(query),
                content=body,
                headers={"Authorization": bearer, ACTOR: quote(actor, safe=":@")},
            )
        except httpx.HTTPError as error:
            raise _out_of_reach(service, "it does not answer") from error


def _read(service: str, response: httpx.Response, answer: type[A]) -> A:
    if response.status_code == 200:
        try:
            return answer.model_validate_json(response.content)
        except ValidationError as error:
            raise _out_of_reach(service, "it answers in words of another release") from error
    raise _problem_of(service, response)


def _problem_of(service: str, response: httpx.Response) -> Problem:
    told = _told(response)
    detail = str(told.get("detail") or "") or None
    match response.status_code, told.get("name"):
        case 404, "not-found":
            return Problem(404, "not-found", detail)
        case 409, "closed" | "topic-gone" as name:
            return Problem(409, name, detail)
        case 422, "invalid":
            errors = [(str(one["field"]), str(one["reason"])) for one in told["errors"]]
            return Problem(422, "invalid", errors=errors)
        case 503, "unavailable":
            return _out_of_reach(service, detail or "it cannot answer now")
        case 401, "not-an-operator":
            return _out_of_reach(service, "it has another operator secret")
    return _out_of_reach(service, "it has no door for operators")


def _told(response: httpx.Response) -> dict[str, Any]:
    try:
        told = response.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _out_of_reach(service: str, why: str) -> Problem:
    return Problem(503, "service-unreachable", f"{service}: {why}", headers={"Retry-After": "5"})
