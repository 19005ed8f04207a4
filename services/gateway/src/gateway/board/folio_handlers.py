"""The charge to the room and the mails about an order, as the board follows them."""

from __future__ import annotations

from chassis.outcome import Changes, Context, Outcome
from chassis.table import Documents, HandlerTable
from contracts.billing import (
    FolioNeedsAttention,
    FolioPosted,
    FolioPostingUnknown,
    FolioSettled,
)
from contracts.notices import NoticeFailed, NoticeSent
from gateway.board.model import (
    ORDERS,
    FolioState,
    FolioView,
    Moment,
    MomentKind,
    OrderView,
)
from gateway.board.recording import AboutOrder, news_of, recorded, view_and_entry, view_of

folios = HandlerTable("gateway")
notices = HandlerTable("gateway")


def _noted(
    known: OrderView | None, message: AboutOrder, moment: Moment, folio: FolioView | None = None
) -> Outcome[OrderView]:
    """A change that the timeline shows and the feed leaves out."""
    view = view_of(known, message)
    view = (view if folio is None else view.with_folio(folio)).with_moment(moment)
    return Outcome(view, news_of(view))


@folios.on(FolioPosted, document=ORDERS)
def folio_posted(
    view: OrderView | None, message: FolioPosted, context: Context
) -> Outcome[OrderView]:
    moment = Moment(at=context.envelope.time, kind=MomentKind.FOLIO_POSTED)
    return _noted(view, message, moment, FolioView(state=FolioState.POSTING))


@folios.on(FolioPostingUnknown, document=ORDERS)
def folio_unknown(
    view: OrderView | None, message: FolioPostingUnknown, context: Context
) -> Outcome[OrderView]:
    moment = Moment(at=context.envelope.time, kind=MomentKind.FOLIO_UNKNOWN)
    return _noted(view, message, moment, FolioView(state=FolioState.UNKNOWN, detail=message.detail))


@folios.on_many(FolioSettled, touches=view_and_entry)
def folio_settled(documents: Documents, message: FolioSettled, context: Context) -> Changes:
    moment = Moment(at=context.envelope.time, kind=MomentKind.FOLIO_SETTLED)
    settled = FolioView(state=FolioState.SETTLED)
    return recorded(documents, message, moment, lambda view: view.with_folio(settled))


@folios.on_many(FolioNeedsAttention, touches=view_and_entry)
def folio_needs_attention(
    documents: Documents, message: FolioNeedsAttention, context: Context
) -> Changes:
    moment = Moment(at=context.envelope.time, kind=MomentKind.FOLIO_ATTENTION, note=message.problem)
    asking = FolioView(
        state=FolioState.ATTENTION,
        problem=message.problem,
        detail=message.detail,
        amount=message.amount,
    )
    return recorded(documents, message, moment, lambda view: view.with_folio(asking))


@notices.on(NoticeSent, document=ORDERS)
def notice_sent(
    view: OrderView | None, message: NoticeSent, context: Context
) -> Outcome[OrderView]:
    moment = Moment(at=context.envelope.time, kind=MomentKind.NOTICE_SENT, note=message.channel)
    return _noted(view, message, moment)


@notices.on_many(NoticeFailed, touches=view_and_entry)
def notice_failed(documents: Documents, message: NoticeFailed, context: Context) -> Changes:
    moment = Moment(at=context.envelope.time, kind=MomentKind.NOTICE_FAILED, note=message.channel)
    return recorded(documents, message, moment, lambda view: view)
