"""What becomes of a message, told at its `StatusCallback`, signed with the account's token.

Source: Twilio's "Message Resource" (the fields) and "Validating Requests from Twilio" (the
signature: Base64 of HMAC-SHA1 over the URL and the form's names and values, names in order).
"""

import asyncio
import base64
import hashlib
import hmac
from collections.abc import Coroutine
from typing import Any

import httpx

from partners.sms.model import SmsAccount, TextMessage

ATTEMPTS = 5
PAUSE_S = 1.0


class StatusReports:
    """Tells each step of a message's way: that it was sent, and how that ended."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self._telling: set[asyncio.Task[None]] = set()

    def follow(self, account: SmsAccount, message: TextMessage, url: str) -> None:
        """Tell of a message that was just taken, without waiting for it."""
        self._spawn(self._tell(account, message, url))

    async def reset(self) -> None:
        """Ends all that is under way."""
        telling = list(self._telling)
        for task in telling:
            task.cancel()
        await asyncio.gather(*telling, return_exceptions=True)

    async def _tell(self, account: SmsAccount, message: TextMessage, url: str) -> None:
        end = "undelivered" if message.status == "undelivered" else "delivered"
        for status in ("sent", end):
            form = _form(message, status)
            headers = {"x-twilio-signature": signature(account.auth_token, url, form)}
            await self._post(url, form, headers)

    async def _post(self, url: str, form: dict[str, str], headers: dict[str, str]) -> None:
        for _ in range(ATTEMPTS):
            try:
                answer = await self._client.post(url, data=form, headers=headers)
            except httpx.HTTPError:
                answer = None
            if answer is not None and answer.status_code < 500:
                return
            await asyncio.sleep(PAUSE_S)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)


def signature(token: str, url: str, form: dict[str, str]) -> str:
    signed = url + "".join(name + value for name, value in sorted(form.items()))
    digest = hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def _form(message: TextMessage, status: str) -> dict[str, str]:
    form = {
        "AccountSid": message.account_sid,
        "ApiVersion": "2010-04-01",
        "From": message.sender,
        "MessageSid": message.sid,
        "MessageStatus": status,
        "SmsSid": message.sid,
        "SmsStatus": status,
        "To": message.to,
    }
    if status == "undelivered" and message.error_code is not None:
        form["ErrorCode"] = str(message.error_code)
    return form
