"""The notices' table: what is told when, and how the telling ended."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.deliveries import DeliveryPlaced
from contracts.message import Message
from contracts.notices import Channel, NoticeFailed, NoticeSent, SendingDone
from notifier.mail.work import SendMail
from notifier.notices.model import (
    NewOrder,
    Notice,
    NoticeKind,
    NoticeState,
    OrderNotices,
    order_notices,
)

table = HandlerTable("notifier")


@table.on(DeliveryPlaced, document=order_notices)
def order_was_placed(
    known: OrderNotices | None, message: DeliveryPlaced, context: Context
) -> Outcome[OrderNotices]:
    """Mail the property once about each new order (O05)."""
    notices = known or OrderNotices(
        order_id=message.order_id, property_id=message.property_id, guest_id=message.guest_id
    )
    if notices.has(NoticeKind.NEW_ORDER):
        return Outcome()
    notice = Notice(
        notice_id=context.new_id(),
        kind=NoticeKind.NEW_ORDER,
        channel=Channel.MAIL,
        about=NewOrder.of(message.reference, message.content),
        requested_at=context.now,
    )
    mail = _mail(notices, notice)
    return Outcome(notices.with_notice(notice), effects=[mail.effect()])


@table.on(SendingDone, document=order_notices)
def sending_ended(
    known: OrderNotices | None, message: SendingDone, context: Context
) -> Outcome[OrderNotices]:
    """Note how a sending ended, tell it once, and try again those who were only full or busy."""
    notice = known.notice(message.notice_id) if known else None
    if known is None or notice is None:
        return Outcome()
    ended = notice.after(message, context.now)
    events = _news(message, notice, ended)
    later = [_mail(known, ended, message.deferred).effect()] if message.deferred else []
    return Outcome(known.with_notice(ended), events, later)


def _mail(notices: OrderNotices, notice: Notice, only: tuple[str, ...] = ()) -> SendMail:
    return SendMail(
        notice_id=notice.notice_id,
        order_id=notices.order_id,
        property_id=notices.property_id,
        guest_id=notices.guest_id,
        template=notice.kind,
        about=notice.about,
        only=only,
    )


def _news(report: SendingDone, before: Notice, after: Notice) -> list[Message]:
    """The ending, when it is the notice's first: some recipients' later ones change nothing."""
    if after.state is before.state:
        return []
    about = {
        "property_id": report.property_id,
        "order_id": report.order_id,
        "notice_id": after.notice_id,
    }
    if after.state is NoticeState.SENT:
        return [NoticeSent(channel=after.channel, **about)]
    return [NoticeFailed(channel=after.channel, reason=after.refusal or "", **about)]
