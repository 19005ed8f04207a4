"""A notice is sent again, as it was, to those who are to have it now (R40)."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from contracts.notices import Audience, NoticeResent, ResendNotice, ResendRefused
from notifier.notices.announcing import hotel_targets
from notifier.notices.model import Notice, NoticeState, OrderNotices
from notifier.notices.target import Target
from notifier.notices.work import sending


def notice_asked_for_again(
    known: OrderNotices | None, message: ResendNotice, context: Context
) -> Outcome[OrderNotices]:
    """Answer with the new notice, or why there is none; the same request, the same answer."""
    notice = known.notice(message.notice_id) if known else None
    if known is None or notice is None or known.property_id != message.property_id:
        return _refused(message, "there is no such notice any more")
    if known.notice(context.new_id()) is not None:
        return Outcome(events=[_resent(message, notice, context.new_id())])
    if notice.state is NoticeState.REQUESTED:
        return _refused(message, "it is still being sent")
    target = _target_now(known, notice, context)
    if target is None:
        return _refused(message, "nobody is to have it any more")
    return _sent_again(known, notice, target, message, context)


def _sent_again(
    known: OrderNotices, notice: Notice, target: Target, message: ResendNotice, context: Context
) -> Outcome[OrderNotices]:
    about, said = known.with_room_for(1), known.announcement(notice.announcement)
    if said is None or not about.room:
        return _refused(message, "too many notices of this order are still being sent")
    again = _again(notice, target, context)
    return Outcome(
        about.announcing(said).with_notices(again),
        events=[_resent(message, notice, again.notice_id)],
        effects=[sending(about, again, said)],
    )


def _target_now(known: OrderNotices, notice: Notice, context: Context) -> Target | None:
    if notice.target.audience is Audience.GUEST:
        return notice.target
    targets = hotel_targets(known, notice.occasion, context)
    return next((target for target in targets if target.group == notice.target.group), None)


def _again(notice: Notice, target: Target, context: Context) -> Notice:
    return Notice(
        notice_id=context.new_id(),
        announcement=notice.announcement,
        occasion=notice.occasion,
        saying=notice.saying,
        target=target,
        requested_at=context.now,
        again_of=notice.notice_id,
    )


def _resent(message: ResendNotice, notice: Notice, again_id: str) -> NoticeResent:
    return NoticeResent(
        property_id=message.property_id,
        order_id=message.order_id,
        notice_id=notice.notice_id,
        channel=notice.channel,
        again_id=again_id,
    )


def refused_again(message: ResendNotice, reason: str) -> ResendRefused:
    """The answer to who asks for what cannot be sent again."""
    return ResendRefused(
        property_id=message.property_id,
        order_id=message.order_id,
        notice_id=message.notice_id,
        field="notice_id",
        reason=reason,
    )


def _refused(message: ResendNotice, reason: str) -> Outcome[OrderNotices]:
    return Outcome(events=[refused_again(message, reason)])
