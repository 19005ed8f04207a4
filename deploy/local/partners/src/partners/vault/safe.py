"""The vault's books: who left a card, what was charged to it, and repeats by their key."""

import asyncio
import hmac
import json
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from partners.journal import Journal
from partners.vault.model import (
    Guarantee,
    Step,
    VaultConduct,
    VaultMerchant,
    VaultMove,
    VaultSetup,
)

TRIES, PAUSE_S = 5, 0.5
Json = dict[str, Any]


class VaultSafe:
    """Everything that happens is in `moves`, so that a test can count it."""

    def __init__(
        self,
        moves: Journal[VaultMove],
        client: httpx.AsyncClient,
        bridge_url: Callable[[], str],
        own_url: Callable[[], str],
    ) -> None:
        self.moves = moves
        self._client = client
        self._bridge_url = bridge_url
        self._own_url = own_url
        self._tasks: set[asyncio.Task[None]] = set()
        self.merchants: dict[str, VaultMerchant] = {}
        self.known: dict[str, Guarantee] = {}
        self.answered: dict[str, tuple[int, Json]] = {}
        self.conduct = VaultConduct()

    async def reset(self) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.merchants, self.known, self.answered = {}, {}, {}
        self.conduct = VaultConduct()

    def load(self, setup: VaultSetup) -> None:
        self.merchants = {one.key: one for one in setup.merchants}

    def open(self, merchant: VaultMerchant, asked: Json) -> Guarantee:
        made = Guarantee(
            id=f"gu_{secrets.token_hex(8)}",
            merchant=merchant,
            **{name: asked[name] for name in ("reference", "most", "currency")},
            **{name: asked[name] for name in ("kept_url", "refused_url", "left_url")},
        )
        self.known[made.id] = made
        return made

    def leave_card(self, guarantee: Guarantee) -> bool:
        """The guest leaves a card; False where it is none that may be kept."""
        if self.conduct.refuse_cards:
            return False
        if guarantee.status == "waiting":
            until = datetime.now(UTC).date() + timedelta(days=self.conduct.keeps_days)
            guarantee.status, guarantee.kept_until = "kept", until.isoformat()
            self._note(guarantee, "keep", 0)
        self._tell(guarantee)
        return True

    def charge(self, guarantee: Guarantee, amount: int) -> bool:
        """False where the card gives nothing, or is not kept."""
        possible = guarantee.status == "kept" and 0 < amount <= guarantee.most - guarantee.charged
        if not possible or self.conduct.decline_charges:
            return False
        guarantee.charged += amount
        self._note(guarantee, "charge", amount)
        return True

    def release(self, guarantee: Guarantee) -> None:
        if guarantee.status == "kept":
            guarantee.status = "released"
            self._note(guarantee, "release", 0)

    def refund(self, guarantee: Guarantee, amount: int) -> bool:
        if guarantee.refunded + amount > guarantee.charged:
            return False
        guarantee.refunded += amount
        self._note(guarantee, "refund", amount)
        return True

    def written(self, guarantee: Guarantee) -> Json:
        return {
            "id": guarantee.id,
            "status": guarantee.status,
            "kept_until": guarantee.kept_until,
            "most": guarantee.most,
            "currency": guarantee.currency,
            "charged": guarantee.charged,
            "refunded": guarantee.refunded,
            "page": f"{self._own_url()}/vault/{guarantee.id}",
        }

    def _note(self, guarantee: Guarantee, step: Step, amount: int) -> None:
        self.moves.write(
            VaultMove(
                at=datetime.now(UTC),
                property_id=guarantee.merchant.property_id,
                reference=guarantee.reference,
                step=step,
                amount=amount,
            )
        )

    def _tell(self, guarantee: Guarantee) -> None:
        """Without waiting for it."""
        if self.conduct.webhooks == "none":
            return
        body = {"id": f"ev-{secrets.token_hex(4)}", "reference": guarantee.reference}
        for _ in range(2 if self.conduct.webhooks == "twice" else 1):
            task = asyncio.get_running_loop().create_task(self._deliver(guarantee, body))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _deliver(self, guarantee: Guarantee, event: Json) -> None:
        body, forged = json.dumps(event).encode(), self.conduct.webhooks == "forged"
        secret = "another" if forged else guarantee.merchant.webhook_secret
        url = f"{self._bridge_url()}/webhooks/card-vault/{guarantee.merchant.property_id}"
        for _ in range(TRIES):
            at = int(time.time())
            digest = hmac.digest(secret.encode(), f"{at}.".encode() + body, "sha256").hex()
            headers = {"Comptoir-Signature": f"t={at},v1={digest}"}
            try:
                answer = await self._client.post(url, content=body, headers=headers)
            except httpx.HTTPError:
                answer = None
            if forged or (answer is not None and answer.is_success):
                return
            await asyncio.sleep(PAUSE_S)
