"""Tasks of reception: what a person does about an order outside Comptoir, and then says is done.

A charge's task is not among them: what a person decides about a charge goes to the folio, see
`contracts.folio_requests`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import Instant, Message, OrderId, Text

TaskId = Annotated[str, Field(min_length=1, max_length=300)]


class _AboutTask(Message):
    order_id: OrderId
    task_id: TaskId


class CloseTask(
    _AboutTask,
    type="gateway.task.close.v1",
    topic=topics.GATEWAY_TASK_COMMANDS,
    key="order_id",
):
    """A person did what the task asks: the partner was called, the guest was told."""

    note: Text | None = None


class TaskClosed(
    _AboutTask,
    type="gateway.task.closed.v1",
    topic=topics.GATEWAY_TASK_EVENTS,
    key="order_id",
):
    """A person did what the task asks; `by` is the actor. `kind` says what was asked. The task was
    open since `since`: asked anew after that, it is another one."""

    kind: Annotated[str, Field(min_length=1, max_length=40)]
    since: Instant
    by: str
    note: Text | None = None
    occurred_at: Instant


class TaskRefusal(StrEnum):
    UNKNOWN_TASK = "unknown_task"
    NOT_OPEN = "not_open"  # it was done, or has become needless
    ENDS_OTHERWISE = "ends_otherwise"  # by what is decided about the charge, or by itself


class TaskCloseRefused(
    _AboutTask,
    type="gateway.task.close-refused.v1",
    topic=topics.GATEWAY_TASK_EVENTS,
    key="order_id",
):
    """There is nothing here that a person could say is done: which field, and why."""

    reason: TaskRefusal
    field: str
    detail: str
