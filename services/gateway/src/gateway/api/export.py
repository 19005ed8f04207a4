"""The orders as a file, for the accounts and for other programs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from gateway.api.admission import AtExport
from gateway.api.files import BYTE_ORDER_MARK, AskedFormat, Format, attached, csv_lines
from gateway.api.filters import Asked, AskedFor
from gateway.api.problems import declared
from gateway.api.workings import Use, Workings
from gateway.board.card import Answer
from gateway.board.exported import COLUMNS, ExportedOrder, exported, row_of
from gateway.board.model import OrderView

router = APIRouter(prefix="/api/v1/properties/{property}/orders", tags=["orders"])

# So many orders are read at once.
PAGE = 200
EXAMPLE = (
    ",".join(COLUMNS) + "\r\n9K3TZ7,LUM-1,delivery,delivered,delivered,2026-11-23T20:40:00+01:00,"
    "2026-11-23T21:13:00+01:00,203,Anaïs D'Hérouville,Chez Lina,EUR,25.00,0.00,25.00,"
    "10.00=22.00;20.00=3.00,settled,0b9c\r\n"
)


class ExportFile(Answer):
    """The JSON file."""

    orders: tuple[ExportedOrder, ...]


FILE: dict[str, Any] = {
    "description": "The file, the newest order first, however many there are",
    "model": ExportFile,
    "content": {"text/csv": {"schema": {"type": "string"}, "example": EXAMPLE}},
}


@router.get(
    "/export",
    operation_id="exportOrders",
    summary="All orders that fit, as CSV or JSON",
    response_class=StreamingResponse,
    responses={200: FILE, **declared(401, 403, 404, 422, 503)},
)
async def export_orders(
    here: AtExport, workings: Use, asked: AskedFor, format: AskedFormat = Format.CSV
) -> StreamingResponse:
    """Times are the property's own in CSV, and UTC in JSON. Amounts are there once an order was
    delivered (O14). In CSV, a text that a spreadsheet would take for a formula begins with an
    apostrophe."""
    zone = ZoneInfo(here.place.sheet.time_zone)
    pages = _pages(workings, here.property_id, zone, asked)
    first = await anext(pages)  # before the answer begins: what fails here is a problem
    lines = _csv(first, pages, zone) if format is Format.CSV else _json(first, pages)
    return StreamingResponse(lines, **attached(f"{here.property_id}-orders", format))


async def _pages(
    workings: Workings, property_id: str, zone: ZoneInfo, asked: Asked
) -> AsyncIterator[tuple[OrderView, ...]]:
    before: str | None = None
    while True:
        found = await asked.find(workings.runtime, property_id, zone, before, PAGE)
        yield found.views
        before = found.next
        if before is None:
            return


async def _csv(
    first: tuple[OrderView, ...], rest: AsyncIterator[tuple[OrderView, ...]], zone: ZoneInfo
) -> AsyncIterator[str]:
    yield BYTE_ORDER_MARK + csv_lines([COLUMNS])
    yield csv_lines(row_of(view, zone) for view in first)
    async for page in rest:
        yield csv_lines(row_of(view, zone) for view in page)


async def _json(
    first: tuple[OrderView, ...], rest: AsyncIterator[tuple[OrderView, ...]]
) -> AsyncIterator[str]:
    yield '{"orders":['
    between = ""
    for view in first:
        yield between + exported(view)
        between = ","
    async for page in rest:
        for view in page:
            yield between + exported(view)
            between = ","
    yield "]}"
