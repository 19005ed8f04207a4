"""Accounts of the SMS service, and the messages that it took."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from partners.journal import Record

ACCOUNT_SID = r"^AC[0-9a-fA-F]{32}$"


class SmsAccount(BaseModel):
    """Who may send, and from which numbers, names or messaging services."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    account_sid: str = Field(pattern=ACCOUNT_SID)
    auth_token: str
    senders: list[str]


class SmsSetup(BaseModel):
    """All accounts. `unreachable` are numbers whose messages are taken and end as `undelivered`;
    `invalid` are numbers that are refused (error 21211)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    accounts: list[SmsAccount]
    unreachable: list[str] = []
    invalid: list[str] = []


class TextMessage(Record):
    """A message that was taken."""

    sid: str
    account_sid: str
    to: str
    sender: str
    messaging_service_sid: str | None
    body: str
    created_at: datetime
    status: Literal["queued", "undelivered"]
    error_code: int | None
