"""The live board, and the stream of its changes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import Field

from contracts.envelope import format_instant
from gateway.access.roles import Permission
from gateway.api.admission import AtOrders, identify
from gateway.api.problems import declared
from gateway.api.workings import Use, Workings
from gateway.board.card import Answer, Card, card_of
from gateway.board.model import NO_END, ORDERS, OrderView
from gateway.live.stream import HEADERS, events

router = APIRouter(prefix="/api/v1/properties/{property}/live", tags=["live"])

# More cards than any desk can look at. Those placed first are left out: of an order whose partner
# fell silent nothing is expected any more.
MOST_CARDS = 500
Offset = Annotated[int, Field(ge=0, le=2**63 - 1)]

STREAM = {
    "description": (
        "Server-sent events: `card` (data: one card as in the list; its `revision` is higher after "
        "each change of anything about the order), `activity` (data: `id`, `at`, `kind` and "
        "`order_id` of a new entry of the feed), `task` (data: `id`, `kind`, `open`, `at` and the "
        "`order_id`, if it has one, of a task that was opened, changed or ended), `planning` "
        "(data: a hut's night as in `getPlanningDay`'s `day`), `stay` (data: a stay as in "
        "`listSales`), `selling` (data: `revision` and changed `parts` of what a hut sells), "
        "`presence` "
        "(data: as in `getPresence`, or its `state` is `closed`; not sent again after a gap), "
        "`resync` (data: {}; load the lists again and continue from their offset), `beat` (data: "
        "{}; a sign of life), `signed-out` (data: {}). The id is the offset of what changed; an "
        "`activity` that comes with a card has none and stands before it."
    ),
    "content": {
        "text/event-stream": {
            "schema": {"type": "string"},
            "example": 'id: 41\nevent: card\ndata: {"order_id":"0b9c","room":"204"}\n\n',
        }
    },
}


class Board(Answer):
    """The cards of the board, the one expected first first. The stream continues this list with
    `?from=` its `offset`."""

    offset: Annotated[int, Field(examples=[42])]
    orders: tuple[Card, ...]


@router.get(
    "",
    operation_id="getLiveBoard",
    summary="The live board",
    responses=declared(401, 403, 404, 503),
    response_model_exclude_none=True,
)
async def live_board(here: AtOrders, workings: Use) -> Board:
    """Running orders, and those that ended within the last half hour."""
    offset = workings.hub.position(here.property_id)  # before the query: nothing falls between
    return Board(offset=offset, orders=await cards_on_board(workings, here.property_id))


@router.get(
    "/stream",
    operation_id="streamLiveBoard",
    summary="Everything that changes at a property",
    response_class=StreamingResponse,
    responses={200: STREAM, **declared(401, 403, 404, 422, 503)},
)
async def live_stream(
    here: AtOrders,
    request: Request,
    workings: Use,
    start: Annotated[Offset | None, Query(alias="from", description="The list's `offset`")] = None,
    last_event_id: Annotated[Offset | None, Header(alias="Last-Event-ID")] = None,
) -> StreamingResponse:
    """Ends when the session does. An open stream counts as use of its session."""
    workings.hub.position(here.property_id)  # not before this process listens: 503 until then

    async def still_allowed() -> bool:
        caller = await identify(request, workings)
        return caller is not None and caller.may(Permission.SEE_ORDERS, here.property_id)

    stream = events(
        workings.hub,
        here.property_id,
        start if last_event_id is None else last_event_id + 1,
        heartbeat=workings.settings.heartbeat,
        still_allowed=still_allowed,
    )
    return StreamingResponse(stream, media_type="text/event-stream", headers=HEADERS)


async def cards_on_board(workings: Workings, property_id: str) -> tuple[Card, ...]:
    """What the board shows now, the one expected first first."""
    shown = {
        "property_id": property_id,
        "board_until": {"$gt": format_instant(workings.now())},
    }
    # Those at the desk, which are few, then those under way, the newest first.
    order = [("board_until", 1), ("position", -1)]
    views = await workings.runtime.documents.find(ORDERS, shown, sort=order, limit=MOST_CARDS)
    return tuple(card_of(view) for view in sorted(views, key=_due))


def _due(view: OrderView) -> tuple[str, str]:
    return (format_instant(view.expected_at or NO_END), view.position or "")
