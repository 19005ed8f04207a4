"""The door for mails that come back: a small SMTP server that takes reports and nothing else."""

from __future__ import annotations

import asyncio
from typing import Any, NamedTuple

from aiosmtpd.smtp import SMTP, Envelope, Session

from chassis.identity import derived_id
from chassis.logs import logger
from chassis.service import Runtime, Unavailable
from contracts.notices import Channel, NoticeBounced
from notifier.mail.return_path import Return, ReturnPath, returns_in
from notifier.notices.model import order_notices
from notifier.stays.model import stay_mails

log = logger(__name__)

# A report quotes the mail that it is about; ours have no attachments.
LARGEST_REPORT = 512 * 1024
LONGEST_TALK = 60.0
SOURCE = "/notifier/mail/bounces"


class _Owner(NamedTuple):
    property_id: str
    order_id: str
    guest_id: str


class Bounces:
    """aiosmtpd's handler. What it takes is published before it says so, so nothing is lost."""

    def __init__(self, runtime: Runtime, return_path: ReturnPath) -> None:
        self._runtime = runtime
        self._return_path = return_path

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Only the addresses that our own mails come back to exist."""
        if self._return_path.notice_at(address) is None:
            return "550 5.1.1 No such address"
        if envelope.rcpt_tos:
            return "452 4.5.3 One recipient at a time"  # RFC 5321: the sender sends it again
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Taken"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Report each recipient from whom the notice came back."""
        notice_id = self._return_path.notice_at(envelope.rcpt_tos[0]) or ""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        returned = returns_in(content)
        if not returned:
            log.info("a mail to a return path is no report of a failure", notice=notice_id)
            return "250 2.0.0 Taken"
        known = await self._known(notice_id)
        if known is None:
            log.warning("a notice came back that nobody sent", notice=notice_id)
            return "550 5.1.1 No such notice"
        try:
            for one in returned:
                await self._report(known, notice_id, one)
        except Unavailable:
            return "451 4.3.0 Try again later"
        return "250 2.0.0 Taken"

    async def _known(self, notice_id: str) -> _Owner | None:
        """Of which order or stay the notice is."""
        documents = self._runtime.documents
        orders = await documents.find(order_notices, {"notices.notice_id": notice_id}, limit=1)
        for order in orders:
            return _Owner(order.property_id, order.order_id, order.guest_id)
        for stay in await documents.find(stay_mails, {"mails.notice_id": notice_id}, limit=1):
            mail = stay.mail(notice_id)
            if mail is not None:
                return _Owner(mail.property_id, stay.order_id, stay.guest_id)
        return None

    async def _report(self, known: _Owner, notice_id: str, one: Return) -> None:
        """A report that comes twice is one report."""
        bounced = NoticeBounced(
            property_id=known.property_id,
            order_id=known.order_id,
            guest_id=known.guest_id,
            notice_id=notice_id,
            channel=Channel.MAIL,
            reason=one.reason,
            recipient=one.recipient,
        )
        id = derived_id("bounce", notice_id, (one.recipient or "").lower())
        await self._runtime.publish(bounced, id=id, source=SOURCE, actor="rule:bounces")


async def take_bounces(runtime: Runtime, return_path: ReturnPath, host: str, port: int) -> None:
    """Serve for ever. Raises OSError where the port is taken."""
    loop = asyncio.get_running_loop()
    bounces = Bounces(runtime, return_path)

    def talk() -> SMTP:
        options: dict[str, Any] = {"data_size_limit": LARGEST_REPORT, "timeout": LONGEST_TALK}
        return SMTP(bounces, hostname=return_path.domain, ident="Comptoir", loop=loop, **options)

    server = await loop.create_server(talk, host, port)
    log.info("taking bounces", port=server.sockets[0].getsockname()[1])
    async with server:
        await server.serve_forever()
