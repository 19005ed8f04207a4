"""All orders of a property, and one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from pydantic import Field

from chassis.service import Reader
from gateway.api import cursor as cursors
from gateway.api.admission import AtOrder, AtOrders
from gateway.api.cursor import Cursor, Limit
from gateway.api.filters import AskedFor
from gateway.api.naming import names_of
from gateway.api.problems import declared
from gateway.api.workings import Use
from gateway.board.billing import Billing, billing_of
from gateway.board.card import Answer, Card, card_of
from gateway.board.detail import MessageAnswer, OrderDetail, actors_of, detail_of, messages_of
from gateway.board.model import ORDERS
from gateway.chat.model import CHATS, is_open
from gateway.notices.model import NOTICES

router = APIRouter(prefix="/api/v1/properties/{property}/orders", tags=["orders"])

# An order's notices beyond these are in the delivery log.
MOST_NOTICES = 100


class OrderPage(Answer):
    """Newest first. `next` is the cursor of what follows; absent on the last page. A search for
    frequent words that seldom meet looks back a bit at a time: its page may be short, even empty,
    and `next` looks further back."""

    orders: tuple[Card, ...]
    next: Annotated[str | None, Field(examples=["MjAyNi0wMS0wMVQxOTowMDowMC4wMDBaL2Ew"])] = None


class Messages(Answer):
    """The chat with the courier, oldest first. `chat_open`: a message can be sent now (O08)."""

    chat_open: bool
    messages: tuple[MessageAnswer, ...]


@router.get(
    "",
    operation_id="listOrders",
    summary="All orders, newest first",
    responses=declared(401, 403, 404, 422, 503),
    response_model_exclude_none=True,
)
async def list_orders(
    here: AtOrders, workings: Use, asked: AskedFor, cursor: Cursor = None, limit: Limit = 50
) -> OrderPage:
    """Days are the property's own."""
    zone = ZoneInfo(here.place.sheet.time_zone)
    before = cursors.decode(cursor) if cursor else None
    found = await asked.find(workings.runtime, here.property_id, zone, before, limit)
    return OrderPage(
        orders=tuple(card_of(view) for view in found.views),
        next=cursors.encode(found.next) if found.next else None,
    )


@router.get(
    "/{order}",
    operation_id="getOrder",
    summary="An order with lines, taxes, chat, claims, notices and timeline",
    responses=declared(401, 403, 404, 503),
    response_model_exclude_none=True,
)
async def get_order(here: AtOrder, workings: Use) -> OrderDetail:
    """Prices, tax lines and total are there once the order is delivered (O14)."""
    documents, order_id = workings.runtime.documents, here.order_id
    chat = await documents.get(CHATS.ref(order_id))
    notices = await documents.find(
        NOTICES, {"order_id": order_id}, sort=[("position", -1)], limit=MOST_NOTICES
    )
    names = await names_of(workings.runtime.database, actors_of(here.order, chat))
    return detail_of(here.order, workings.now(), chat, notices, names)


@router.get(
    "/{order}/billing",
    operation_id="getOrderBilling",
    summary="Why the order comes to what it comes to",
    responses=declared(401, 403, 404, 503),
    response_model_exclude_none=True,
)
async def get_billing(here: AtOrder, workings: Use) -> Billing:
    """Every line, refund and posting, and the steps from what was ordered to what is owed. Before
    delivery there is no amount in it (O14)."""
    names = await names_of(workings.runtime.database, actors_of(here.order, None))
    return billing_of(here.order, names)


@router.get(
    "/{order}/messages",
    operation_id="listCourierMessages",
    summary="The chat with the courier",
    responses=declared(401, 403, 404, 503),
    response_model_exclude_none=True,
)
async def list_messages(here: AtOrder, workings: Use) -> Messages:
    view = here.order
    chat = await workings.runtime.documents.get(CHATS.ref(view.order_id))
    names = await names_of(workings.runtime.database, actors_of(view, chat))
    return Messages(
        chat_open=is_open(view.courier is not None, view.ended_at, workings.now()),
        messages=messages_of(view, chat, names),
    )


async def cards_of(
    documents: Reader, order_ids: Iterable[str], property_id: str
) -> dict[str, Card]:
    """The cards of some orders of a property, by id; those that were not placed have none."""
    ids = sorted(set(order_ids))
    views = await documents.find(ORDERS, {"_id": {"$in": ids}}, limit=len(ids) or 1)
    return {
        view.order_id: card_of(view)
        for view in views
        if view.content is not None and view.property_id == property_id
    }
