"""The sales as a file (R42)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response, StreamingResponse

from contracts.properties import Language
from gateway.api.files import BYTE_ORDER_MARK, attached, csv_lines
from gateway.api.huts.admission import AdmittedToHut, AtSalesExport
from gateway.api.huts.sales import AskedSales, Sought
from gateway.api.problems import declared, invalid
from gateway.api.workings import Use, Workings
from gateway.board.card import Answer
from gateway.stays.exported import COLUMNS, row_of
from gateway.stays.model import StayShare
from gateway.stays.paper import MOST_ON_PAPER, Paper
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


class SalesFormat(StrEnum):
    CSV = "csv"
    JSON = "json"
    PDF = "pdf"


AskedFormat = Annotated[
    SalesFormat, Query(description="CSV and PDF have main units, JSON minor units")
]
AskedLanguage = Annotated[
    Language | None, Query(description="Of the PDF; the hut's first by default")
]


class SalesFile(Answer):
    """The JSON file."""

    stays: tuple[StayDetail, ...]


FILE: dict[str, Any] = {
    "description": "The file, the newest booking first, however many there are",
    "model": SalesFile,
    "content": {
        "text/csv": {"schema": {"type": "string"}, "example": EXAMPLE},
        "application/pdf": {"schema": {"type": "string", "format": "binary"}},
    },
}


@router.get(
    "/export",
    operation_id="exportSales",
    summary="All stays that fit, as CSV, JSON or PDF",
    response_class=StreamingResponse,
    responses={200: FILE, **declared(401, 403, 404, 422, 503)},
)
async def export_sales(
    here: AtSalesExport,
    workings: Use,
    asked: Sought,
    format: AskedFormat = SalesFormat.CSV,
    language: AskedLanguage = None,
) -> Response:
    """Times are the hut's own in CSV and PDF, and UTC in JSON. In CSV, a text that a spreadsheet
    would take for a formula begins with an apostrophe. A PDF holds two thousand stays at most."""
    pages = _pages(workings, here, asked)
    about = attached(f"{here.property_id}-sales", format)
    if format is SalesFormat.PDF:
        sheet = here.place.sheet
        paper = Paper(
            hut=sheet.name,
            language=language or sheet.languages[0],
            zone=here.zone,
            printed_at=workings.now(),
            first=asked.first,
            last=asked.last,
        )
        return Response(await on_paper(paper, pages), **about)
    first = await anext(pages)  # before the answer begins: what fails here is a problem
    lines = _csv(here, first, pages) if format is SalesFormat.CSV else _json(first, pages)
    return StreamingResponse(lines, **about)


Page = tuple[StayShare, ...]


async def _pages(workings: Workings, here: AdmittedToHut, asked: AskedSales) -> AsyncIterator[Page]:
    before: str | None = None
    while True:
        found = await asked.find(workings.runtime, here.property_id, here.zone, before, PAGE)
        yield found.views
        before = found.next
        if before is None:
            return


async def on_paper(paper: Paper, pages: AsyncIterator[Page]) -> bytes:
    """Raises the 422 problem of more stays than a PDF holds."""
    shares: list[StayShare] = []
    async for page in pages:
        shares += page
        if len(shares) > MOST_ON_PAPER:
            raise invalid("query.from", f"more than {MOST_ON_PAPER} stays: ask for fewer days")
    return await asyncio.to_thread(_printed, shares, paper)


def _printed(shares: Sequence[StayShare], paper: Paper) -> bytes:
    from gateway.stays.printing import printed  # only now: see there

    return printed(shares, paper)


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
