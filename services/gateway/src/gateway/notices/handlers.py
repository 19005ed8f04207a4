"""Keeps the log of notices, and shows each in the order's timeline."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.documents import Ref
from chassis.outcome import Changes, Context, Outcome
from chassis.table import Documents, HandlerTable
from contracts.envelope import format_instant
from contracts.notices import NoticeFailed, NoticeHeldBack, NoticeSent
from gateway.board.model import ORDERS
from gateway.board.moments import MomentKind, happened
from gateway.board.recording import news_of, recorded, view_and_entry, view_of
from gateway.notices.model import NOTICES, NoticeState, NoticeView

notices = HandlerTable("gateway")


def view_and_notice(message: NoticeSent) -> Sequence[Ref[Any]]:
    return (ORDERS.ref(message.order_id), NOTICES.ref(message.notice_id))


def view_entry_and_notice(message: Any) -> Sequence[Ref[Any]]:
    return (*view_and_entry(message), NOTICES.ref(message.notice_id))


@notices.on_many(NoticeSent, touches=view_and_notice)
def notice_sent(documents: Documents, message: NoticeSent, context: Context) -> Changes:
    orders, log = view_and_notice(message)
    moment = happened(context, MomentKind.NOTICE_SENT, note=message.channel)
    view = view_of(documents[orders], message).with_moment(moment)
    notice = _logged(message, NoticeState.SENT, context)
    return Changes({orders: view, log: notice}, news_of(view))


@notices.on_many(NoticeFailed, touches=view_entry_and_notice)
def notice_failed(documents: Documents, message: NoticeFailed, context: Context) -> Changes:
    """Refused for good, or come back later: what was sent stays to be read."""
    ref = NOTICES.ref(message.notice_id)
    moment = happened(context, MomentKind.NOTICE_FAILED, note=message.channel)
    known = documents[ref]
    sent = known if isinstance(known, NoticeView) else None
    failed = sent.failed(message.reason) if sent else _logged(message, NoticeState.FAILED, context)
    return recorded(documents, message, moment, lambda view: view, {ref: failed})


@notices.on(NoticeHeldBack, document=NOTICES, key=lambda message: message.notice_id)
def notice_held_back(
    known: NoticeView | None, message: NoticeHeldBack, context: Context
) -> Outcome[NoticeView]:
    """In the log alone: nothing happened to the order."""
    return Outcome(_logged(message, NoticeState.HELD_BACK, context))


def _logged(message: Any, state: NoticeState, context: Context) -> NoticeView:
    at = context.envelope.time
    position = f"{format_instant(at)}/{message.notice_id}"
    return NoticeView(**dict(message), state=state, at=at, position=position)
