"""How sendings ended, and what came back: told to whoever follows the order."""

from __future__ import annotations

from typing import Any

from chassis.outcome import Context, Effect, Outcome
from contracts.message import Message
from contracts.notices import (
    HeldBackReason,
    NoticeArrived,
    NoticeBounced,
    NoticeDelivered,
    NoticeFailed,
    NoticeHeldBack,
    NoticeSent,
    SendingDone,
)
from notifier.notices.model import Bounce, Notice, NoticeState, OrderNotices
from notifier.notices.work import sending


def sending_ended(
    known: OrderNotices | None, message: SendingDone, context: Context
) -> Outcome[OrderNotices]:
    """Note how a sending ended, tell it once, and try again those who were only full or busy."""
    notice = known.notice(message.notice_id) if known else None
    if known is None or notice is None:
        return Outcome()
    ended = notice.after(message, context.now)
    return Outcome(
        known.with_notices(ended),
        events=_first_ending(known, notice, ended),
        effects=_for_the_busy(known, ended, message.deferred),
    )


def notice_came_back(
    known: OrderNotices | None, message: NoticeBounced, context: Context
) -> Outcome[OrderNotices]:
    """Mark a notice that came back. Told after its sending has been, whichever is heard first."""
    notice = known.notice(message.notice_id) if known else None
    if known is None or notice is None:
        return Outcome()
    marked = notice.come_back(message.recipient, message.reason)
    if marked is None:
        return Outcome()
    events = [_came_back(known, marked, marked.bounces[-1])] if notice.recipients else []
    return Outcome(known.with_notices(marked), events=events)


def notice_arrived(
    known: OrderNotices | None, message: NoticeArrived, context: Context
) -> Outcome[OrderNotices]:
    """Mark a text message that has reached its phone; told once, and after its sending has been."""
    notice = known.notice(message.notice_id) if known else None
    if known is None or notice is None or notice.delivered_at is not None:
        return Outcome()
    marked = notice.model_copy(update={"delivered_at": message.arrived_at})
    return Outcome(known.with_notices(marked), events=_delivered(known, marked))


def _delivered(known: OrderNotices, notice: Notice) -> list[Message]:
    """Nothing while its sending has not been told. What came back did not arrive, whatever else is
    said."""
    if notice.delivered_at is None or not notice.recipients or notice.bounces:
        return []
    return [NoticeDelivered(**_about(known, notice), delivered_at=notice.delivered_at)]


def _for_the_busy(known: OrderNotices, notice: Notice, busy: tuple[str, ...]) -> list[Effect]:
    said = known.announcement(notice.announcement)
    return [sending(known, notice, said, busy)] if busy and said else []


def _first_ending(known: OrderNotices, before: Notice, after: Notice) -> list[Message]:
    """The ending, when it is the notice's first: some recipients' later ones change nothing."""
    if before.told_before(after):
        return []
    about = _about(known, after)
    if after.recipients:
        sent = NoticeSent(
            **about,
            guest_id=known.guest_id,
            language=after.language,
            recipients=after.recipients,
            refused=len(after.refused),
            title=after.title,
            text=after.text,
        )
        back = [_came_back(known, after, bounce) for bounce in after.bounces]
        return [sent, *back, *_delivered(known, after)]
    if after.state is NoticeState.HELD_BACK:
        return [NoticeHeldBack(**about, reason=HeldBackReason.QUIET_HOURS)]
    return [NoticeFailed(**about, reason=after.refusal or "")]


def _came_back(known: OrderNotices, notice: Notice, bounce: Bounce) -> NoticeFailed:
    return NoticeFailed(**_about(known, notice), reason=f"came back: {bounce.reason}")


def _about(known: OrderNotices, notice: Notice) -> dict[str, Any]:
    return {
        "property_id": known.property_id,
        "order_id": known.order_id,
        "notice_id": notice.notice_id,
        "channel": notice.channel,
        "occasion": notice.occasion,
        "audience": notice.target.audience,
    }
