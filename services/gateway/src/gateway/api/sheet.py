"""The printable sheet of open orders."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header
from fastapi.responses import HTMLResponse, Response

from gateway.api.admission import AtOrders
from gateway.api.live import cards_on_board
from gateway.api.problems import declared
from gateway.api.workings import Use
from gateway.sheet.page import sheet_page
from gateway.sheet.words import language_of

router = APIRouter(prefix="/api/v1/properties/{property}/live", tags=["live"])

PAGE: dict[str, Any] = {
    "description": "A page to print: one line an order, with the code to read out to the courier",
    "content": {
        "text/html": {
            "schema": {"type": "string"},
            "example": "<!doctype html><html lang=fr><title>Commandes en cours</title>...",
        }
    },
}


@router.get(
    "/sheet",
    operation_id="getSheet",
    summary="Open orders on paper, for when the screens are down",
    response_class=Response,
    responses={200: PAGE, **declared(401, 403, 404, 503)},
)
async def get_sheet(
    here: AtOrders,
    workings: Use,
    accepted: Annotated[str, Header(alias="Accept-Language", include_in_schema=False)] = "",
) -> HTMLResponse:
    """In the language of `Accept-Language`, else the property's first."""
    cards = await cards_on_board(workings, here.property_id)
    sheet = here.place.sheet
    language = language_of(accepted, sheet.languages[0])
    open_ones = [card for card in cards if card.running]
    return HTMLResponse(sheet_page(open_ones, sheet, language, workings.now()))
