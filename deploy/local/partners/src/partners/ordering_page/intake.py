"""Calls our signed intake, as `docs/guides/partner-intake.md` says, or wrongly on command."""

import asyncio
import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx

from partners.journal import Journal
from partners.ordering_page.model import IntakeCall, PartnerAccess, PlaceOrder, Sending
from partners.ordering_page.signature import signature_header

ATTEMPTS = 20
LONGEST_WAIT_S = 30.0
_TRY_AGAIN = frozenset({408, 425, 429})


class Intake:
    """The page's side of the intake."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        bridge_url: Callable[[], str],
        journal: Journal[IntakeCall],
    ) -> None:
        self._client = client
        self._bridge_url = bridge_url
        self._journal = journal

    async def send(self, access: PartnerAccess, command: PlaceOrder) -> int | None:
        """Sends an order as often as told; the last status of the first copy, None without one."""
        twist = command.intake
        repeats: list[Sending] = ["repeat"] * (twist.copies - 1)
        copies: list[Sending] = ["first", *repeats]
        if twist.together:
            sent = [self._until_taken(access, command, sending) for sending in copies]
            answer = (await asyncio.gather(*sent))[0]
        else:
            answers = [await self._until_taken(access, command, sending) for sending in copies]
            answer = answers[0]
        if twist.then_changed is not None:
            await self._until_taken(access, command, "changed")
        return answer

    async def _until_taken(
        self, access: PartnerAccess, command: PlaceOrder, sending: Sending
    ) -> int | None:
        """Sends the same bytes until a 2xx, or a refusal that sending again would not change."""
        changed = command.intake.then_changed if sending == "changed" else None
        body = json.dumps(command.order | (changed or {}), ensure_ascii=False).encode()
        answer: int | None = None
        for attempt in range(1, ATTEMPTS + 1):
            response = await self._attempt(access, command, sending, body, attempt)
            answer = None if response is None else response.status_code
            if answer is not None and answer < 500 and answer not in _TRY_AGAIN:
                break
            await asyncio.sleep(_pause_s(access, response, attempt))
        return answer

    async def _attempt(
        self,
        access: PartnerAccess,
        command: PlaceOrder,
        sending: Sending,
        body: bytes,
        attempt: int,
    ) -> httpx.Response | None:
        twist = command.intake
        response: httpx.Response | None = None
        error: str | None = None
        try:
            response = await self._client.post(
                f"{self._bridge_url()}/partners/v1/delivery-orders",
                content=body,
                headers=_headers(access, command, body),
                timeout=access.timeout_s,
            )
        except httpx.HTTPError as failure:
            error = type(failure).__name__
        self._journal.write(
            IntakeCall(
                at=datetime.now(UTC),
                partner_id=access.partner_id,
                external_id=command.external_id,
                sending=sending,
                attempt=attempt,
                bad_signature=twist.bad_signature,
                signed_seconds_ago=twist.signed_seconds_ago,
                answer=None if response is None else response.status_code,
                error=error,
                answer_body=_json_body(response),
            )
        )
        return response


def _headers(access: PartnerAccess, command: PlaceOrder, body: bytes) -> dict[str, str]:
    twist = command.intake
    secrets = ["somebody else's secret"] if twist.bad_signature else access.secrets
    signed_at = int(time.time()) - twist.signed_seconds_ago
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


def _json_body(response: httpx.Response | None) -> Any:
    if response is None or "json" not in response.headers.get("content-type", ""):
        return None
    try:
        return response.json()
    except ValueError:
        return None
