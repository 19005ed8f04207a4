"""The steps of a guarantee at a card vault: the guest leaves a card on its page, the vault keeps it
until a day, charges it once, or forgets it (R57).

There is no published interface of such a vault to conform to: this is the one that Comptoir asks
for, described in docs/guides/connections.md. No card comes near us: what we hold is the vault's id
of the guarantee.
"""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import httpx
from httpx import codes

from chassis.effects import Attempt
from contracts.payments import KeptCard, PaymentStep, StepEnd
from pms_bridge.connections import CardVault
from pms_bridge.payments.provider import ProviderSilent, Standing, came_back
from pms_bridge.payments.work import AskProvider

Json = dict[str, Any]
_LONGEST_STEP_CALLS = 3


class Vault:
    """One property's account. Whatever is asked twice under its key is done once."""

    def __init__(self, account: CardVault, client: httpx.AsyncClient) -> None:
        self._account = account
        self._client = client

    @property
    def timeout(self) -> timedelta:
        return timedelta(seconds=self._account.timeout_seconds * _LONGEST_STEP_CALLS)

    async def ask(self, work: AskProvider, attempt: Attempt) -> Standing:
        """Raises `ProviderSilent`."""
        if work.provider_id is None:
            return await self._open(work, attempt)
        known = await self._call("GET", f"/v1/guarantees/{work.provider_id}")
        charged, status = int(known.get("charged", 0)), known.get("status")
        match work.step:
            case PaymentStep.CAPTURE if status == "kept" and not charged:
                return await self._charge(work, attempt)
            case PaymentStep.VOID if status == "kept":
                path = f"/v1/guarantees/{work.provider_id}/release"
                known = await self._call("POST", path, {}, f"{work.payment_id}-release", attempt)
            case PaymentStep.REFUND if charged:
                return await self._give_back(work, known, attempt)
            case _:
                pass
        return self._standing(work, known)

    async def try_it(self) -> None:
        """Asks for a guarantee that there is not. Raises `ProviderSilent`."""
        try:
            await self._call("GET", "/v1/guarantees/trial")
        except ProviderSilent as silent:
            if str(silent) != f"answered {codes.NOT_FOUND.value}":
                raise

    async def _open(self, work: AskProvider, attempt: Attempt) -> Standing:
        body = {
            "reference": f"{work.order_id}.{work.payment_id}",
            "label": work.reference,
            "most": work.amount,
            "currency": work.currency,
            "language": work.language,
            "kept_url": came_back(work.return_to, "back"),
            "refused_url": came_back(work.return_to, "refused"),
            "left_url": came_back(work.return_to, "given-up"),
        }
        said = await self._call("POST", "/v1/guarantees", body, f"{work.payment_id}-open", attempt)
        return self._standing(work, said)

    async def _charge(self, work: AskProvider, attempt: Attempt) -> Standing:
        """Once: what is charged already was looked at before."""
        path = f"/v1/guarantees/{work.provider_id}/charge"
        key = f"{work.payment_id}-charge-{attempt.effect_id}"
        said = await self._call("POST", path, {"amount": work.keep}, key, attempt)
        if said.get("declined"):
            return self._standing(work, said, StepEnd.DECLINED, "the card gave nothing")
        return self._standing(work, said)

    async def _give_back(self, work: AskProvider, known: Json, attempt: Attempt) -> Standing:
        missing = work.refund - (int(known.get("refunded", 0)) - work.refunded)
        if missing > 0:
            path = f"/v1/guarantees/{work.provider_id}/refund"
            key = f"{work.payment_id}-refund-{work.refunded}"
            known = await self._call("POST", path, {"amount": missing}, key, attempt)
        return self._standing(work, known)

    def _standing(
        self, work: AskProvider, said: Json, end: StepEnd = StepEnd.DONE, detail: str = ""
    ) -> Standing:
        status, until = said.get("status"), said.get("kept_until")
        if end is StepEnd.DONE and work.step is PaymentStep.AUTHORISE and status != "kept":
            end = StepEnd.NOT_YET if status == "waiting" else StepEnd.DECLINED
        card = None
        if status == "kept" and isinstance(until, str):
            card = KeptCard(keeper=self._account.keeper, until=date.fromisoformat(until))
        return Standing(
            end=end,
            detail=detail,
            provider_id=str(said.get("id") or work.provider_id or "") or None,
            pay_at=said.get("page"),
            card=card,
            authorised=work.amount if card else 0,
            captured=int(said.get("charged", 0)),
            refunded=int(said.get("refunded", 0)),
        )

    async def _call(
        self,
        method: str,
        path: str,
        body: Json | None = None,
        key: str = "",
        attempt: Attempt | None = None,
    ) -> Json:
        headers = {"Authorization": f"Bearer {self._account.key.get_secret_value()}"}
        if key:
            headers["Idempotency-Key"] = key
        request = self._client.build_request(
            method, f"{self._account.base_url}{path}", json=body, headers=headers
        )
        if attempt is not None:
            attempt.ensure_time()
        try:
            async with asyncio.timeout(self._account.timeout_seconds):
                answer = await self._client.send(request)
        except (httpx.RequestError, TimeoutError) as error:
            raise ProviderSilent(f"no answer: {type(error).__name__}") from error
        if answer.status_code == codes.PAYMENT_REQUIRED:
            return {**_json(answer), "declined": True}
        if not answer.is_success:
            away = answer.is_server_error or answer.status_code == codes.TOO_MANY_REQUESTS
            raise ProviderSilent(f"answered {answer.status_code}", away=away)
        return _json(answer)


def _json(answer: httpx.Response) -> Json:
    try:
        said = answer.json()
    except ValueError:
        said = None
    if not isinstance(said, dict):
        raise ProviderSilent("the answer is no JSON object")
    return said
