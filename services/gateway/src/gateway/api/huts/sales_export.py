"""The sales as a file (R42)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from gateway.api.files import BYTE_ORDER_MARK, AskedFormat, Format, attached, csv_lines
from gateway.api.huts.admission import AdmittedToHut, AtSalesExport
from gateway.api.huts.sales import AskedSales, Sought
from gateway.api.problems import declared
from gateway.api.workings import Use, Workings
from gateway.board.card import Answer
from gateway.stays.exported import COLUMNS, row_of
from gateway.stays.model import StayShare
from gateway.stays.shown import StayDetail, detail_of

router = APIRouter(prefix="/api/v1/properties/{property}/sales", tags=["sales"])

# So many stays are read at once.
PAGE = 200
EXAMPLE = (
    ",".join(COLUMNS) + "\r\n9K3TZ7,firm,desk,2027-04-28T09:27:33+02:00,,M. Martin Dupont,"
    "0101010101,martin.dupont@mail.example,Route de la République,75000,Paris,FR,2027-07-01,"
    "2027-07-02,2,2 x Nuitée adulte 2027-07-01; 2 x Nuitée adulte 2027-07-02,"
    "2 x Pique-nique du midi 2027-07-02,EUR,128.00,10.00=128.00,,0b9c\r\n"
)


class SalesFile(Answer):
    """The JSON file."""

    stays: tuple[StayDetail, ...]


FILE: dict[str, Any] = {
    "description": "The file, the newest booking first, however many there are",
    "model": SalesFile,
    "content": {"text/csv": {"schema": {"type": "string"}, "example": EXAMPLE}},
}


@router.get(
    "/export",
    operation_id="exportSales",
    summary="All stays that fit, as CSV or JSON",
    response_class=StreamingResponse,
    responses={200: FILE, **declared(401, 403, 404, 422, 503)},
)
async def export_sales(
    here: AtSalesExport, workings: Use, asked: Sought, format: AskedFormat = Format.CSV
) -> StreamingResponse:
    """Times are the hut's own in CSV, and UTC in JSON. In CSV, a text that a spreadsheet would take
    for a formula begins with an apostrophe."""
    pages = _pages(workings, here, asked)
    first = await anext(pages)  # before the answer begins: what fails here is a problem
    lines = _csv(here, first, pages) if format is Format.CSV else _json(first, pages)
    return StreamingResponse(lines, **attached(f"{here.property_id}-sales", format))


Page = tuple[StayShare, ...]


async def _pages(workings: Workings, here: AdmittedToHut, asked: AskedSales) -> AsyncIterator[Page]:
    before: str | None = None
    while True:
        found = await asked.find(workings.runtime, here.property_id, here.zone, before, PAGE)
        yield found.views
        before = found.next
        if before is None:
            return


async def _csv(here: AdmittedToHut, first: Page, rest: AsyncIterator[Page]) -> AsyncIterator[str]:
    language = here.place.sheet.languages[0]
    yield BYTE_ORDER_MARK + csv_lines([COLUMNS])
    yield csv_lines(row_of(share, here.zone, language) for share in first)
    async for page in rest:
        yield csv_lines(row_of(share, here.zone, language) for share in page)


async def _json(first: Page, rest: AsyncIterator[Page]) -> AsyncIterator[str]:
    yield '{"stays":['
    between = ""
    for share in first:
        yield between + _said(share)
        between = ","
    async for page in rest:
        for share in page:
            yield between + _said(share)
            between = ","
    yield "]}"


def _said(share: StayShare) -> str:
    """People's names stay here: a file goes where nobody knows them."""
    return detail_of(share, {}).model_dump_json(exclude_none=True)
