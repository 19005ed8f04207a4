"""An SMTP server that keeps what it gets, and refuses, delays or falls silent on command."""

import asyncio
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import MIMEPart

from aiosmtpd.smtp import SMTP, Envelope, Session

from partners.faults import FaultBoard, LoseAnswer, Partner, Refuse
from partners.journal import Journal
from partners.mail.model import MailRefusal, Message

SIZE_LIMIT = 2 * 1024 * 1024
"""Bytes a message may have, as announced by SIZE."""

_TEXTS = {
    421: "Service not available, closing transmission channel",
    450: "Mailbox unavailable, try again later",
    451: "Local error in processing, try again later",
    452: "Insufficient system storage",
    550: "Mailbox unavailable",
    554: "Transaction failed",
}


class MailSink:
    """aiosmtpd's handler: faults are drawn when the message has been sent (`DATA`)."""

    def __init__(
        self, board: FaultBoard, messages: Journal[Message], refusals: Journal[MailRefusal]
    ) -> None:
        self._board = board
        self._messages = messages
        self._refusals = refusals

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keeps the message, or does what the fault says. SMTP codes are the fault's `status`."""
        recipients = ",".join(envelope.rcpt_tos)
        verdict = self._board.judge(Partner.MAIL, "DATA", recipients)
        if verdict.delay_s:
            await asyncio.sleep(verdict.delay_s)
        if isinstance(verdict, Refuse):
            return self._refuse(envelope, verdict.status)
        lost = isinstance(verdict, LoseAnswer)
        self._messages.write(_message(envelope, answer_lost=lost))
        if isinstance(verdict, LoseAnswer):
            return await _lose_answer(server, verdict)
        return "250 2.0.0 Kept"

    def _refuse(self, envelope: Envelope, status: int) -> str:
        code = 451 if status == 503 else status
        refusal = MailRefusal(
            at=datetime.now(UTC),
            envelope_from=envelope.mail_from or "",
            envelope_to=list(envelope.rcpt_tos),
            code=code,
        )
        self._refusals.write(refusal)
        # As real servers do: their words are nothing to log.
        return f"{code} <{envelope.rcpt_tos[0]}>: {_TEXTS.get(code, 'Refused')}"


async def _lose_answer(server: SMTP, verdict: LoseAnswer) -> str:
    if verdict.by == "status":
        return f"451 {_TEXTS[451]}"
    if verdict.by == "hang":
        await asyncio.sleep(verdict.hang_s)
    if isinstance(server.transport, asyncio.Transport):
        server.transport.abort()
    return "421 Gone"


def _message(envelope: Envelope, *, answer_lost: bool) -> Message:
    raw = envelope.content if isinstance(envelope.content, bytes) else b""
    parsed = message_from_bytes(raw, policy=policy.default)
    text, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    return Message(
        received_at=datetime.now(UTC),
        envelope_from=envelope.mail_from or "",
        envelope_to=list(envelope.rcpt_tos),
        message_id=parsed["message-id"],
        sender=parsed["from"],
        to=[str(value) for value in parsed.get_all("to", [])],
        reply_to=parsed["reply-to"],
        subject=parsed["subject"],
        headers=[(name, str(value)) for name, value in parsed.items()],
        text=_content(text),
        html=_content(html),
        size=len(raw),
        answer_lost=answer_lost,
    )


def _content(part: MIMEPart | None) -> str | None:
    return None if part is None else str(part.get_content()).replace("\r\n", "\n")


def smtp_protocol(sink: MailSink) -> SMTP:
    """The protocol of one connection."""
    return SMTP(
        sink,
        hostname="mail.partners.invalid",
        ident="Comptoir mail simulator",
        data_size_limit=SIZE_LIMIT,
        enable_SMTPUTF8=True,
        loop=asyncio.get_running_loop(),
    )
