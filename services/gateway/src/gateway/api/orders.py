"""All orders of a property, and one of them."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Query
from pydantic import Field

from contracts.envelope import format_instant
from gateway.api import cursor as cursors
from gateway.api.admission import AtOrders
from gateway.api.cursor import Cursor, Limit
from gateway.api.problems import declared, invalid, missing
from gateway.api.workings import Use
from gateway.board.card import Answer, Card, OrderDetail, card_of, detail_of
from gateway.board.model import ORDERS, OrderStatus
from gateway.board.words import words_of

router = APIRouter(prefix="/api/v1/properties/{property}/orders", tags=["orders"])

# More words find nothing that fewer would not.
MOST_WORDS = 6
# Later than every position there is: positions start with a year.
END = "~"

Night = Annotated[date | None, Query(ge=date(2000, 1, 1), le=date(2100, 12, 31))]


class OrderPage(Answer):
    """Newest first. `next` is the cursor of what follows; absent on the last page."""

    orders: tuple[Card, ...]
    next: Annotated[str | None, Field(examples=["MjAyNi0wMS0wMVQxOTowMDowMC4wMDBaL2Ew"])] = None


@router.get(
    "",
    operation_id="listOrders",
    summary="All orders, newest first",
    responses=declared(401, 403, 404, 422, 503),
    response_model_exclude_none=True,
)
async def list_orders(
    here: AtOrders,
    workings: Use,
    status: Annotated[list[OrderStatus] | None, Query(description="Any of these")] = None,
    q: Annotated[
        str | None,
        Query(
            max_length=100, description="Beginnings of words: reference, room, guest, restaurant"
        ),
    ] = None,
    first: Annotated[Night, Query(alias="from", description="Placed on this day or later")] = None,
    last: Annotated[Night, Query(alias="to", description="Placed on this day or earlier")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> OrderPage:
    """Days are the property's own."""
    if first and last and first > last:
        raise invalid("query.to", "lies before `from`")
    where: dict[str, Any] = {"property_id": here.property_id}
    zone = ZoneInfo(here.place.sheet.time_zone)
    where["position"] = _between(first, last, zone, cursor)
    if status:
        where["status"] = {"$in": [str(one) for one in status]}
    if q is not None and q.strip():
        words = words_of(q)[:MOST_WORDS]
        where["words"] = {"$all": [re.compile(f"^{re.escape(word)}") for word in words]}
    views = await workings.runtime.documents.find(
        ORDERS, where, sort=[("position", -1)], limit=limit + 1
    )
    more = len(views) > limit
    return OrderPage(
        orders=tuple(card_of(view) for view in views[:limit]),
        next=cursors.encode(views[limit - 1].position or "") if more else None,
    )


@router.get(
    "/{order}",
    operation_id="getOrder",
    summary="An order with lines, taxes and timeline",
    responses=declared(401, 403, 404, 503),
    response_model_exclude_none=True,
)
async def get_order(
    here: AtOrders,
    order_id: Annotated[str, Path(alias="order", description="The order's id")],
    workings: Use,
) -> OrderDetail:
    """Prices, tax lines and total are there once the order is delivered (O14)."""
    view = await workings.runtime.documents.get(ORDERS.ref(order_id))
    if view is None or view.content is None or view.property_id != here.property_id:
        raise missing()
    return detail_of(view)


def _between(
    first: date | None, last: date | None, zone: ZoneInfo, cursor: str | None
) -> dict[str, str]:
    """Positions of the orders placed on these days, before the cursor. A view that has no position
    is in no list."""
    start = _midnight(first, zone) if first else ""
    end = _midnight(last + timedelta(days=1), zone) if last else END
    return {"$gte": start, "$lt": min(end, cursors.decode(cursor)) if cursor else end}


def _midnight(day: date, zone: ZoneInfo) -> str:
    return format_instant(datetime.combine(day, time(), zone))
