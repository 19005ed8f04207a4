"""Carries mails out: finds out for whom, writes, sends, reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

from chassis.effects import Again, Attempt, Ending
from chassis.service import Reader
from notifier.carrying import NoticeCarrier, ended
from notifier.mail.relay import Refusal, Relay, RelayUnavailable, Taken
from notifier.mail.return_path import ReturnPath
from notifier.mail.writing import WIRE, Content, is_plain, mail_of
from notifier.notices.work import SendMail
from notifier.properties.model import Property
from notifier.wording.letter import Letter, Letters

DEADLINE = timedelta(seconds=60)
_BAD_ADDRESS = 553  # RFC 5321: mailbox name not allowed


@dataclass(frozen=True, slots=True)
class Sender:
    """Who our mails are from, and where they come back to when that is somewhere else."""

    mail_from: str
    return_path: ReturnPath | None = None

    @property
    def name(self) -> str:
        return parseaddr(self.mail_from)[0]

    @property
    def address(self) -> str:
        return parseaddr(self.mail_from)[1]

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    def named(self, name: str = "") -> Address:
        """Our address, under our own name or that of somebody for whom we write."""
        return Address(name or self.name, addr_spec=self.address)

    def message_id(self, notice_id: str) -> str:
        """The same for every try of one notice, by which servers and readers know a repeat."""
        return f"<{notice_id}@{self.domain}>"

    def envelope_from(self, notice_id: str) -> str:
        return self.return_path.of(notice_id) if self.return_path else self.address


class Postman(NoticeCarrier[SendMail]):
    """Sends mails through one relay. A try whose ending was not seen is repeated under the same
    Message-ID, by which mail servers and readers know it for the same."""

    # A meal of yesterday needs no announcing: who could not be told by then is reported so.
    patience = timedelta(hours=24)

    def __init__(self, relay: Relay, sender: Sender, letters: Letters, documents: Reader) -> None:
        super().__init__(letters, documents)
        self._relay = relay
        self._sender = sender

    def not_reached(self, work: SendMail) -> dict[str, Any]:
        return {"refused": work.only}

    async def deliver(
        self, work: SendMail, attempt: Attempt, letter: Letter, home: Property
    ) -> Ending:
        to = work.only or work.target.mails or home.sheet.order_mail
        addresses = tuple(dict.fromkeys(to))
        if not addresses:
            return ended(work, refusal="the property has no address for mails about orders")
        good = [address for address in addresses if is_plain(address)]
        bad = tuple(
            Refusal(address, _BAD_ADDRESS, "not an address that mail servers take")
            for address in addresses
            if address not in good
        )
        if not good:
            return self._over(work, letter, Taken((), bad))
        message = self._message(work, attempt, letter, good)
        try:
            taken = await self._relay.send(
                self._sender.envelope_from(work.notice_id),
                good,
                message.as_bytes(policy=WIRE),
                before_leaving=attempt.ensure_time,
            )
        except RelayUnavailable as unavailable:
            return Again(str(unavailable), unavailable=True, said=unavailable.said)
        return self._over(work, letter, Taken(taken.accepted, (*taken.refusals, *bad)))

    def _over(self, work: SendMail, letter: Letter, taken: Taken) -> Ending:
        """Over as soon as somebody has it: those who were busy then get a mail of their own."""
        if not taken.accepted and taken.deferred:
            return Again(taken.codes, said=taken.reason)
        return ended(
            work,
            letter,
            refusal=None if taken.accepted else taken.reason,
            message_id=self._message_id(work),
            recipients=len(taken.accepted),
            accepted=taken.accepted,
            refused=taken.refused,
            deferred=taken.deferred,
        )

    def _message(
        self, work: SendMail, attempt: Attempt, letter: Letter, addresses: list[str]
    ) -> EmailMessage:
        return mail_of(
            Content(letter.language, letter.title, letter.text, letter.html),
            sender=self._sender.named(),
            to=addresses,
            message_id=self._message_id(work),
            at=attempt.now,
        )

    def _message_id(self, work: SendMail) -> str:
        return self._sender.message_id(work.notice_id)
