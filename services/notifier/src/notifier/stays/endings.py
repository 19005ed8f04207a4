"""How the mails about a stay ended, and what came back: told to the hut."""

from __future__ import annotations

from typing import Any

from chassis.outcome import Context, Outcome
from contracts.message import Message
from contracts.notices import Channel, NoticeBounced, NoticeFailed, NoticeSent, SendingDone
from notifier.notices.sending import Bounce
from notifier.stays.model import StayMail, StayMails


def stay_mail_ended(known: StayMails, message: SendingDone, context: Context) -> Outcome[StayMails]:
    """Note how a sending ended, and tell it once, with the mail as it was sent."""
    mail = known.mail(message.notice_id)
    if mail is None:
        return Outcome()
    ended = mail.after(message, context.now)
    told = [] if mail.told_before(ended) else _ending(known, ended, message)
    return Outcome(known.with_mails(ended), told)


def stay_mail_came_back(
    known: StayMails, message: NoticeBounced, context: Context
) -> Outcome[StayMails]:
    """Mark a mail that came back. Told after its sending has been, whichever is heard first."""
    mail = known.mail(message.notice_id)
    marked = None if mail is None else mail.come_back(message.recipient, message.reason)
    if marked is None:
        return Outcome()
    told = [_came_back(known, marked, marked.bounces[-1])] if marked.recipients else []
    return Outcome(known.with_mails(marked), told)


def _ending(known: StayMails, mail: StayMail, report: SendingDone) -> list[Message]:
    if not mail.recipients:
        return [NoticeFailed(**_about(known, mail), reason=mail.refusal or "")]
    sent = NoticeSent(
        **_about(known, mail),
        guest_id=known.guest_id,
        language=mail.language,
        recipients=mail.recipients,
        refused=len(mail.refused),
        title=mail.title,
        text=mail.text,
        html=report.html,
    )
    return [sent, *(_came_back(known, mail, bounce) for bounce in mail.bounces)]


def _came_back(known: StayMails, mail: StayMail, bounce: Bounce) -> NoticeFailed:
    return NoticeFailed(**_about(known, mail), reason=f"came back: {bounce.reason}")


def _about(known: StayMails, mail: StayMail) -> dict[str, Any]:
    return {
        "property_id": mail.property_id,
        "order_id": known.order_id,
        "notice_id": mail.notice_id,
        "channel": Channel.MAIL,
        "audience": mail.audience,
        "stay": mail.news,
    }
