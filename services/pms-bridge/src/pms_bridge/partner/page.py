"""Calls an ordering page, and what the ends of a call mean.

A page knows a callback that it has taken by its id, so one may always be sent again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta

import httpx
from httpx import codes
from pydantic import BaseModel, SecretStr, ValidationError

from chassis.calling import Caller
from chassis.clock import utc_now
from pms_bridge.connections import OrderingPage
from pms_bridge.door.signatures import ordering_page_signature
from pms_bridge.partner.handover import HandOver

DETAIL_LENGTH = 300
LONGEST_WAIT_SECONDS = 3600
# Among the 4xx, those that another try may change.
_AGAIN = {codes.REQUEST_TIMEOUT, codes.TOO_EARLY, codes.TOO_MANY_REQUESTS}
# An idle connection that the page closes under a request costs a try.
_IDLE_SECONDS = 2.0


class NotNow(Exception):
    """The page cannot be reached, or cannot serve us now: try again later."""

    def __init__(self, reason: str, retry_after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Refused(Exception):
    """The page says no, in its own words: trying again would not change that."""


class _Problem(BaseModel):
    detail: str = ""
    title: str = ""


class Page:
    """One ordering page, with a pool of its own, so that a slow one does not hold up another."""

    def __init__(self, url: str, secret: SecretStr, timeout: timedelta) -> None:
        self.timeout = timeout
        self._url = url
        self._secret = secret
        self._client = Caller(
            timeout=timeout.total_seconds(),
            limits=httpx.Limits(max_connections=16, keepalive_expiry=_IDLE_SECONDS),
            trust_env=False,
        )

    async def close(self) -> None:
        await self._client.aclose()

    async def take(self, work: HandOver) -> None:
        """Send a callback. Raises `NotNow` or `Refused`."""
        body = work.body.encode()
        signed = ordering_page_signature(self._secret, body, utc_now().timestamp())
        headers = {
            "content-type": "application/json",
            "comptoir-partner": work.partner_id,
            "comptoir-signature": signed,
            "idempotency-key": work.callback_id,
        }
        try:
            async with asyncio.timeout(self.timeout.total_seconds()):
                answer = await self._client.post(self._url, content=body, headers=headers)
        except (httpx.RequestError, TimeoutError) as error:
            raise NotNow(f"no answer: {type(error).__name__}") from error
        if answer.is_success:
            return
        if answer.is_client_error and answer.status_code not in _AGAIN:
            raise Refused(_detail(answer))
        raise NotNow(f"answered {answer.status_code}", _retry_after(answer))


def pages_of(connections: Mapping[str, OrderingPage]) -> dict[str, Page]:
    """The pages that take callbacks, by partner id."""
    return {
        name: Page(
            str(page.callback_url), page.callback_secret, timedelta(seconds=page.timeout_seconds)
        )
        for name, page in connections.items()
        if page.callback_url is not None and page.callback_secret is not None
    }


def _detail(answer: httpx.Response) -> str:
    """What a person can read of a problem document; the status where there is none."""
    try:
        problem = _Problem.model_validate_json(answer.content)
    except ValidationError:
        problem = _Problem()
    told = (problem.detail or problem.title).strip()
    return told[:DETAIL_LENGTH] or f"answered {answer.status_code}"


def _retry_after(answer: httpx.Response) -> timedelta | None:
    text = answer.headers.get("retry-after", "")
    if not text.isdecimal():
        return None
    return timedelta(seconds=min(int(text), LONGEST_WAIT_SECONDS))
