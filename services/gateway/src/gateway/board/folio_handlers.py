"""The charge to the room, as the board follows it, and what a person must do about it (O18)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.documents import Document, Ref
from chassis.outcome import Changes, Context, Outcome
from chassis.table import Documents, HandlerTable
from contracts.billing import (
    AttentionEnd,
    FolioAttentionEnded,
    FolioNeedsAttention,
    FolioPosted,
    FolioPostingUnknown,
    FolioSettled,
)
from gateway.board.ledger import FolioState, FolioView, PostingState, PostingView
from gateway.board.model import ORDERS, OrderView
from gateway.board.moments import MomentKind, happened
from gateway.board.recording import noted, recorded, view_and_entry
from gateway.tasks.model import TASKS, TaskEnd, TaskKind, TaskView, position_of

folios = HandlerTable("gateway")

# What the charge is when nobody is asked about it any more.
AFTER: dict[AttentionEnd, tuple[PostingState, FolioState]] = {
    AttentionEnd.BY_HAND: (PostingState.BY_HAND, FolioState.BY_HAND),
    AttentionEnd.TRYING: (PostingState.TRYING, FolioState.POSTING),
    AttentionEnd.SUPERSEDED: (PostingState.SUPERSEDED, FolioState.POSTING),
}


def view_entry_and_task(message: Any) -> Sequence[Ref[Any]]:
    return (*view_and_entry(message), TASKS.ref(message.posting_id))


@folios.on(FolioPosted, document=ORDERS)
def folio_posted(
    view: OrderView | None, message: FolioPosted, context: Context
) -> Outcome[OrderView]:
    posting = PostingView(
        posting_id=message.posting_id,
        state=PostingState.POSTED,
        at=context.envelope.time,
        amount=message.amount,
        transaction_numbers=message.transaction_numbers,
    )
    posted = FolioView(state=FolioState.POSTING)
    moment = happened(context, MomentKind.FOLIO_POSTED)
    return noted(view, message, moment, lambda v: v.charged(posted, posting))


@folios.on(FolioPostingUnknown, document=ORDERS)
def folio_unknown(
    view: OrderView | None, message: FolioPostingUnknown, context: Context
) -> Outcome[OrderView]:
    posting = PostingView(
        posting_id=message.posting_id,
        state=PostingState.UNKNOWN,
        at=context.envelope.time,
        detail=message.detail,
    )
    unknown = FolioView(state=FolioState.UNKNOWN, detail=message.detail)
    moment = happened(context, MomentKind.FOLIO_UNKNOWN)
    return noted(view, message, moment, lambda v: v.charged(unknown, posting))


@folios.on_many(FolioSettled, touches=view_and_entry)
def folio_settled(documents: Documents, message: FolioSettled, context: Context) -> Changes:
    moment = happened(context, MomentKind.FOLIO_SETTLED)
    settled = FolioView(state=FolioState.SETTLED)
    return recorded(
        documents, message, moment, lambda v: v.charged(settled).but(settled=message.amount)
    )


@folios.on_many(FolioNeedsAttention, touches=view_entry_and_task)
def folio_needs_attention(
    documents: Documents, message: FolioNeedsAttention, context: Context
) -> Changes:
    """A person must post it, choose whose it is, or mend what stands in the way."""
    at, task_id = context.envelope.time, message.posting_id
    posting = PostingView(
        posting_id=task_id,
        state=PostingState.WAITING,
        at=at,
        amount=message.amount,
        problem=message.problem,
        detail=message.detail,
    )
    moment = happened(context, MomentKind.FOLIO_ATTENTION, note=message.problem)

    def change(view: OrderView) -> OrderView:
        return view.charged(view.folio, posting).with_task(task_id, open=True)

    also: dict[Ref[Any], Document] = {TASKS.ref(task_id): _task(message, context)}
    return recorded(documents, message, moment, change, also)


def _task(message: FolioNeedsAttention, context: Context) -> TaskView:
    since = context.envelope.time
    return TaskView(
        task_id=message.posting_id,
        property_id=message.property_id,
        order_id=message.order_id,
        guest_id=message.guest_id,
        kind=TaskKind.FOLIO,
        problem=message.problem,
        detail=message.detail,
        amount=message.amount.total,
        currency=message.amount.currency,
        candidates=message.candidates,
        since=since,
        position=position_of(since, message.posting_id),
    )


@folios.on_many(FolioAttentionEnded, touches=view_entry_and_task)
def folio_attention_ended(
    documents: Documents, message: FolioAttentionEnded, context: Context
) -> Changes:
    """Nobody is asked about it any more: it was posted by hand, is tried again, or is needless."""
    at, ref = context.envelope.time, TASKS.ref(message.posting_id)
    posting, folio = _decided(message, context)
    moment = happened(context, MomentKind.FOLIO_ATTENTION_ENDED, note=message.end)

    def change(view: OrderView) -> OrderView:
        return view.charged(folio, posting).with_task(ref.id, open=False)

    task = documents[ref]
    also: dict[Ref[Any], Document] = {}
    if isinstance(task, TaskView):
        also[ref] = task.ended(at, TaskEnd(message.end.value), message.by, message.note)
    return recorded(documents, message, moment, change, also)


def _decided(message: FolioAttentionEnded, context: Context) -> tuple[PostingView, FolioView]:
    posting, folio = AFTER[message.end]
    decided = PostingView(
        posting_id=message.posting_id,
        state=posting,
        at=context.envelope.time,
        amount=message.amount,
        by=message.by,
        note=message.note,
    )
    return decided, FolioView(state=folio)
