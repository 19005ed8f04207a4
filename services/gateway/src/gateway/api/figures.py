"""What a property's days came to, as an answer and as a file."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Response

from gateway.api.admission import Admitted, AtFigures
from gateway.api.files import BYTE_ORDER_MARK, AskedFormat, Format, attached, csv_lines
from gateway.api.filters import FirstDay, LastDay
from gateway.api.problems import declared, invalid
from gateway.api.workings import Use, Workings
from gateway.figures.counting import count
from gateway.figures.exported import COLUMNS, lines_of
from gateway.figures.model import PeriodFigures, figures_of
from gateway.figures.period import Period

router = APIRouter(prefix="/api/v1/properties/{property}/figures", tags=["figures"])

MOST_DAYS = 366
USUAL_DAYS = 30


async def _period(
    here: AtFigures, workings: Use, first: FirstDay = None, last: LastDay = None
) -> Period:
    """The days that are asked for: at most 366, and the newest 30 where nothing is said."""
    zone = ZoneInfo(here.place.sheet.time_zone)
    last = last or workings.now().astimezone(zone).date()
    first = first or last - timedelta(days=USUAL_DAYS - 1)
    if first > last:
        raise invalid("query.to", "lies before `from`")
    if (last - first).days >= MOST_DAYS:
        raise invalid("query.from", f"is more than {MOST_DAYS} days before `to`")
    return Period(first, last, zone)


AskedPeriod = Annotated[Period, Depends(_period)]
EXAMPLE = (
    ",".join(COLUMNS) + "\r\n2026-11-23,2,1,0,1,0,0,0,0,EUR,37.00,15.00,22.00,2040,2040,1.0,1.0\r\n"
)
FILE: dict[str, Any] = {
    "description": "The file, the oldest day first",
    "model": PeriodFigures,
    "content": {"text/csv": {"schema": {"type": "string"}, "example": EXAMPLE}},
}


@router.get(
    "",
    operation_id="getFigures",
    summary="Orders, revenue, refunds and delivery times, day by day",
    responses=declared(401, 403, 404, 422, 503),
    response_model_exclude_none=True,
)
async def get_figures(here: AtFigures, workings: Use, period: AskedPeriod) -> PeriodFigures:
    """A day is the property's own day on which an order was placed. Days without orders are there,
    too."""
    return await _figures(here, workings, period)


@router.get(
    "/export",
    operation_id="exportFigures",
    summary="The figures as CSV or JSON",
    response_class=Response,
    responses={200: FILE, **declared(401, 403, 404, 422, 503)},
)
async def export_figures(
    here: AtFigures, workings: Use, period: AskedPeriod, format: AskedFormat = Format.CSV
) -> Response:
    """CSV has one line a day, and one more for what came in another currency on it."""
    figures = await _figures(here, workings, period)
    whole = _csv(figures) if format is Format.CSV else _json(figures)
    return Response(whole, **attached(f"{here.property_id}-figures", format))


async def _figures(here: Admitted, workings: Workings, period: Period) -> PeriodFigures:
    groups = await count(workings.runtime.database, here.property_id, period)
    return figures_of(period, here.place.sheet.currency, *groups)


def _csv(figures: PeriodFigures) -> str:
    return BYTE_ORDER_MARK + csv_lines([COLUMNS, *lines_of(figures)])


def _json(figures: PeriodFigures) -> str:
    return figures.model_dump_json(exclude_none=True, by_alias=True)
