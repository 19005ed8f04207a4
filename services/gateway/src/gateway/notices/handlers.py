"""Keeps the log of notices, and shows each in the order's timeline. A guest who could not be told
is left to a person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.documents import Document, Ref
from chassis.outcome import Changes, Context
from chassis.table import Documents, HandlerTable
from contracts.envelope import format_instant
from contracts.notices import (
    Audience,
    NoticeDelivered,
    NoticeFailed,
    NoticeHeldBack,
    NoticeSent,
)
from gateway.board.model import ORDERS, OrderView
from gateway.board.moments import MomentKind, happened
from gateway.board.recording import (
    ended_task,
    news_of,
    recorded,
    view_and_entry,
    view_of,
)
from gateway.notices.model import NOTICES, NoticeState, NoticeView
from gateway.stays.mails import mail_told, the_mail
from gateway.tasks.model import TASKS, TaskEnd, TaskKind, TaskView, guest_task, position_of

notices = HandlerTable("gateway")


def view_and_notice(message: Any) -> Sequence[Ref[Any]]:
    """Of a mail about a stay, that alone: it is on no board."""
    if getattr(message, "stay", None) is not None:
        return the_mail(message)
    return (ORDERS.ref(message.order_id), NOTICES.ref(message.notice_id))


def _task_of(message: NoticeFailed | NoticeDelivered) -> tuple[Ref[TaskView], ...]:
    """The task that it opens or ends, if it is about a guest."""
    if message.audience is not Audience.GUEST:
        return ()
    return (TASKS.ref(guest_task(message.order_id, message.occasion)),)


def view_entry_notice_and_task(message: NoticeFailed) -> Sequence[Ref[Any]]:
    if message.stay is not None:
        return the_mail(message)
    return (*view_and_entry(message), NOTICES.ref(message.notice_id), *_task_of(message))


def view_notice_and_task(message: NoticeDelivered) -> Sequence[Ref[Any]]:
    return (*view_and_notice(message), *_task_of(message))


@notices.on_many(NoticeSent, touches=view_and_notice)
def notice_sent(documents: Documents, message: NoticeSent, context: Context) -> Changes:
    if message.stay is not None:
        return mail_told(documents, message, context)
    orders, log = view_and_notice(message)
    moment = happened(context, MomentKind.NOTICE_SENT, note=message.channel)
    view = view_of(documents[orders], message).with_moment(moment)
    notice = _logged(message, NoticeState.SENT, context)
    return Changes({orders: view, log: notice}, news_of(view))


@notices.on_many(NoticeFailed, touches=view_entry_notice_and_task)
def notice_failed(documents: Documents, message: NoticeFailed, context: Context) -> Changes:
    """Refused for good, or come back later: what was sent stays to be read."""
    if message.stay is not None:
        return mail_told(documents, message, context)
    ref = NOTICES.ref(message.notice_id)
    moment = happened(context, MomentKind.NOTICE_FAILED, note=message.channel)
    known = documents[ref]
    sent = known if isinstance(known, NoticeView) else None
    failed = sent.failed(message.reason) if sent else _logged(message, NoticeState.FAILED, context)
    also: dict[Ref[Any], Document] = {ref: failed}
    also |= {ref: _guest_not_told(message, ref.id, context) for ref in _task_of(message)}

    def change(view: OrderView) -> OrderView:
        for task in _task_of(message):
            view = view.with_task(task.id, open=True)
        return view

    return recorded(documents, message, moment, change, also)


def _guest_not_told(message: NoticeFailed, task_id: str, context: Context) -> TaskView:
    since = context.envelope.time
    return TaskView(
        task_id=task_id,
        property_id=message.property_id,
        order_id=message.order_id,
        kind=TaskKind.GUEST_NOT_TOLD,
        problem=message.occasion or "notice",
        detail=message.reason,
        since=since,
        position=position_of(since, task_id),
    )


@notices.on_many(NoticeDelivered, touches=view_notice_and_task)
def notice_delivered(documents: Documents, message: NoticeDelivered, context: Context) -> Changes:
    """In the log, which shows with the order. A guest who has it need not be told any more."""
    orders, log = view_and_notice(message)
    notice = documents[log]
    changed: dict[Ref[Any], Document] = {}
    if isinstance(notice, NoticeView):
        changed[log] = notice.delivered()
    view = view_of(documents[orders], message)
    for ref in _task_of(message):
        if ended := ended_task(documents, ref, message.delivered_at, TaskEnd.GUEST_TOLD):
            changed |= ended
            view = view.with_task(ref.id, open=False)
    if not changed:
        return Changes()
    view = view.touched(message.delivered_at)
    return Changes({orders: view, **changed}, news_of(view))


@notices.on_many(NoticeHeldBack, touches=view_and_notice)
def notice_held_back(documents: Documents, message: NoticeHeldBack, context: Context) -> Changes:
    """In the log, which shows with the order; it is no moment of its life."""
    orders, log = view_and_notice(message)
    view = view_of(documents[orders], message).touched(context.envelope.time)
    notice = _logged(message, NoticeState.HELD_BACK, context)
    return Changes({orders: view, log: notice}, news_of(view))


def _logged(message: Any, state: NoticeState, context: Context) -> NoticeView:
    at = context.envelope.time
    position = f"{format_instant(at)}/{message.notice_id}"
    return NoticeView(**dict(message), state=state, at=at, position=position)
