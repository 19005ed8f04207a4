"""Paybox Direct: what is asked of Paybox from server to server about a payment of its page.

Source: Paybox Direct, frames of version 00104. That an answer lost on the way can be looked up by
the reference (00011) and by its numbers (00017) is modelled on the manual's description.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import parse_qsl

import httpx

from pms_bridge.connections import PayboxAccount
from pms_bridge.paybox.form import CURRENCIES
from pms_bridge.payments.provider import ProviderSilent

VERSION = "00104"
DONE = "00000"
# No connection to the bank, trouble at Paybox, or no answer within its time: tried again.
_AWAY = frozenset({"00001", "00003", "00097", "00098"})
# Whoever asks is not let in: a person mends the account, and until then nothing is lost.
NOT_LET_IN = frozenset({"00006", "00024"})
_QUESTIONS = 2_000_000_000


class Frame(StrEnum):
    """What is asked: `TYPE`."""

    CAPTURE = "00002"
    CANCEL = "00005"
    FIND = "00011"
    REFUND = "00014"
    LOOK = "00017"


class Numbers(NamedTuple):
    """By which Paybox knows a transaction."""

    call: str
    transaction: str

    @classmethod
    def read(cls, text: str) -> Numbers | None:
        call, dot, transaction = text.partition(".")
        digits = call.isdecimal() and transaction.isdecimal()
        return cls(call, transaction) if dot and digits else None

    def __str__(self) -> str:
        return f"{self.call}.{self.transaction}"


class Refused(Exception):
    """Paybox says no for a reason of its own; nothing was done."""

    def __init__(self, code: str, comment: str) -> None:
        super().__init__(f"{code}: {comment}")
        self.code = code

    @property
    def by_bank(self) -> bool:
        """`001xx`: the bank does not give the money."""
        return self.code.startswith("001")


class PayboxDirect:
    """One account's calls."""

    def __init__(
        self,
        account: PayboxAccount,
        client: httpx.AsyncClient,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.account = account
        self._client = client
        self._clock = clock
        self._questions = itertools.count(int(clock()) % _QUESTIONS)

    async def ask(
        self,
        frame: Frame,
        *,
        amount: int,
        currency: str,
        reference: str,
        numbers: Numbers | None = None,
        leaving: Callable[[], None] | None = None,
    ) -> Mapping[str, str]:
        """The answer's fields. Raises `Refused`, and `ProviderSilent`, after which it may have been
        carried out."""
        fields = self._fields(frame, amount, currency, reference, numbers)
        request = self._client.build_request("POST", str(self.account.direct), data=fields)
        if leaving is not None:
            leaving()
        said = await self._answered(request)
        same = all(said.get(name) == fields[name] for name in ("SITE", "NUMQUESTION"))
        if not same:
            raise ProviderSilent("the answer is to another question")
        code = said.get("CODEREPONSE", "")
        if code in _AWAY or not code:
            raise ProviderSilent(f"answered {code or 'no code'}")
        if code != DONE:
            raise Refused(code, said.get("COMMENTAIRE", ""))
        return said

    def _fields(
        self, frame: Frame, amount: int, currency: str, reference: str, numbers: Numbers | None
    ) -> dict[str, str]:
        known = (
            {"NUMAPPEL": numbers.call, "NUMTRANS": numbers.transaction}
            if numbers is not None
            else {}
        )
        now = datetime.fromtimestamp(self._clock(), UTC)
        return {
            "VERSION": VERSION,
            "TYPE": frame,
            "SITE": self.account.site,
            "RANG": self.account.rang,
            "CLE": self.account.direct_key.get_secret_value(),
            "NUMQUESTION": f"{next(self._questions) % 10**10:010d}",
            "MONTANT": f"{amount:010d}",
            "DEVISE": CURRENCIES[currency],
            "REFERENCE": reference,
            **known,
            "ACTIVITE": "024",
            "DATEQ": now.strftime("%d%m%Y%H%M%S"),
        }

    async def _answered(self, request: httpx.Request) -> Mapping[str, str]:
        try:
            async with asyncio.timeout(self.account.timeout_seconds):
                answer = await self._client.send(request)
        except (httpx.RequestError, TimeoutError) as error:
            raise ProviderSilent(f"no answer: {type(error).__name__}") from error
        if not answer.is_success:
            raise ProviderSilent(f"answered {answer.status_code}")
        said = answer.content.decode("latin-1")
        return dict(parse_qsl(said, keep_blank_values=True, encoding="latin-1"))
