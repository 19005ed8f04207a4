"""The SMS service, spoken to as Twilio's is.

Source: Twilio's published specification, operations CreateMessage and ListMessage of 2010-04-01.
There is no idempotency key: what may have been sent is looked for before it is sent again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError

# CreateMessage: the longest Body.
LONGEST_BODY = 1600
# Nobody gets more text messages of ours in a few minutes.
_PAGE, _PAGES = 100, 3
# Twilio's clock and ours.
_CLOCKS_APART = timedelta(minutes=1)
_LOST = frozenset({"failed", "undelivered", "canceled"})
_E164 = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)


_M = TypeVar("_M", bound=BaseModel)


class SmsRefused(Exception):
    """The service will never send this message; says why."""


class SmsUnavailable(Exception):
    """The service did not take it now, or did not answer: it may have been taken all the same."""


class TextMessage(BaseModel):
    """What we read of `api.v2010.account.message`."""

    model_config = ConfigDict(extra="ignore")

    sid: str
    body: str | None = None
    status: str | None = None
    error_code: int | None = None
    date_created: str | None = None

    @property
    def created_at(self) -> datetime | None:
        return parsedate_to_datetime(self.date_created) if self.date_created else None


class _Page(BaseModel):
    model_config = ConfigDict(extra="ignore")

    messages: list[TextMessage]
    next_page_uri: str | None = None


@dataclass(frozen=True, slots=True)
class SmsAccount:
    """Where the service is, and how it knows us. `sender` is a number, a name, or the id of a
    messaging service (`MG...`)."""

    url: str
    account: str
    token: str = field(repr=False)
    sender: str

    @property
    def messages(self) -> str:
        return f"{self.url.rstrip('/')}/2010-04-01/Accounts/{self.account}/Messages.json"


class SmsService:
    """Sends and finds messages of one account."""

    def __init__(self, account: SmsAccount, client: httpx.AsyncClient) -> None:
        self._account = account
        self._client = client
        self._auth = httpx.BasicAuth(account.account, account.token)

    async def send(
        self,
        to: str,
        body: str,
        *,
        before_leaving: Callable[[], None],
        status_to: str | None = None,
    ) -> str:
        """Have a message sent; its `sid`. What becomes of it is told at `status_to`. Raises
        `SmsRefused`, `SmsUnavailable`, and whatever `before_leaving` raises."""
        sender = self._account.sender
        by = "MessagingServiceSid" if re.fullmatch(r"MG[0-9a-fA-F]{32}", sender) else "From"
        form = {"To": to, by: sender, "Body": body[:LONGEST_BODY]}
        if status_to is not None:
            form["StatusCallback"] = status_to
        before_leaving()
        answer = await self._ask("POST", self._account.messages, data=form)
        return _sid_of(_read(TextMessage, answer))

    async def find(
        self, to: str, body: str, since: datetime, without: frozenset[str]
    ) -> str | None:
        """The `sid` of a message that was taken, other than those we know of. Raises `SmsRefused`
        where it was taken and lost, and `SmsUnavailable`."""
        url, asked = self._account.messages, {"To": to, "PageSize": str(_PAGE)}
        for _ in range(_PAGES):
            page = _read(_Page, await self._ask("GET", url, params=asked))
            for message in page.messages:
                if message.body == body[:LONGEST_BODY] and message.sid not in without:
                    created = message.created_at
                    if created is None or created >= since - _CLOCKS_APART:
                        return _sid_of(message)
            if not page.next_page_uri:
                return None
            url, asked = f"{self._account.url.rstrip('/')}{page.next_page_uri}", {}
        return None

    async def _ask(self, method: str, url: str, **what: Any) -> httpx.Response:
        what = {name: value for name, value in what.items() if value}
        try:
            answer = await self._client.request(method, url, auth=self._auth, **what)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SmsUnavailable(f"no answer: {type(error).__name__}") from error
        if answer.status_code in (401, 429) or answer.status_code >= 500:
            # 401: our settings can be mended, and the message is good.
            raise SmsUnavailable(f"answered {answer.status_code}{_code_in(answer)}")
        if not answer.is_success:
            raise SmsRefused(f"refused with {answer.status_code}{_code_in(answer)}")
        return answer


def dialable(phone: str) -> str | None:
    """A phone number as E.164 has it, from how people write it; None without a country code, which
    we cannot guess."""
    digits = re.sub(r"[\s().\-/\u00a0\u202f]", "", phone.replace("(0)", ""))
    number = f"+{digits[2:]}" if digits.startswith("00") else digits
    return number if _E164.fullmatch(number) else None


def _sid_of(message: TextMessage) -> str:
    if message.status in _LOST:
        raise SmsRefused(f"{message.status}, error {message.error_code}")
    return message.sid


def _read(model: type[_M], answer: httpx.Response) -> _M:
    try:
        return model.model_validate_json(answer.content)
    except ValidationError as error:
        raise SmsUnavailable("answered what is no message") from error


def _code_in(answer: httpx.Response) -> str:
    """The service's own error number; its text quotes the phone number."""
    try:
        code = answer.json().get("code")
    except (ValueError, AttributeError):
        return ""
    return f", error {code}" if isinstance(code, int) else ""
