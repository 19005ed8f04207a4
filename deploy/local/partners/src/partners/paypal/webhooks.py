"""Webhooks: sent over real HTTP, again where they are not taken, and as wrongly as told to.

Their signature is known by its id, as PayPal's own endpoint verifies it; the certificate behind it
is PayPal's business.
"""

import asyncio
import json
import secrets
import zlib
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import httpx

from partners.journal import Journal
from partners.paypal import wire
from partners.paypal.model import Order, Part, PayPalWebhook
from partners.paypal.refusals import PayPalRefusal
from partners.paypal.till import PayPalTill

TRIES = 5
PAUSE_S = 0.5
Json = dict[str, Any]


class PayPalWebhooks:
    """Tells a merchant's system what happened."""

    def __init__(
        self,
        till: PayPalTill,
        client: httpx.AsyncClient,
        bridge_url: Callable[[], str],
        sent: Journal[PayPalWebhook],
    ) -> None:
        self._till = till
        self._client = client
        self._bridge_url = bridge_url
        self._sent = sent
        self._tasks: set[asyncio.Task[None]] = set()
        self._signed: dict[str, tuple[str, str, int]] = {}

    async def reset(self) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._signed.clear()

    def tell(self, order: Order, kind: str, resource_type: str, resource: Json) -> None:
        """Without waiting for it."""
        event = wire.event(f"WH-{secrets.token_hex(8).upper()}", kind, resource_type, resource)
        conduct = self._till.conduct
        if conduct.webhooks == "none":
            return
        for duplicate in (False, True)[: 2 if conduct.webhooks == "twice" else 1]:
            self._spawn(self._deliver(order, event, duplicate))

    def tell_part(self, order: Order, kind: str, part: Part) -> None:
        name = kind.split(".")[1].lower()
        written = {"authorization": wire.authorization, "capture": wire.capture}.get(name)
        self.tell(order, kind, name, (written or wire.refund)(order, part))

    def verify(self, asked: bytes) -> bool:
        """Whether we signed this very event, byte for byte, for this merchant's webhook. Raises
        `PayPalRefusal` 400 for what is no JSON."""
        try:
            said = json.loads(asked)
        except ValueError:
            raise PayPalRefusal(400, "MALFORMED_REQUEST_JSON", "Not JSON.") from None
        _, marker, rest = asked.partition(b'"webhook_event": ')
        if not marker:
            return False
        event = zlib.crc32(rest[:-1])
        known = self._signed.get(str(said.get("transmission_id")))
        return known == (said.get("transmission_sig"), said.get("webhook_id"), event)

    def sign(self, webhook_id: str, body: bytes) -> dict[str, str]:
        """The headers of a webhook, by which we know it again."""
        id, signature = f"{secrets.token_hex(16)}-x", f"s{secrets.token_urlsafe(32)}"
        self._signed[id] = (signature, webhook_id, zlib.crc32(body))
        return {
            "content-type": "application/json",
            "paypal-auth-algo": "SHA256withRSA",
            "paypal-cert-url": "https://api.paypal.com/v1/notifications/certs/CERT-simulated",
            "paypal-transmission-id": id,
            "paypal-transmission-sig": signature,
            "paypal-transmission-time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        }

    async def _deliver(self, order: Order, event: Json, duplicate: bool) -> None:
        conduct = self._till.conduct
        await asyncio.sleep(conduct.webhook_delay_s)
        merchant = order.merchant
        body = json.dumps(event, ensure_ascii=False).encode()
        headers = self.sign(merchant.webhook_id, body)
        forged = conduct.webhooks == "forged"
        if forged:
            headers["paypal-transmission-sig"] = "forged"
        for _ in range(TRIES):
            answer = await self._post(merchant.property_id, body, headers)
            self._sent.write(
                PayPalWebhook(
                    at=datetime.now(UTC),
                    property_id=merchant.property_id,
                    event_id=event["id"],
                    event_type=event["event_type"],
                    duplicate=duplicate,
                    answer=answer,
                )
            )
            if (answer is not None and answer < 300) or forged:
                return
            await asyncio.sleep(PAUSE_S)

    async def _post(self, property_id: str, body: bytes, headers: dict[str, str]) -> int | None:
        url = f"{self._bridge_url()}/webhooks/paypal/{property_id}"
        try:
            answer = await self._client.post(url, content=body, headers=headers)
        except httpx.HTTPError:
            return None
        return answer.status_code

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
