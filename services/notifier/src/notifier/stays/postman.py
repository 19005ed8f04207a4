"""Carries mails about stays out: from the hut, to the guest, with a copy to the hut (R21)."""

from __future__ import annotations

from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from typing import Any

from chassis.effects import Again, Attempt, Done, Ending
from chassis.service import Reader
from contracts.huts import HutSheet
from contracts.notices import LONGEST_HTML, Audience, Channel, SendingDone, StayNews
from contracts.selling import Mails
from notifier.carrying import LONGEST_TEXT, LONGEST_TITLE, PROPERTY_WAIT
from notifier.huts.model import hut_mails, huts
from notifier.mail.postman import Sender
from notifier.mail.relay import Refusal, Relay, RelayUnavailable, Taken
from notifier.mail.writing import WIRE, Content, is_plain, mail_of
from notifier.properties.model import properties
from notifier.stays.letter import StayLetters, reply_address
from notifier.stays.work import SendStayMail

# Who could not be told of their stay by then is reported so, to be called instead.
PATIENCE = timedelta(hours=24)
_BAD_ADDRESS = 553  # RFC 5321: mailbox name not allowed


class StayPostman:
    """Sends them through the one relay. A repeat carries the same Message-ID.

    The sender is the hut's name at our own address, and answers go to the hut's own: receivers
    refuse mail whose sender's domain does not vouch for the relay (SPF, DKIM, DMARC). Of `domains`
    that do, a hut's own address is the sender itself. See docs/decisions/0019."""

    def __init__(
        self,
        relay: Relay,
        sender: Sender,
        domains: frozenset[str],
        documents: Reader,
        letters: StayLetters | None = None,
    ) -> None:
        self._relay = relay
        self._sender = sender
        self._domains = domains
        self._documents = documents
        self._letters = letters or StayLetters()

    async def carry(self, work: SendStayMail, attempt: Attempt) -> Ending:
        """Send one, unless it has been tried for too long."""
        ending = await self._try(work, attempt)
        if isinstance(ending, Again) and attempt.now - attempt.first_at >= PATIENCE:
            return _ended(work, refusal=f"given up: {ending.in_full}")
        return ending

    async def _try(self, work: SendStayMail, attempt: Attempt) -> Ending:
        home = await self._documents.get(properties.ref(work.property_id))
        own = await self._documents.get(hut_mails.ref(work.property_id))
        if home is None or own is None:
            return Again(f"hut {work.property_id} is not known yet", after=PROPERTY_WAIT)
        told = await self._documents.get(huts.ref(work.property_id))
        hut = told.sheet if told else None
        if work.news is StayNews.REMINDER and _is_over(work, attempt):
            return _ended(work, refusal="the option was over before its reminder could be sent")
        to = _whom(work, hut, own.mails)
        if to is None:
            return _ended(work, refusal="the hut has no address for its mails")
        content = self._letters.write(
            work.news, work.facts, home.sheet, hut, own.mails, work.order_id
        )
        if not is_plain(to):
            bad = Refusal(to, _BAD_ADDRESS, "not an address that mail servers take")
            return self._over(work, content, Taken((), (bad,)))
        reply_to = reply_address(hut, own.mails)
        message = self._message(work, attempt, content, home.sheet.name, to, reply_to)
        return await self._hand_over(work, attempt, content, to, message)

    async def _hand_over(
        self,
        work: SendStayMail,
        attempt: Attempt,
        content: Content,
        to: str,
        message: EmailMessage,
    ) -> Ending:
        try:
            taken = await self._relay.send(
                self._sender.envelope_from(work.notice_id),
                [to],
                message.as_bytes(policy=WIRE),
                before_leaving=attempt.ensure_time,
            )
        except RelayUnavailable as unavailable:
            return Again(str(unavailable), unavailable=True, said=unavailable.said)
        return self._over(work, content, taken)

    def _over(self, work: SendStayMail, content: Content, taken: Taken) -> Ending:
        if taken.deferred:
            return Again(taken.codes, said=taken.reason)
        return _ended(
            work,
            content,
            refusal=None if taken.accepted else taken.reason,
            message_id=self._sender.message_id(work.notice_id),
            recipients=len(taken.accepted),
            accepted=taken.accepted,
            refused=taken.refused,
        )

    def _message(
        self,
        work: SendStayMail,
        attempt: Attempt,
        content: Content,
        name: str,
        to: str,
        reply_to: str | None,
    ) -> EmailMessage:
        return mail_of(
            content,
            sender=self._from(name, reply_to),
            to=[to],
            message_id=self._sender.message_id(work.notice_id),
            at=attempt.now,
            reply_to=Address(name, addr_spec=reply_to) if _usable(reply_to) else None,
        )

    def _from(self, name: str, own: str | None) -> Address:
        if _usable(own) and own is not None and own.rpartition("@")[2].lower() in self._domains:
            return Address(name, addr_spec=own)
        return self._sender.named(name)


def _usable(address: str | None) -> bool:
    return address is not None and is_plain(address)


def _is_over(work: SendStayMail, attempt: Attempt) -> bool:
    return work.facts.expires_at is not None and attempt.now >= work.facts.expires_at


def _whom(work: SendStayMail, hut: HutSheet | None, mails: Mails) -> str | None:
    if work.audience is Audience.GUEST:
        return work.facts.contact.mail
    return reply_address(hut, mails)


def _ended(work: SendStayMail, content: Content | None = None, **how: Any) -> Done:
    """The end of a sending, with what was sent for the archive."""
    sent: dict[str, Any] = {}
    if content is not None:
        sent = {
            "template": f"stay.{work.news}",
            "language": content.language,
            "title": content.title[:LONGEST_TITLE],
            "text": content.text[:LONGEST_TEXT],
            "html": content.html if len(content.html) <= LONGEST_HTML else None,
        }
    return Done(
        [
            SendingDone(
                property_id=work.property_id,
                order_id=work.order_id,
                notice_id=work.notice_id,
                guest_id=work.guest_id,
                channel=Channel.MAIL,
                **{**sent, **how},
            )
        ]
    )
