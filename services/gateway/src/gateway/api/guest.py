"""A guest's own order, by the link that the hotel sent: as JSON, as a stream, as a page (O22)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.responses import HTMLResponse, StreamingResponse

from chassis.links import LinkInvalid
from contracts.guest_links import PATH, PURPOSE
from contracts.properties import Language
from gateway.api.knocking import knock, too_eager
from gateway.api.problems import Problem, declared
from gateway.api.workings import Use, Workings
from gateway.board.card import NotPlaced
from gateway.board.model import ORDERS, OrderView
from gateway.guest.languages import chosen
from gateway.guest.page import gone_page, order_page
from gateway.guest.stream import guest_events
from gateway.guest.tracking import GuestOrder, guest_order
from gateway.live.stream import HEADERS
from gateway.pace import TooEager
from gateway.properties.model import PROPERTIES
from gateway.sheet.words import language_of

router = APIRouter(tags=["guests"])

TokenPath = Annotated[
    str, Path(alias="token", description="The last part of the guest's link", max_length=1000)
]
STREAM: dict[str, Any] = {
    "description": (
        "Server-sent events: `order` (data: as the JSON says it), `beat` (a sign of life), `over` "
        "(nothing more will come)."
    ),
    "content": {
        "text/event-stream": {
            "schema": {"type": "string"},
            "example": 'event: order\ndata: {"reference":"9K3TZ7","status":"near"}\n\n',
        }
    },
}
# A guest's choice on the page itself, beside which it says nothing new about the order.
Lang = Annotated[str, Query(include_in_schema=False, max_length=20)]
PAGE: dict[str, Any] = {"content": {"text/html": {"schema": {"type": "string"}}}}


@dataclass(frozen=True, slots=True)
class Tracked:
    """The order of a link that holds."""

    view: OrderView
    order: GuestOrder


@router.get(
    "/guest/v1/orders/{token}",
    operation_id="getGuestOrder",
    summary="My order",
    responses=declared(404, 429, 503),
    response_model_exclude_none=True,
)
async def get_guest_order(token: TokenPath, request: Request, workings: Use) -> GuestOrder:
    """In the guest's language. 404 for a link that is over, or none."""
    return (await _tracked(token, request, workings)).order


@router.get(
    "/guest/v1/orders/{token}/stream",
    operation_id="streamGuestOrder",
    summary="Changes of my order",
    response_class=StreamingResponse,
    responses={200: STREAM, **declared(404, 429, 503)},
)
async def stream_guest_order(
    token: TokenPath, request: Request, workings: Use
) -> StreamingResponse:
    """Ends with the order, or with the link."""
    tracked = await _tracked(token, request, workings)
    view = tracked.view
    workings.hub.position(view.property_id)  # not before this process listens: 503 until then

    async def read() -> GuestOrder | None:
        try:
            return (await _of_link(token, workings)).order
        except LinkInvalid:
            return None

    async def events() -> AsyncIterator[bytes]:
        stream = guest_events(
            workings.hub,
            view.property_id,
            view.order_id,
            read,
            heartbeat=workings.settings.heartbeat,
        )
        with workings.pace.stream(view.order_id):
            async with aclosing(stream) as opened:
                async for data in opened:
                    yield data

    try:
        with workings.pace.stream(view.order_id):
            pass
    except TooEager as error:
        raise too_eager(error) from error
    return StreamingResponse(events(), media_type="text/event-stream", headers=HEADERS)


@router.get(
    PATH + "{token}",
    operation_id="getGuestPage",
    summary="My order as a page",
    response_class=HTMLResponse,
    responses={
        200: {"description": "The order", **PAGE},
        404: {"description": "The link is over, or none", **PAGE},
        429: {"description": "Too many tries", **PAGE},
        **declared(503),
    },
)
async def get_guest_page(
    token: TokenPath,
    request: Request,
    workings: Use,
    accepted: Annotated[str, Header(alias="Accept-Language", include_in_schema=False)] = "",
    lang: Lang = "",
) -> HTMLResponse:
    """For a phone; works without scripts. In the guest's language, or another that they chose."""
    asked = chosen(lang)
    try:
        tracked = await _tracked(token, request, workings, asked)
    except Problem as problem:
        if problem.status not in (404, 429):
            raise
        page = gone_page(asked or language_of(accepted, Language.EN), busy=problem.status == 429)
        return HTMLResponse(page, problem.status, headers=problem.headers)
    stream = f"/guest/v1/orders/{token}/stream"
    return HTMLResponse(order_page(tracked.order, stream, workings.now()))


async def _tracked(
    token: str, request: Request, workings: Workings, asked: Language | None = None
) -> Tracked:
    """Raises a 404 problem for a link that does not hold, 429 for too many of any kind."""
    async with knock(request, workings):
        tracked = await _of_link(token, workings, asked)
    try:
        workings.pace.read(tracked.view.order_id)
    except TooEager as error:
        raise too_eager(error) from error
    return tracked


async def _of_link(token: str, workings: Workings, asked: Language | None = None) -> Tracked:
    """Raises `LinkInvalid`, for a link to an order that is not placed yet, too."""
    if workings.links is None:
        raise LinkInvalid
    order_id = workings.links.read(PURPOSE, token, workings.now())
    documents = workings.runtime.documents
    view = await documents.get(ORDERS.ref(order_id))
    place = await documents.get(PROPERTIES.ref(view.property_id)) if view else None
    if view is None or place is None:
        raise LinkInvalid
    try:
        return Tracked(view, guest_order(view, place.sheet, asked))
    except NotPlaced as error:
        raise LinkInvalid from error
