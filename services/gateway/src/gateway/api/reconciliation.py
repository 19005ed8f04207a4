"""The books compared: the partner's statement, our ledger and the folio, day by day."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import Field

from contracts.message import Instant
from contracts.reconciliation import CheckResult, Mismatch
from gateway.api.admission import AtReconciliation
from gateway.api.filters import FirstDay, LastDay
from gateway.api.problems import declared, invalid, missing
from gateway.api.workings import Use
from gateway.board.card import Answer
from gateway.reconciliation.model import CONNECTIONS, DAYS, DayView

router = APIRouter(prefix="/api/v1/properties/{property}", tags=["reconciliation"])

# One answer's days: a year and the day before it.
MOST_DAYS = 367


class DaySummary(Answer):
    """A day's totals, of all its orders, in minor units. `partner_total` is absent while the
    partner has sent no statement."""

    day: Annotated[date, Field(examples=["2026-11-23"])]
    currency: Annotated[str, Field(examples=["EUR"])]
    orders: int
    partner_total: int | None = None
    ledger_total: int
    folio_total: int
    mismatch_count: int
    compared_at: Instant


class DayAnswer(DaySummary):
    """A day with every order whose amounts differ, cut off at 500, and why."""

    mismatches: tuple[Mismatch, ...]


class Days(Answer):
    """Newest first."""

    days: tuple[DaySummary, ...]


class ConnectionAnswer(Answer):
    """The newest test of the connection to the PMS; `works` is absent before the first one."""

    works: bool | None = None
    checks: tuple[CheckResult, ...] = ()
    tried_at: Instant | None = None


@router.get(
    "/reconciliation",
    operation_id="listReconciledDays",
    summary="Reconciled days, newest first",
    responses=declared(401, 403, 404, 422, 503),
    response_model_exclude_none=True,
)
async def list_days(
    here: AtReconciliation, workings: Use, first: FirstDay = None, last: LastDay = None
) -> Days:
    """At most a year of them; older ones with `to`."""
    if first and last and first > last:
        raise invalid("query.to", "lies before `from`")
    where: dict[str, Any] = {"property_id": here.property_id}
    limits = {"$gte": first.isoformat() if first else None, "$lte": last and last.isoformat()}
    if chosen := {name: day for name, day in limits.items() if day}:
        where["day"] = chosen
    found = await workings.runtime.documents.find(DAYS, where, sort=[("day", -1)], limit=MOST_DAYS)
    return Days(days=tuple(DaySummary.model_validate(_shown(view, DaySummary)) for view in found))


@router.get(
    "/reconciliation/{day}",
    operation_id="getReconciledDay",
    summary="A reconciled day with its mismatches",
    responses=declared(401, 403, 404, 422, 503),
    response_model_exclude_none=True,
)
async def get_day(
    here: AtReconciliation,
    day: Annotated[date, Path(description="A day of the property", examples=["2026-11-23"])],
    workings: Use,
) -> DayAnswer:
    view = await workings.runtime.documents.get(DAYS.ref(f"{here.property_id}/{day.isoformat()}"))
    if view is None:
        raise missing()
    return DayAnswer.model_validate(_shown(view, DayAnswer))


@router.get(
    "/connection",
    operation_id="getConnection",
    summary="How the connection to the PMS is",
    responses=declared(401, 403, 404, 503),
    response_model_exclude_none=True,
)
async def get_connection(here: AtReconciliation, workings: Use) -> ConnectionAnswer:
    view = await workings.runtime.documents.get(CONNECTIONS.ref(here.property_id))
    if view is None:
        return ConnectionAnswer()
    return ConnectionAnswer(works=view.works, checks=view.checks, tried_at=view.tried_at)


def _shown(view: DayView, answer: type[DaySummary]) -> dict[str, Any]:
    return {name: getattr(view, name) for name in answer.model_fields}
