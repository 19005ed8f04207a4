"""Signed calls of our bridge, sent until they are taken, as the guides for ordering pages say."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import httpx

from partners.ordering_page.model import PartnerAccess, Signing
from partners.ordering_page.signature import signature_header

ATTEMPTS = 20
LONGEST_WAIT_S = 30.0
_TRY_AGAIN = frozenset({408, 425, 429})

Noted = Callable[[int, httpx.Response | None, str | None], None]
"""Is told each attempt: its number, the answer, or without one the name of the error."""


class BridgeCaller:
    """Posts to our bridge as an ordering page."""

    def __init__(self, client: httpx.AsyncClient, bridge_url: Callable[[], str]) -> None:
        self._client = client
        self._bridge_url = bridge_url

    async def until_taken(
        self, access: PartnerAccess, path: str, body: bytes, signing: Signing, noted: Noted
    ) -> httpx.Response | None:
        """Sends the same bytes until a 2xx, or a refusal that sending again would not change.

        The last answer, None where the last attempt got none.
        """
        response: httpx.Response | None = None
        for attempt in range(1, ATTEMPTS + 1):
            response = await self._attempt(access, path, body, signing, attempt, noted)
            status = None if response is None else response.status_code
            if status is not None and status < 500 and status not in _TRY_AGAIN:
                break
            await asyncio.sleep(_pause_s(access, response, attempt))
        return response

    async def _attempt(
        self,
        access: PartnerAccess,
        path: str,
        body: bytes,
        signing: Signing,
        attempt: int,
        noted: Noted,
    ) -> httpx.Response | None:
        response: httpx.Response | None = None
        error: str | None = None
        try:
            response = await self._client.post(
                f"{self._bridge_url()}{path}",
                content=body,
                headers=_headers(access, signing, body),
                timeout=access.timeout_s,
            )
        except httpx.HTTPError as failure:
            error = type(failure).__name__
        noted(attempt, response, error)
        return response


def _headers(access: PartnerAccess, signing: Signing, body: bytes) -> dict[str, str]:
    secrets = ["somebody else's secret"] if signing.bad_signature else access.secrets
    signed_at = int(time.time()) - signing.signed_seconds_ago
    return {
        "content-type": "application/json",
        "comptoir-partner": access.partner_id,
        "comptoir-signature": signature_header(secrets, signed_at, body),
    }


def _pause_s(access: PartnerAccess, response: httpx.Response | None, attempt: int) -> float:
    retry_after = "" if response is None else response.headers.get("retry-after", "")
    if retry_after.isdecimal():
        return min(float(retry_after), LONGEST_WAIT_S)
    pause_s: float = access.retry_base_s * 2 ** (attempt - 1)
    return min(pause_s, LONGEST_WAIT_S)


def json_body(response: httpx.Response | None) -> Any:
    """The JSON of an answer, None where there is none."""
    if response is None or "json" not in response.headers.get("content-type", ""):
        return None
    try:
        return response.json()
    except ValueError:
        return None
