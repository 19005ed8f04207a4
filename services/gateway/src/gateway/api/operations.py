"""How the whole installation is: the flow through its services, now and in the last half hour."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from gateway.api.admission import AtOperations, AtService
from gateway.api.problems import declared
from gateway.api.workings import Use
from gateway.operations.heard import KEPT_MINUTES
from gateway.operations.model import Flow, Series

router = APIRouter(prefix="/api/v1/operations", tags=["operations"])

Minutes = Annotated[int, Query(ge=1, le=KEPT_MINUTES, description="How far back")]


@router.get(
    "/flow",
    operation_id="getFlow",
    summary="Services and topics, and how they are",
    responses=declared(401, 403, 503),
    response_model_exclude_none=True,
)
async def get_flow(here: AtOperations, workings: Use) -> Flow:
    """As every process told within the last seconds."""
    return workings.watch.flow(workings.doors.known)


@router.get(
    "/services/{service}/series",
    operation_id="getSeries",
    summary="A service's last half hour",
    responses=declared(401, 403, 404, 422, 503),
)
async def get_series(here: AtService, workings: Use, minutes: Minutes = KEPT_MINUTES) -> Series:
    """As long as this gateway has listened, and no longer than half an hour."""
    return workings.watch.series(here.service, minutes)
