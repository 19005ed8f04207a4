"""Tasks that a person closes, and those about a property that end by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.documents import Document, Ref
from chassis.outcome import Changes, Context, Outcome
from chassis.table import Documents, HandlerTable
from contracts.sign_in import SignInAccepted, SignInRefused
from contracts.tasks import CloseTask, TaskClosed, TaskCloseRefused, TaskRefusal
from gateway.board.model import ORDERS, OrderView
from gateway.board.moments import MomentKind, happened
from gateway.board.recording import entry_of, recorded, view_and_entry
from gateway.tasks.model import (
    TASKS,
    TaskEnd,
    TaskKind,
    TaskView,
    position_of,
    sign_in_task,
)

tasks = HandlerTable("gateway")

DETAIL = {
    TaskRefusal.UNKNOWN_TASK: "no task about this order has that id",
    TaskRefusal.NOT_OPEN: "the task is not open any more",
    TaskRefusal.ENDS_OTHERWISE: "a charge's task ends with what is decided about the charge",
}


def order_and_task(message: CloseTask) -> Sequence[Ref[Any]]:
    """The order stands first: it counts what is said about it."""
    return (ORDERS.ref(message.order_id), TASKS.ref(message.task_id))


def view_entry_and_task(message: TaskClosed) -> Sequence[Ref[Any]]:
    return (*view_and_entry(message), TASKS.ref(message.task_id))


@tasks.on_many(CloseTask, touches=order_and_task)
def close_task(documents: Documents, message: CloseTask, context: Context) -> Changes:
    """A person says that a task is done."""
    ref = TASKS.ref(message.task_id)
    task = documents[ref]
    refusal = _refusal(task, message)
    if refusal is not None or not isinstance(task, TaskView):
        return Changes(events=[_refused(message, refusal or TaskRefusal.UNKNOWN_TASK)])
    by = context.envelope.actor
    closed = TaskClosed(
        property_id=message.property_id,
        order_id=message.order_id,
        task_id=message.task_id,
        kind=task.kind,
        since=task.since,
        by=by,
        note=message.note,
        occurred_at=context.now,
    )
    return Changes({ref: task.ended(context.now, TaskEnd.DONE, by, message.note)}, [closed])


@tasks.on_many(TaskClosed, touches=view_entry_and_task)
def task_closed(documents: Documents, message: TaskClosed, context: Context) -> Changes:
    """The order has one task less, unless the same was asked anew meanwhile. A task about an order
    that never came, or that is another property's, shows in the feed alone."""
    orders, activity = view_and_entry(message)
    ref = TASKS.ref(message.task_id)
    task, view = documents[ref], documents[orders]
    still_open = False
    also: dict[Ref[Any], Document] = {}
    if isinstance(task, TaskView) and task.open:
        still_open = task.since != message.since
        if not still_open:
            also[ref] = task.ended(message.occurred_at, TaskEnd.DONE, message.by, message.note)
    moment = happened(context, MomentKind.TASK_DONE, message.occurred_at, message.kind)

    if not isinstance(view, OrderView) or view.property_id != message.property_id:
        return Changes({activity: entry_of(message, moment, activity.id), **also})

    def change(view: OrderView) -> OrderView:
        return view.with_task(ref.id, open=still_open)

    return recorded(documents, message, moment, change, also)


@tasks.on(SignInRefused, document=TASKS, key=lambda message: sign_in_task(message.property_id))
def sign_in_refused(
    known: TaskView | None, message: SignInRefused, context: Context
) -> Outcome[TaskView]:
    """The PMS has not let us in for a while: charges wait until somebody mends the settings."""
    task_id = sign_in_task(message.property_id)
    return Outcome(
        TaskView(
            task_id=task_id,
            property_id=message.property_id,
            kind=TaskKind.PMS_SIGN_IN,
            problem="sign_in_refused",
            detail=message.detail,
            since=message.since,
            position=position_of(message.since, task_id),
        )
    )


@tasks.on(SignInAccepted, document=TASKS, key=lambda message: sign_in_task(message.property_id))
def sign_in_accepted(
    known: TaskView | None, message: SignInAccepted, context: Context
) -> Outcome[TaskView]:
    if known is None or not known.open:
        return Outcome()
    return Outcome(known.ended(message.at, TaskEnd.SIGNED_IN))


def _refusal(task: Document | None, message: CloseTask) -> TaskRefusal | None:
    """Why a task cannot be closed. Another property's or another order's is none of theirs."""
    if not isinstance(task, TaskView) or (task.property_id, task.order_id) != (
        message.property_id,
        message.order_id,
    ):
        return TaskRefusal.UNKNOWN_TASK
    if not task.kind.by_hand:
        return TaskRefusal.ENDS_OTHERWISE
    return None if task.open else TaskRefusal.NOT_OPEN


def _refused(message: CloseTask, reason: TaskRefusal) -> TaskCloseRefused:
    return TaskCloseRefused(
        property_id=message.property_id,
        order_id=message.order_id,
        task_id=message.task_id,
        reason=reason,
        field="task_id",
        detail=DETAIL[reason],
    )
