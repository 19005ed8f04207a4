"""The mail server that takes our mails, over SMTP, and what its answers mean.

Sources: RFC 5321 section 4.2 (4yz: try again, 5yz: never), RFC 3207 (STARTTLS).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote, urlsplit

import aiosmtplib

from chassis import tracing

PORTS = {"smtp": 25, "smtps": 465}
STEP_TIMEOUT = 15.0
# Of all steps together, several recipients included; less than the carrier's deadline.
SENDING_TIMEOUT = 45.0
_CLOSING_CHANNEL = 421


class RelayUnavailable(Exception):
    """The relay could not be reached, broke off, or takes nothing at all now; says why, and what it
    `said` itself, which may name whom the mail was for.

    When it broke off, the mail may have been taken all the same.
    """

    def __init__(self, reason: str, said: str = "") -> None:
        super().__init__(reason)
        self.said = said


@dataclass(frozen=True, slots=True)
class Refusal:
    """The answer about recipients who did not get a mail."""

    address: str
    code: int
    text: str

    @property
    def final(self) -> bool:
        return self.code >= 500


@dataclass(frozen=True, slots=True)
class Taken:
    """Which recipients the relay took a mail for, and what it said about the others."""

    accepted: tuple[str, ...]
    refusals: tuple[Refusal, ...] = ()

    @property
    def refused(self) -> tuple[str, ...]:
        return tuple(refusal.address for refusal in self.refusals if refusal.final)

    @property
    def deferred(self) -> tuple[str, ...]:
        return tuple(refusal.address for refusal in self.refusals if not refusal.final)

    @property
    def codes(self) -> str:
        """The same without the relay's words, which often name whom the mail was for: for logs."""
        return "answered " + ", ".join(sorted({str(refusal.code) for refusal in self.refusals}))

    @property
    def reason(self) -> str:
        """All that was said, each thing once."""
        said = (f"{refusal.code} {refusal.text}" for refusal in self.refusals)
        return "; ".join(dict.fromkeys(said))


@dataclass(frozen=True, slots=True)
class Relay:
    """Where the relay is, and how it knows us. One connection per mail: an evening brings dozens,
    and a connection kept open for them would mostly be found closed by the other side."""

    host: str
    port: int
    tls: bool = False
    username: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def at(cls, url: str) -> Self:
        """Read `smtp[s]://[user:password@]host[:port]`. Raises ValueError, without the password."""
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/"):
            raise ValueError("is not smtp://[user:password@]host[:port], nor smtps://")
        if (parts.username is None) != (parts.password is None):
            raise ValueError("has a user without a password, or a password without a user")
        return cls(
            host=parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            tls=parts.scheme == "smtps",
            username=None if parts.username is None else unquote(parts.username),
            password=None if parts.password is None else unquote(parts.password),
        )

    async def send(
        self,
        sender: str,
        recipients: Sequence[str],
        letter: bytes,
        *,
        before_leaving: Callable[[], None],
    ) -> Taken:
        """Hand over one letter for all recipients. `before_leaving` is called once the relay is
        ready for it. Raises `RelayUnavailable`, and whatever `before_leaving` raises."""
        client = self._client(sender)
        try:
            with tracing.running.spanning("SMTP", "client", self._told()):
                taken = await self._sent(client, sender, recipients, letter, before_leaving)
            with contextlib.suppress(aiosmtplib.SMTPException, OSError):
                await client.quit(timeout=2)
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _unavailable(error) from error
        finally:
            client.close()
        return taken

    @staticmethod
    async def _sent(
        client: aiosmtplib.SMTP,
        sender: str,
        recipients: Sequence[str],
        letter: bytes,
        before_leaving: Callable[[], None],
    ) -> Taken:
        async with asyncio.timeout(SENDING_TIMEOUT):
            await client.connect()
            before_leaving()
            return await _hand_over(client, sender, recipients, letter)

    def _told(self) -> dict[str, tracing.Attribute]:
        return {"server.address": self.host, "server.port": self.port}

    def _client(self, sender: str) -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            username=self.username,
            password=self.password,
            local_hostname=sender.rpartition("@")[2],  # asking the resolver would block the loop
            timeout=STEP_TIMEOUT,
            use_tls=self.tls,
            start_tls=self._start_tls,
        )

    @property
    def _start_tls(self) -> bool | None:
        """Whenever it is offered (None); always, when a password would go over the wire."""
        if self.tls:
            return False
        return True if self.password is not None else None


async def _hand_over(
    client: aiosmtplib.SMTP, sender: str, recipients: Sequence[str], letter: bytes
) -> Taken:
    try:
        said, _ = await client.sendmail(sender, list(recipients), letter)
    except aiosmtplib.SMTPRecipientsRefused as error:
        return _taken(
            recipients, [(one.recipient, one.code, one.message) for one in error.recipients]
        )
    except aiosmtplib.SMTPDataError as error:
        if error.code < 500:
            raise  # it is the relay that cannot, whoever the recipients are
        return _taken(recipients, [(address, error.code, error.message) for address in recipients])
    return _taken(recipients, [(address, one.code, one.message) for address, one in said.items()])


def _taken(recipients: Sequence[str], answers: Iterable[tuple[str, int, str]]) -> Taken:
    """Raises `RelayUnavailable` when an answer says that the relay closes for everybody."""
    refusals = tuple(Refusal(address, code, text) for address, code, text in answers)
    for refusal in refusals:
        if refusal.code == _CLOSING_CHANNEL:
            said = f"{refusal.code} {refusal.text}"
            raise RelayUnavailable(f"answered {refusal.code}", said)
    without = {refusal.address for refusal in refusals}
    return Taken(tuple(address for address in recipients if address not in without), refusals)


def _unavailable(error: BaseException) -> RelayUnavailable:
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return RelayUnavailable(f"answered {error.code}", f"{error.code} {error.message}")
    return RelayUnavailable(str(error) or type(error).__name__)
