"""What only a person can do, and saying that it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from contracts.billing import Candidate
from contracts.handovers import HandoverKind
from contracts.message import Instant
from contracts.personal import Personal
from contracts.tasks import CloseTask, TaskRefusal
from gateway.api import cursor as cursors
from gateway.api.admission import AtCharges, AtOrders
from gateway.api.cursor import Cursor, Limit
from gateway.api.filters import YesNo
from gateway.api.naming import names_of
from gateway.api.orders import cards_of
from gateway.api.problems import Problem, declared, missing
from gateway.api.texts import Line
from gateway.api.workings import Use
from gateway.api.writing import ASKS, Accepted, Write
from gateway.board.card import Answer, Card, Sum, TotalDue
from gateway.board.moments import Names, named
from gateway.tasks.model import TASKS, TaskEnd, TaskKind, TaskView

router = APIRouter(prefix="/api/v1/properties/{property}/tasks", tags=["tasks"])


class TaskAnswer(Answer):
    """Something that only a person can do; a charge's task has the posting's id.

    `problem` is a word of ours, `detail` says it in English. `amount` is what the question is
    about, shown once the order's amounts are (O14); `candidates` are the guests whose charge it may
    be. `by_hand`: it ends when a person says that it is done (`closeTask`); any other ends with
    what is decided about the charge, or by itself. `order_id` is absent where it is about the whole
    property, `order` also where it was never placed."""

    id: str
    kind: TaskKind
    by_hand: bool
    order_id: str | None = None
    room: str | None = None
    guest: Annotated[str | None, Personal] = None
    problem: Annotated[str, Field(examples=["ambiguous"])]
    detail: str
    about: HandoverKind | None = None
    amount: Sum | None = None
    candidates: tuple[Candidate, ...] = ()
    since: Instant
    open: bool
    ended_at: Instant | None = None
    end: TaskEnd | None = None
    by: str | None = None
    note: str | None = None
    order: Card | None = None


class TaskPage(Answer):
    """Newest first. `next` is the cursor of what follows; absent on the last page."""

    tasks: tuple[TaskAnswer, ...]
    next: Annotated[str | None, Field(examples=["MjAyNi0wMS0wMVQxOTowMDowMC4wMDBaL2Ew"])] = None


class TaskDoneBody(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"note": "Appelé le restaurant, 23 h 10"}]}
    )
    note: Annotated[Line, Field(max_length=200)] | None = None


class TaskDoneAnswer(Answer):
    """The task is done; who said so is told with the order."""

    task_id: str
    occurred_at: Instant


# Of any form: a refund's task carries the id that the partner gave it.
TaskPath = Annotated[str, Path(alias="task", description="The task's id")]


@router.get(
    "",
    operation_id="listTasks",
    summary="What only a person can do, newest first",
    responses=declared(401, 403, 404, 422, 503),
    response_model_exclude_none=True,
)
async def list_tasks(
    here: AtOrders,
    workings: Use,
    open: Annotated[YesNo | None, Query(description="Still to be done, or ended")] = None,
    kind: Annotated[list[TaskKind] | None, Query(description="Any of these")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> TaskPage:
    """A `task` on the live stream says when to look here again."""
    where: dict[str, object] = {"property_id": here.property_id}
    if open is not None:
        where["open"] = open is YesNo.TRUE
    if kind:
        where["kind"] = {"$in": list(kind)}
        where.setdefault("open", {"$in": [False, True]})  # named whole, for the index
    if cursor:
        where["position"] = {"$lt": cursors.decode(cursor)}
    documents = workings.runtime.documents
    found = await documents.find(TASKS, where, sort=[("position", -1)], limit=limit + 1)
    tasks = found[:limit]
    about = (task.order_id for task in tasks if task.order_id is not None)
    cards = await cards_of(documents, about, here.property_id)
    names = await names_of(workings.runtime.database, {task.by for task in tasks if task.by})
    return TaskPage(
        tasks=tuple(_answer(task, cards, names) for task in tasks),
        next=cursors.encode(tasks[-1].position) if len(found) > limit else None,
    )


@router.post(
    "/{task:path}/done",
    operation_id="closeTask",
    summary="What it asks is done",
    responses=ASKS,
)
async def close_task(
    here: AtCharges, task_id: TaskPath, body: TaskDoneBody, write: Write, workings: Use
) -> TaskDoneAnswer | Accepted:
    """The partner was called, the guest was told. A charge's task is answered under the charge."""
    claim = await write.claim(here.caller, here.property_id, body)
    task = await workings.runtime.documents.get(TASKS.ref(task_id))
    if task is None or task.property_id != here.property_id:
        raise missing()
    if task.order_id is None:
        why = [("task_id", str(TaskRefusal.ENDS_OTHERWISE))]
        raise Problem(409, "refused", "it ends by itself, once the PMS lets us in", errors=why)
    message = CloseTask(
        property_id=here.property_id, order_id=task.order_id, task_id=task_id, note=body.note
    )
    location = f"/api/v1/properties/{here.property_id}/orders/{task.order_id}"
    return await write.asked(message, claim, here.caller, TaskDoneAnswer, location)


def _answer(task: TaskView, cards: Mapping[str, Card], names: Names) -> TaskAnswer:
    card = cards.get(task.order_id or "")
    shown = card is not None and card.total_due is not TotalDue.AFTER_DELIVERY
    amount = None
    if shown and task.amount is not None and task.currency is not None:
        amount = Sum(currency=task.currency, amount=task.amount)
    return TaskAnswer(
        id=task.task_id,
        kind=task.kind,
        by_hand=task.kind.by_hand,
        order_id=task.order_id,
        room=card.room if card else None,
        guest=card.guest if card else None,
        problem=task.problem,
        detail=task.detail,
        about=task.about,
        amount=amount,
        candidates=task.candidates,
        since=task.since,
        open=task.open,
        ended_at=task.ended_at,
        end=task.end,
        by=named(task.by, names),
        note=task.note,
        order=card,
    )
