"""Carries invitations out: writes the mail, hands it to the relay, tries again while it is good."""

from __future__ import annotations

from datetime import UTC, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from chassis.effects import Again, Attempt, Done, Ending
from chassis.logs import logger
from notifier.invitations.words import WORDS
from notifier.invitations.work import SendInvitation
from notifier.mail.postman import Sender, is_plain
from notifier.mail.relay import Relay, RelayUnavailable
from notifier.wording.letter import one_line

log = logger(__name__)

DEADLINE = timedelta(seconds=60)
_WIRE = SMTP.clone(cte_type="7bit")


class Inviter:
    """Sends invitations through one relay. A repeat carries the same Message-ID.

    Nobody at the property is told when an address takes no mail: the person shows as invited, and
    can be invited again."""

    def __init__(self, relay: Relay, sender: Sender) -> None:
        self._relay = relay
        self._sender = sender
        self._layouts = Environment(
            loader=PackageLoader("notifier", "invitations"),
            autoescape=select_autoescape(("html.j2",)),
            undefined=StrictUndefined,
            keep_trailing_newline=True,
        )

    async def carry(self, work: SendInvitation, attempt: Attempt) -> Ending:
        """Send one, unless its link is over by now."""
        if attempt.now >= work.good_until or not is_plain(work.mail):
            why = "the address is none that mail servers take, or the link is over"
            log.warning("an invitation was not sent", person=work.person_id, why=why)
            return Done()
        letter = self.message(work, attempt).as_bytes(policy=_WIRE)
        sender = self._sender.address
        try:
            taken = await self._relay.send(
                sender, [work.mail], letter, before_leaving=attempt.ensure_time
            )
        except RelayUnavailable as unavailable:
            return Again(str(unavailable), unavailable=True)
        if not taken.accepted and taken.deferred:
            return Again(taken.reason)
        if not taken.accepted:
            log.warning("an invitation was refused", person=work.person_id)
        return Done()

    def message(self, work: SendInvitation, attempt: Attempt) -> EmailMessage:
        """The mail, in the invited person's language."""
        named = {
            "name": one_line(work.name),
            "property_name": one_line(work.property_name),
            "invited_by": one_line(work.invited_by),
            "until": work.good_until.astimezone(UTC).strftime("%d.%m.%Y %H:%M"),
        }
        said = {key: text.format(**named) for key, text in WORDS[work.language].items()}
        page = said | {"link": work.link, "language": work.language.value}
        message = EmailMessage(policy=_WIRE)
        message["From"] = Address(self._sender.name, addr_spec=self._sender.address)
        message["To"] = Address(addr_spec=work.mail)
        message["Subject"] = said["title"]
        message["Date"] = format_datetime(attempt.now)
        message["Message-ID"] = f"<{work.mail_id}@{self._sender.domain}>"
        message["Auto-Submitted"] = "auto-generated"
        text = self._layouts.get_template("invitation.txt.j2").render(page)
        html = self._layouts.get_template("invitation.html.j2").render(page)
        message.set_content(text)
        message.add_alternative(html, subtype="html")
        message["Content-Language"] = work.language.value
        return message
