"""Refunds, claims, and whether the partner took what the hotel passed on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.documents import Document, Ref
from chassis.outcome import Changes, Context
from chassis.table import Documents, HandlerTable
from contracts.claims import ClaimEnded, ClaimOpened, ClaimOutcome
from contracts.handovers import PartnerNotTold, PartnerTold
from contracts.refunds import DeliveryRefunded, RefundRefusal, RefundRefused
from gateway.board.ledger import ClaimView, HandoverView, RefundView
from gateway.board.model import ORDERS, OrderView
from gateway.board.moments import MomentKind, happened
from gateway.board.recording import ended_task, news_of, recorded, view_and_entry, view_of
from gateway.tasks.model import (
    TASKS,
    TaskEnd,
    TaskKind,
    TaskView,
    claim_task,
    handover_task,
    position_of,
    refund_task,
)

claims = HandlerTable("gateway")


def _refund_task(message: RefundRefused) -> Ref[TaskView]:
    return TASKS.ref(refund_task(message.order_id, message.refund_id, message.reason))


def _settled_tasks(message: DeliveryRefunded | RefundRefused) -> Sequence[Ref[TaskView]]:
    """What nobody is asked any more: why a refund that counts cannot be, and which amount is right
    where none of them differs, or none of them counts."""
    order_id, differs = message.order_id, RefundRefusal.DIFFERS
    if isinstance(message, RefundRefused):
        over = message.reason is not differs and not message.stands
        return (TASKS.ref(refund_task(order_id, message.refund_id, differs)),) if over else ()
    ids = (message.refund_id, *message.same_as)
    refused = [refund_task(order_id, id) for id in ids]
    agreed = [refund_task(order_id, id, differs) for id in ids if id not in message.differing]
    return tuple(TASKS.ref(task_id) for task_id in (*refused, *agreed))


def _claim_task(message: Any) -> Ref[TaskView]:
    return TASKS.ref(claim_task(message.claim_id))


def _handover_task(message: Any) -> Ref[TaskView]:
    return TASKS.ref(handover_task(message.kind, message.about_id))


def _view_entry_and_settled_tasks(message: DeliveryRefunded) -> Sequence[Ref[Any]]:
    return (*view_and_entry(message), *_settled_tasks(message))


def _view_entry_and_refund_tasks(message: RefundRefused) -> Sequence[Ref[Any]]:
    return (*view_and_entry(message), _refund_task(message), *_settled_tasks(message))


def _view_entry_and_claim_task(message: Any) -> Sequence[Ref[Any]]:
    return (*view_and_entry(message), _claim_task(message))


def _view_entry_and_handover_task(message: Any) -> Sequence[Ref[Any]]:
    return (*view_and_entry(message), _handover_task(message))


@claims.on_many(DeliveryRefunded, touches=_view_entry_and_settled_tasks)
def refunded(documents: Documents, message: DeliveryRefunded, context: Context) -> Changes:
    """Nobody collects what was refunded (O19, O20); a refusal of the same refund is settled."""
    refund = RefundView(
        refund_id=message.refund_id,
        amount=message.amount,
        at=message.occurred_at,
        claim_id=message.claim_id,
        reason=message.reason,
    )
    moment = happened(context, MomentKind.REFUNDED, message.occurred_at)
    settled = _settled_tasks(message)

    def change(view: OrderView) -> OrderView:
        return view.refunded(refund, message.same_as).without_tasks(*(ref.id for ref in settled))

    return recorded(documents, message, moment, change, _settled(documents, message, context))


@claims.on_many(RefundRefused, touches=_view_entry_and_refund_tasks)
def refund_refused(documents: Documents, message: RefundRefused, context: Context) -> Changes:
    """The refund does not count, or not any more; a person asks the partner."""
    ref, since = _refund_task(message), context.envelope.time
    task = TaskView(
        task_id=ref.id,
        property_id=message.property_id,
        order_id=message.order_id,
        kind=TaskKind.REFUND_REFUSED,
        problem=message.reason,
        detail=message.detail,
        amount=message.total,
        currency=message.currency,
        since=since,
        position=position_of(since, ref.id),
    )
    moment = happened(context, MomentKind.REFUND_REFUSED, note=message.reason)
    settled = _settled_tasks(message)

    def change(view: OrderView) -> OrderView:
        left = view if message.stands else view.without_refund(message.refund_id)
        return left.without_tasks(*(one.id for one in settled)).with_task(ref.id, open=True)

    also = _settled(documents, message, context)
    return recorded(documents, message, moment, change, {**also, ref: task})


def _settled(
    documents: Documents, message: DeliveryRefunded | RefundRefused, context: Context
) -> dict[Ref[Any], Document]:
    refunded = isinstance(message, DeliveryRefunded)
    end, at = TaskEnd.REFUNDED if refunded else TaskEnd.SUPERSEDED, context.envelope.time
    ended: dict[Ref[Any], Document] = {}
    for ref in _settled_tasks(message):
        ended |= ended_task(documents, ref, at, end)
    return ended


@claims.on_many(ClaimOpened, touches=view_and_entry)
def claim_opened(documents: Documents, message: ClaimOpened, context: Context) -> Changes:
    content = message.content
    moment = happened(context, MomentKind.CLAIM_OPENED, message.occurred_at, content.reason)
    claim = ClaimView(
        claim_id=message.claim_id,
        **dict(content),
        opened_at=message.occurred_at,
        deadline=message.deadline,
        by=moment.by,
    )
    return recorded(documents, message, moment, lambda view: view.with_claim(claim))


@claims.on_many(ClaimEnded, touches=_view_entry_and_claim_task)
def claimended_task(documents: Documents, message: ClaimEnded, context: Context) -> Changes:
    """A claim without an answer is left to a person, until the partner answers after all."""
    ref, at = _claim_task(message), message.occurred_at
    unanswered = message.outcome is ClaimOutcome.UNANSWERED
    moment = happened(context, MomentKind.CLAIM_ENDED, at, message.outcome)
    task = _unanswered(message, ref.id) if unanswered else None
    also: dict[Ref[Any], Document] = (
        {ref: task} if task else ended_task(documents, ref, at, TaskEnd.DECIDED)
    )

    def change(view: OrderView) -> OrderView:
        return _with_outcome(view, message).with_task(ref.id, open=unanswered)

    return recorded(documents, message, moment, change, also)


def _with_outcome(view: OrderView, message: ClaimEnded) -> OrderView:
    known = next((one for one in view.claims if one.claim_id == message.claim_id), None)
    if known is None:
        return view
    ended = {"outcome": message.outcome, "note": message.note, "ended_at": message.occurred_at}
    return view.with_claim(known.model_copy(update=ended))


def _unanswered(message: ClaimEnded, task_id: str) -> TaskView:
    return TaskView(
        task_id=task_id,
        property_id=message.property_id,
        order_id=message.order_id,
        kind=TaskKind.CLAIM_UNANSWERED,
        problem=ClaimOutcome.UNANSWERED,
        detail="the partner has not answered the claim in time",
        since=message.occurred_at,
        position=position_of(message.occurred_at, task_id),
    )


def _handover(message: PartnerTold | PartnerNotTold, context: Context) -> HandoverView:
    told = isinstance(message, PartnerTold)
    return HandoverView(
        kind=message.kind,
        about_id=message.about_id,
        told=told,
        at=context.envelope.time,
        reason=None if isinstance(message, PartnerTold) else message.reason[:200],
    )


@claims.on_many(PartnerTold, touches=lambda m: (ORDERS.ref(m.order_id), _handover_task(m)))
def partner_told(documents: Documents, message: PartnerTold, context: Context) -> Changes:
    ref = _handover_task(message)
    moment = happened(context, MomentKind.PARTNER_TOLD, note=message.kind)
    view = view_of(documents[ORDERS.ref(message.order_id)], message)
    view = view.with_handover(_handover(message, context)).with_task(ref.id, open=False)
    view = view.with_moment(moment)
    also = ended_task(documents, ref, context.envelope.time, TaskEnd.PARTNER_TOLD)
    return Changes({ORDERS.ref(message.order_id): view, **also}, news_of(view))


@claims.on_many(PartnerNotTold, touches=_view_entry_and_handover_task)
def partner_not_told(documents: Documents, message: PartnerNotTold, context: Context) -> Changes:
    """The partner has to be told by telephone."""
    ref, since = _handover_task(message), context.envelope.time
    task = TaskView(
        task_id=ref.id,
        property_id=message.property_id,
        order_id=message.order_id,
        kind=TaskKind.PARTNER_NOT_TOLD,
        about=message.kind,
        problem=message.kind,
        detail=message.reason,
        since=since,
        position=position_of(since, ref.id),
    )
    handover = _handover(message, context)
    moment = happened(context, MomentKind.PARTNER_NOT_TOLD, note=message.kind)

    def change(view: OrderView) -> OrderView:
        return view.with_handover(handover).with_task(ref.id, open=True)

    return recorded(documents, message, moment, change, {ref: task})
