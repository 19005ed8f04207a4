"""A mail about a stay is sent again, to whom it was for (R40)."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from contracts.notices import Channel, NoticeResent, ResendNotice
from notifier.notices.resending import refused_again
from notifier.notices.sending import NoticeState
from notifier.stays.model import MOST_MAILS, StayMail, StayMails
from notifier.stays.work import sending


def stay_mail_asked_for_again(
    known: StayMails, message: ResendNotice, context: Context
) -> Outcome[StayMails]:
    """Answer with the new mail, or why there is none; the same request, the same answer."""
    mail = known.mail(message.notice_id)
    told = known.told_of(mail) if mail else None
    if mail is None or told is None or mail.property_id != message.property_id:
        return _refused(message, "there is no such mail any more")
    if known.mail(context.new_id()) is not None:
        return Outcome(events=[_resent(message, context.new_id())])
    if mail.state is NoticeState.REQUESTED:
        return _refused(message, "it is still being sent")
    if len(known.mails) >= MOST_MAILS:
        return _refused(message, "it was sent again too often")
    again = _again(mail, context)
    return Outcome(
        known.with_mails(again),
        events=[_resent(message, again.notice_id)],
        effects=[sending(known, again, told)],
    )


def _again(mail: StayMail, context: Context) -> StayMail:
    return StayMail(
        notice_id=context.new_id(),
        property_id=mail.property_id,
        key=mail.key,
        news=mail.news,
        audience=mail.audience,
        requested_at=context.now,
        again_of=mail.notice_id,
    )


def _resent(message: ResendNotice, again_id: str) -> NoticeResent:
    return NoticeResent(
        property_id=message.property_id,
        order_id=message.order_id,
        notice_id=message.notice_id,
        channel=Channel.MAIL,
        again_id=again_id,
    )


def _refused(message: ResendNotice, reason: str) -> Outcome[StayMails]:
    return Outcome(events=[refused_again(message, reason)])
