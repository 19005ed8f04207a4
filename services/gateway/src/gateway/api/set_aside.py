"""Dead letters and parked keys of every service: looking at them, and what is to become of them.

Each order names one key or one record and is harmless twice, so none takes an `Idempotency-Key`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query

from chassis.operator_door import MOST, USUAL
from chassis.set_aside import (
    Closed,
    DeadList,
    Id,
    Ordered,
    ParkedList,
    RecordOrder,
    ReleaseOrder,
    ReplayOrder,
    SetAsideRecord,
)
from gateway.api.admission import AtService
from gateway.api.problems import declared
from gateway.api.workings import Use

router = APIRouter(prefix="/api/v1/operations/services/{service}", tags=["operations"])

Bounded = Annotated[int, Query(ge=1, le=MOST)]
RecordId = Annotated[Id, Query(alias="id")]
READS = declared(401, 403, 404, 422, 503)
RECORD_READS = declared(401, 403, 404, 409, 422, 503)
ORDERS = declared(400, 401, 403, 404, 413, 422, 503)
CLOSES = declared(400, 401, 403, 404, 409, 413, 422, 503)


class DeadOrder(StrEnum):
    """Which dead letters come first."""

    NEWEST = "newest"
    OLDEST = "oldest"


@router.get(
    "/parked",
    operation_id="listParked",
    summary="Parked keys, oldest first",
    responses=READS,
)
async def list_parked(here: AtService, workings: Use, limit: Bounded = USUAL) -> ParkedList:
    """Keys whose messages wait, in order, until a person has looked."""
    return await workings.doors.look(here.service, here.actor, "/parked", ParkedList, limit=limit)


@router.get(
    "/parked/record",
    operation_id="getParkedRecord",
    summary="A record under a parked key",
    responses=RECORD_READS,
    response_model_exclude_none=True,
)
async def get_parked_record(here: AtService, workings: Use, id: RecordId) -> SetAsideRecord:
    """With headers and body. Guests' data may be in it: who looks is on record."""
    return await workings.doors.look(
        here.service, here.actor, "/parked/record", SetAsideRecord, id=id
    )


@router.post(
    "/parked/release",
    operation_id="releaseParked",
    summary="Have a parked key handled",
    status_code=202,
    responses=ORDERS,
)
async def release_parked(here: AtService, workings: Use, body: ReleaseOrder) -> Ordered:
    """All that waits under it, in order; what fails again stays parked with what follows."""
    return await workings.doors.order(here.service, here.actor, "/parked/release", Ordered, body)


@router.post(
    "/parked/skip",
    operation_id="skipParked",
    summary="Take one record out of a parked key",
    status_code=202,
    responses=ORDERS,
)
async def skip_parked(here: AtService, workings: Use, body: RecordOrder) -> Ordered:
    """It becomes a dead letter, which can be corrected and replayed; the rest is handled."""
    return await workings.doors.order(here.service, here.actor, "/parked/skip", Ordered, body)


@router.get(
    "/dead",
    operation_id="listDeadLetters",
    summary="Open dead letters",
    responses=READS,
)
async def list_dead_letters(
    here: AtService,
    workings: Use,
    order: DeadOrder = DeadOrder.NEWEST,
    limit: Bounded = USUAL,
) -> DeadList:
    """Records that were set aside alone."""
    return await workings.doors.look(
        here.service, here.actor, "/dead", DeadList, order=order.value, limit=limit
    )


@router.get(
    "/dead/record",
    operation_id="getDeadLetter",
    summary="A dead letter, open or closed",
    responses=RECORD_READS,
    response_model_exclude_none=True,
)
async def get_dead_letter(here: AtService, workings: Use, id: RecordId) -> SetAsideRecord:
    """With headers and body. Guests' data may be in it: who looks is on record."""
    return await workings.doors.look(
        here.service, here.actor, "/dead/record", SetAsideRecord, id=id
    )


@router.post(
    "/dead/replay",
    operation_id="replayDeadLetter",
    summary="Send a dead letter again, as it was or corrected",
    responses=CLOSES,
)
async def replay_dead_letter(here: AtService, workings: Use, body: ReplayOrder) -> Closed:
    """Closes it. A corrected body must fit its message, and the original stays noted."""
    return await workings.doors.order(here.service, here.actor, "/dead/replay", Closed, body)


@router.post(
    "/dead/discard",
    operation_id="discardDeadLetter",
    summary="Close a dead letter for good",
    responses=CLOSES,
)
async def discard_dead_letter(here: AtService, workings: Use, body: RecordOrder) -> Closed:
    """Nothing is done with it; it stays noted."""
    return await workings.doors.order(here.service, here.actor, "/dead/discard", Closed, body)
