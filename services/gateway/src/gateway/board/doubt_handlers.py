"""Orders that were refused, that never came, or of which the partner says what cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.documents import Document, Ref
from chassis.outcome import Changes, Context
from chassis.table import Documents, HandlerTable
from contracts.deliveries import DeliveryPlaced, DeliveryRefused
from contracts.doubts import DeliveryContradicted, DeliveryMissing, ReportRefused
from gateway.board.model import ORDERS, OrderView
from gateway.board.moments import SOMEBODY, MomentKind, happened
from gateway.board.recording import ended_task, entry_of, news_of, recorded, view_and_entry
from gateway.tasks.model import (
    TASKS,
    TaskEnd,
    TaskKind,
    TaskView,
    contradiction_task,
    missing_task,
    position_of,
    refused_task,
)

doubts = HandlerTable("gateway")


def awaiting_tasks(message: DeliveryPlaced) -> Sequence[Ref[TaskView]]:
    """What nobody is asked any more once the order is there."""
    about = (message.order_id, message.property_id)
    return (TASKS.ref(refused_task(*about)), TASKS.ref(missing_task(*about)))


def _refused_task(message: DeliveryRefused) -> Ref[TaskView]:
    return TASKS.ref(refused_task(message.order_id, message.property_id))


def _missing_task(message: DeliveryMissing | ReportRefused) -> Ref[TaskView]:
    return TASKS.ref(missing_task(message.order_id, message.property_id))


def _contradiction_task(message: DeliveryContradicted) -> Ref[TaskView]:
    return TASKS.ref(contradiction_task(message.order_id, message.contradiction))


@doubts.on_many(DeliveryRefused, touches=lambda m: (*view_and_entry(m), _refused_task(m)))
def delivery_refused(documents: Documents, message: DeliveryRefused, context: Context) -> Changes:
    """It leaves an order of that id as it is. Whoever asked here was answered; a partner was not:
    a person asks them, and tells the guest."""
    orders, activity = view_and_entry(message)
    note = f"{message.external_id}: {message.reason}"
    moment = happened(context, MomentKind.REFUSED, note=note)
    changed: dict[Ref[Any], Document] = {activity: entry_of(message, moment, activity.id)}
    actor = context.envelope.actor
    if actor.startswith(SOMEBODY):
        return Changes(changed)
    task, view = _refused_task(message), documents[orders]
    detail = f"{_partner(actor)}, {message.external_id}: {message.detail}"
    changed[task] = _asked(message, task, TaskKind.ORDER_REFUSED, message.reason, detail, context)
    if not isinstance(view, OrderView) or view.property_id != message.property_id:
        return Changes(changed)
    view = view.with_task(task.id, open=True).touched(context.envelope.time)
    return Changes({orders: view, **changed}, news_of(view))


@doubts.on_many(DeliveryMissing, touches=lambda m: (*view_and_entry(m), _missing_task(m)))
def delivery_missing(documents: Documents, message: DeliveryMissing, context: Context) -> Changes:
    """A courier may be on the way with a meal that nobody here knows of."""
    _, activity = view_and_entry(message)
    task, partner = _missing_task(message), _partner(message.reported_by)
    known_as = message.external_id or message.order_id
    moment = happened(context, MomentKind.ORDER_MISSING, note=known_as)
    detail = f"{partner} reports on {known_as}, which was never handed over"
    asked = _asked(message, task, TaskKind.ORDER_MISSING, "never_placed", detail, context)
    return Changes({activity: entry_of(message, moment, activity.id), task: asked})


@doubts.on_many(
    DeliveryContradicted, touches=lambda m: (*view_and_entry(m), _contradiction_task(m))
)
def contradicted(documents: Documents, message: DeliveryContradicted, context: Context) -> Changes:
    """The order stays as it ended, and nothing is billed; where the partner says that the meal came
    after all, a person asks."""
    task, why = _contradiction_task(message), message.contradiction
    moment = happened(context, MomentKind.CONTRADICTED, message.occurred_at, why)
    if not why.about_money:
        return recorded(documents, message, moment, lambda view: view)
    detail = f"the partner said {why.value.replace('_', ' ')}; nothing is billed"
    asked = _asked(message, task, TaskKind.CONTRADICTION, why, detail, context)

    def change(view: OrderView) -> OrderView:
        return view.with_task(task.id, open=True)

    return recorded(documents, message, moment, change, {task: asked})


@doubts.on_many(ReportRefused, touches=lambda m: (ORDERS.ref(m.order_id), _missing_task(m)))
def report_refused(documents: Documents, message: ReportRefused, context: Context) -> Changes:
    """The order that was missed here is another property's: nobody here asks for it any more."""
    at = context.envelope.time
    return Changes(ended_task(documents, _missing_task(message), at, TaskEnd.PLACED))


def _asked(
    message: DeliveryRefused | DeliveryMissing | DeliveryContradicted,
    ref: Ref[TaskView],
    kind: TaskKind,
    problem: str,
    detail: str,
    context: Context,
) -> TaskView:
    since = context.envelope.time
    return TaskView(
        task_id=ref.id,
        property_id=message.property_id,
        order_id=message.order_id,
        kind=kind,
        problem=problem,
        detail=detail,
        since=since,
        position=position_of(since, ref.id),
    )


def _partner(actor: str) -> str:
    """Who it is without the kind of actor that it is."""
    return actor.partition(":")[2] or actor
