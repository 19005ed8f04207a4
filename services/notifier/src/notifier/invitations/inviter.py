"""Carries invitations out: writes the mail, hands it to the relay, tries again while it is good."""

from __future__ import annotations

from datetime import UTC, timedelta
from email.message import EmailMessage

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from chassis.effects import Again, Attempt, Done, Ending
from chassis.identity import derived_id
from chassis.logs import logger
from chassis.service import Runtime, Unavailable
from contracts.people import InvitationEnd, InvitationEnded
from notifier.invitations.words import WORDS
from notifier.invitations.work import SendInvitation
from notifier.mail.postman import Sender
from notifier.mail.relay import Relay, RelayUnavailable
from notifier.mail.writing import WIRE, Content, is_plain, mail_of
from notifier.wording.letter import one_line

log = logger(__name__)

DEADLINE = timedelta(seconds=60)
SOURCE = "/notifier/invitations"
LONGEST_REASON = 500


class Inviter:
    """Sends invitations through one relay. A repeat carries the same Message-ID.

    Whoever invited is told how it ended: where the address takes no mail, they mend it and invite
    again."""

    def __init__(self, relay: Relay, sender: Sender, runtime: Runtime) -> None:
        self._relay = relay
        self._sender = sender
        self._runtime = runtime
        self._layouts = Environment(
            loader=PackageLoader("notifier", "invitations"),
            autoescape=select_autoescape(("html.j2",)),
            undefined=StrictUndefined,
            keep_trailing_newline=True,
        )

    async def carry(self, work: SendInvitation, attempt: Attempt) -> Ending:
        """Send one, unless its link is over by now."""
        if not is_plain(work.mail):
            why = "the address is none that mail servers take"
            return await self._ended(work, attempt, InvitationEnd.REFUSED, why)
        if attempt.now >= work.good_until:
            why = "it could not be sent before the link was over"
            return await self._ended(work, attempt, InvitationEnd.REFUSED, why)
        letter = self.message(work, attempt).as_bytes(policy=WIRE)
        sender = self._sender.address
        try:
            taken = await self._relay.send(
                sender, [work.mail], letter, before_leaving=attempt.ensure_time
            )
        except RelayUnavailable as unavailable:
            return Again(str(unavailable), unavailable=True, said=unavailable.said)
        if not taken.accepted and taken.deferred:
            return Again(taken.codes, said=taken.reason)
        if not taken.accepted:
            return await self._ended(work, attempt, InvitationEnd.REFUSED, taken.reason)
        return await self._ended(work, attempt, InvitationEnd.SENT)

    async def _ended(
        self, work: SendInvitation, attempt: Attempt, end: InvitationEnd, reason: str | None = None
    ) -> Ending:
        """Tell the end before it is over here: told twice of one mail, it counts once."""
        if end is InvitationEnd.REFUSED:
            # The reason may name the address: it goes to who invited, and into no log.
            log.warning("an invitation was refused", person=work.person_id)
        told = InvitationEnded(
            property_id=work.property_id,
            person_id=work.person_id,
            invitation_id=work.invitation_id,
            end=end,
            reason=reason[:LONGEST_REASON] if reason else None,
            good_until=work.good_until,
            ended_at=attempt.now,
        )
        id = derived_id("invitation-ended", work.mail_id)
        try:
            await self._runtime.publish(told, id=id, source=SOURCE, actor="rule:notifier")
        except Unavailable as unavailable:
            return Again(str(unavailable))
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
        text = self._layouts.get_template("invitation.txt.j2").render(page)
        html = self._layouts.get_template("invitation.html.j2").render(page)
        return mail_of(
            Content(work.language, said["title"], text, html),
            sender=self._sender.named(),
            to=[work.mail],
            message_id=self._sender.message_id(work.mail_id),
            at=attempt.now,
        )
