"""Trying a property's connection to its PMS, and comparing a day now."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BeforeValidator

from contracts.message import Instant
from contracts.reconciliation import Check, ReconcileDay, TestConnection
from gateway.api.admission import AtConnections
from gateway.api.writing import ASKS, Accepted, Write
from gateway.board.card import Answer

router = APIRouter(prefix="/api/v1/properties/{property}", tags=["connections"])


def _calendar_day(text: str) -> str:
    """A day is written as one; a number of seconds since 1970 is none."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError("is no day as in 2026-11-23")
    return text


DayPath = Annotated[
    date, BeforeValidator(_calendar_day), Path(alias="day", examples=["2026-11-23"])
]


class CheckAnswer(Answer):
    check: Check
    passed: bool
    detail: str = ""


class TestAnswer(Answer):
    """What was looked at, in this order; the first failure ended it."""

    works: bool
    checks: tuple[CheckAnswer, ...]
    tried_at: Instant


class ComparedAnswer(Answer):
    """How many orders of the day were compared, and how many of them differ."""

    day: date
    orders: int
    mismatch_count: int
    compared_at: Instant


@router.post(
    "/connection/test",
    operation_id="testConnection",
    summary="Try the connection to the PMS",
    responses=ASKS,
)
async def test_connection(here: AtConnections, write: Write) -> TestAnswer | Accepted:
    """Signs in, reads the hotel, and looks for every transaction code of the settings."""
    claim = await write.claim(here.caller, here.property_id)
    message = TestConnection(property_id=here.property_id)
    location = f"/api/v1/properties/{here.property_id}/connection"
    return await write.asked(message, claim, here.caller, TestAnswer, location)


@router.post(
    "/reconciliation/{day}",
    operation_id="reconcileDay",
    summary="Compare a day now",
    responses=ASKS,
)
async def reconcile(here: AtConnections, day: DayPath, write: Write) -> ComparedAnswer | Accepted:
    """Whether or not it was compared before; the report replaces the former."""
    claim = await write.claim(here.caller, here.property_id)
    message = ReconcileDay(property_id=here.property_id, day=day)
    location = f"/api/v1/properties/{here.property_id}/reconciliation/{day.isoformat()}"
    return await write.asked(message, claim, here.caller, ComparedAnswer, location)
