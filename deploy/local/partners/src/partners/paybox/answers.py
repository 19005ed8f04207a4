"""What Paybox tells a merchant's system, and the guest's browser on its way back: signed, sent
again where it is not taken, and as wrongly as told to."""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from partners.journal import Journal
from partners.paybox.keys import signature
from partners.paybox.model import PayboxAnswerSent, Transaction, Visit
from partners.paybox.till import PayboxTill

TRIES = 5
PAUSE_S = 0.5
AUTHORISED, REFUSED_BY_BANK = "00000", "00105"


class PayboxAnswers:
    """Answers on the way to their merchants."""

    def __init__(
        self, till: PayboxTill, client: httpx.AsyncClient, sent: Journal[PayboxAnswerSent]
    ) -> None:
        self._till = till
        self._client = client
        self._sent = sent
        self._tasks: set[asyncio.Task[None]] = set()

    async def reset(self) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def tell(self, visit: Visit, paid: Transaction | None) -> None:
        """Without waiting for it."""
        conduct = self._till.conduct
        if conduct.answers == "none":
            return
        wrong = conduct.answers == "wrong_sum"
        body = self.written(visit, paid, wrong_sum=wrong, forged=conduct.answers == "forged")
        for duplicate in (False, True)[: 2 if conduct.answers == "twice" else 1]:
            self._spawn(self._deliver(visit, body, paid, duplicate))

    def written(
        self,
        visit: Visit,
        paid: Transaction | None,
        *,
        wrong_sum: bool = False,
        forged: bool = False,
    ) -> str:
        """The fields that `PBX_RETOUR` asks for, with the signature last."""
        values = {
            "M": str(visit.amount + wrong_sum),
            "R": visit.reference,
            "A": "XXXXXX" if paid else "",
            "T": paid.call if paid else "",
            "S": paid.number if paid else "",
            "E": AUTHORISED if paid else REFUSED_BY_BANK,
        }
        asked = [one.split(":") for one in visit.fields["PBX_RETOUR"].split(";")]
        said = urlencode([(name, values[code]) for name, code in asked if code != "K"])
        (sign,) = (name for name, code in asked if code == "K")
        return f"{said}&{sign}={quote(signature(said, forged=forged), safe='')}"

    async def _deliver(
        self, visit: Visit, body: str, paid: Transaction | None, duplicate: bool
    ) -> None:
        await asyncio.sleep(self._till.conduct.answer_delay_s)
        forged = self._till.conduct.answers == "forged"
        for _ in range(TRIES):
            answer = await self._post(visit.fields["PBX_REPONDRE_A"], body)
            self._sent.write(
                PayboxAnswerSent(
                    at=datetime.now(UTC),
                    property_id=visit.merchant.property_id,
                    reference=visit.reference,
                    code=AUTHORISED if paid else REFUSED_BY_BANK,
                    duplicate=duplicate,
                    answer=answer,
                )
            )
            if (answer is not None and answer < 300) or forged:
                return
            await asyncio.sleep(PAUSE_S)

    async def _post(self, url: str, body: str) -> int | None:
        headers = {"content-type": "application/x-www-form-urlencoded"}
        try:
            answer = await self._client.post(url, content=body, headers=headers)
        except httpx.HTTPError:
            return None
        return answer.status_code

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def with_answer(url: str, answer: str) -> str:
    """Where the guest's browser is led back to."""
    return f"{url}{'&' if '?' in url else '?'}{answer}"
