"""What happened lately at a property."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from chassis.service import Reader
from contracts.message import Instant
from contracts.personal import Personal
from gateway.api import cursor as cursors
from gateway.api.admission import AtOrders
from gateway.api.cursor import Cursor, Limit
from gateway.api.problems import declared
from gateway.api.workings import Use
from gateway.board.card import Answer, Card, card_of
from gateway.board.model import ACTIVITY, ORDERS, ActivityEntry, MomentKind

router = APIRouter(prefix="/api/v1/properties/{property}/activity", tags=["activity"])


class EntryAnswer(Answer):
    """`order` is absent where the order was refused and never placed."""

    id: str
    at: Instant
    kind: MomentKind
    order_id: str
    note: Annotated[str | None, Personal] = None
    order: Card | None = None


class ActivityPage(Answer):
    """Newest first. `next` is the cursor of what follows; absent on the last page."""

    entries: tuple[EntryAnswer, ...]
    next: Annotated[str | None, Field(examples=["MjAyNi0wMS0wMVQxOTowMDowMC4wMDBaL2Ew"])] = None


@router.get(
    "",
    operation_id="listActivity",
    summary="Recent activity, newest first",
    responses=declared(401, 403, 404, 422, 503),
    response_model_exclude_none=True,
)
async def list_activity(
    here: AtOrders, workings: Use, cursor: Cursor = None, limit: Limit = 50
) -> ActivityPage:
    documents = workings.runtime.documents
    where: dict[str, object] = {"property_id": here.property_id}
    if cursor:
        where["position"] = {"$lt": cursors.decode(cursor)}
    found = await documents.find(ACTIVITY, where, sort=[("position", -1)], limit=limit + 1)
    entries = found[:limit]
    cards = await _cards(documents, entries, here.property_id)
    return ActivityPage(
        entries=tuple(_entry(entry, cards.get(entry.order_id)) for entry in entries),
        next=cursors.encode(entries[-1].position) if len(found) > limit else None,
    )


async def _cards(
    documents: Reader, entries: list[ActivityEntry], property_id: str
) -> dict[str, Card]:
    ids = sorted({entry.order_id for entry in entries})
    views = await documents.find(ORDERS, {"order_id": {"$in": ids}}, limit=len(ids) or 1)
    return {
        view.order_id: card_of(view)
        for view in views
        if view.content is not None and view.property_id == property_id
    }


def _entry(entry: ActivityEntry, card: Card | None) -> EntryAnswer:
    return EntryAnswer(
        id=entry.position,
        at=entry.at,
        kind=entry.kind,
        order_id=entry.order_id,
        note=entry.note,
        order=card,
    )
