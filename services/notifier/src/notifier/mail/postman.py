"""Carries mails out: finds out for whom and in which language, writes, sends, reports."""

from __future__ import annotations

from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from chassis.effects import Again, Attempt, Done, EffectTable, Ending
from chassis.service import Reader
from contracts.notices import Channel, SendingDone
from notifier.mail.letter import Letter, Letters
from notifier.mail.relay import Refusal, Relay, RelayUnavailable, Taken
from notifier.mail.work import SendMail
from notifier.properties.model import Property, properties

DEADLINE = timedelta(seconds=60)
# A meal of yesterday needs no announcing: who could not be told by then is reported as not told.
GIVE_UP_AFTER = timedelta(hours=24)
# Inventory tells of a property on another topic than orders does of its orders.
PROPERTY_WAIT = timedelta(seconds=5)
# 7 bits only: neither 8BITMIME nor SMTPUTF8 is asked of any server on the way.
_WIRE = SMTP.clone(cte_type="7bit")
_BAD_ADDRESS = 553  # RFC 5321: mailbox name not allowed


class Postman:
    """Sends mails through one relay."""

    def __init__(self, relay: Relay, mail_from: str, letters: Letters, documents: Reader) -> None:
        self._relay = relay
        self._name, self._sender = parseaddr(mail_from)
        self._letters = letters
        self._documents = documents

    def effects(self) -> EffectTable:
        """The carriers of this service."""
        table = EffectTable()
        table.on(SendMail, deadline=DEADLINE)(self.send)
        return table

    async def send(self, work: SendMail, attempt: Attempt) -> Ending:
        """Send one mail. A try whose ending was not seen is repeated under the same Message-ID,
        by which mail servers and readers know it for the same."""
        ending = await self._try(work, attempt)
        if isinstance(ending, Again) and attempt.now - attempt.first_at >= GIVE_UP_AFTER:
            return _failed(work, f"given up after a day: {ending.reason}")
        return ending

    async def _try(self, work: SendMail, attempt: Attempt) -> Ending:
        home = await self._documents.get(properties.ref(work.property_id))
        if home is None:
            return Again(f"property {work.property_id} is not known yet", after=PROPERTY_WAIT)
        addresses = tuple(dict.fromkeys(work.only or home.sheet.order_mail))
        if not addresses:
            return _failed(work, "the property has no address for mails about orders")
        return await self._deliver(work, attempt, home, addresses)

    async def _deliver(
        self, work: SendMail, attempt: Attempt, home: Property, addresses: tuple[str, ...]
    ) -> Ending:
        letter = self._letters.write(
            work.template, work.about, work.order_id, home.sheet, attempt.now
        )
        good = [address for address in addresses if _is_plain(address)]
        bad = tuple(
            Refusal(address, _BAD_ADDRESS, "not an address that mail servers take")
            for address in addresses
            if address not in good
        )
        if not good:
            return self._ended(work, letter, Taken((), bad))
        message = self._message(work, attempt, letter, good)
        try:
            taken = await self._relay.send(
                self._sender,
                good,
                message.as_bytes(policy=_WIRE),
                before_leaving=attempt.ensure_time,
            )
        except RelayUnavailable as unavailable:
            return Again(str(unavailable), unavailable=True)
        return self._ended(work, letter, Taken(taken.accepted, (*taken.refusals, *bad)))

    def _ended(self, work: SendMail, letter: Letter, taken: Taken) -> Ending:
        """Over as soon as somebody has it: those who were busy then get a mail of their own."""
        if not taken.accepted and taken.deferred:
            return Again(taken.reason)
        return Done(
            [
                SendingDone(
                    property_id=work.property_id,
                    order_id=work.order_id,
                    notice_id=work.notice_id,
                    channel=Channel.MAIL,
                    refusal=None if taken.accepted else taken.reason,
                    template=work.template.value,
                    language=letter.language,
                    message_id=self._message_id(work),
                    accepted=taken.accepted,
                    refused=taken.refused,
                    deferred=taken.deferred,
                )
            ]
        )

    def _message(
        self, work: SendMail, attempt: Attempt, letter: Letter, addresses: list[str]
    ) -> EmailMessage:
        message = EmailMessage(policy=_WIRE)
        message["From"] = Address(self._name, addr_spec=self._sender)
        message["To"] = [Address(addr_spec=address) for address in addresses]
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(attempt.now)
        message["Message-ID"] = self._message_id(work)
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday notices leave it alone
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        message["Content-Language"] = letter.language.value  # after it: setting content clears it
        return message

    def _message_id(self, work: SendMail) -> str:
        return f"<{work.notice_id}@{self._sender.rpartition('@')[2]}>"


def _is_plain(address: str) -> bool:
    """Whether any mail server takes the address: ASCII, and of a form that a header can hold."""
    try:
        return address.isascii() and Address(addr_spec=address).addr_spec == address
    except (ValueError, IndexError, MessageError):  # the parser raises each, by what is wrong
        return False


def _failed(work: SendMail, refusal: str) -> Done:
    return Done(
        [
            SendingDone(
                property_id=work.property_id,
                order_id=work.order_id,
                notice_id=work.notice_id,
                channel=Channel.MAIL,
                refusal=refusal,
                refused=work.only,
            )
        ]
    )
