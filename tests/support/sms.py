"""Our side of the simulated SMS service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from chassis.documents import Document, Ref
from notifier.sms.service import SmsAccount, SmsService
from notifier.sms.texter import Texter
from notifier.wording.letter import Letters
from partners.sms.model import SmsAccount as Account
from partners.sms.model import SmsSetup
from tests.support.documents import StoredDocuments

ACCOUNT = "AC" + "0a1b2c3d" * 4
TOKEN = "sms-token"
SENDER = "+33700000001"
LETTERS = Letters("https://desk.example")


def sms_setup(*, unreachable: tuple[str, ...] = (), invalid: tuple[str, ...] = ()) -> SmsSetup:
    """The account of a hotel, as the service has it."""
    account = Account(account_sid=ACCOUNT, auth_token=TOKEN, senders=[SENDER])
    return SmsSetup(accounts=[account], unreachable=list(unreachable), invalid=list(invalid))


@asynccontextmanager
async def texting(
    url: str,
    documents: dict[Ref[Document], Document],
    *,
    token: str = TOKEN,
    seconds: float = 5.0,
) -> AsyncIterator[Texter]:
    """A carrier of text messages through the service at `url`."""
    async with httpx.AsyncClient(timeout=seconds, trust_env=False) as client:
        service = SmsService(SmsAccount(url, ACCOUNT, token, SENDER), client)
        yield Texter(service, LETTERS, StoredDocuments(documents))
