"""What happened lately at a property."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from contracts.message import Instant
from contracts.personal import Personal
from gateway.api import cursor as cursors
from gateway.api.admission import AtOrders
from gateway.api.cursor import Cursor, Limit
from gateway.api.naming import names_of
from gateway.api.orders import cards_of
from gateway.api.problems import declared
from gateway.api.workings import Use
from gateway.board.card import Answer, Card
from gateway.board.model import ACTIVITY, ActivityEntry
from gateway.board.moments import MomentKind, Names, named

router = APIRouter(prefix="/api/v1/properties/{property}/activity", tags=["activity"])


class EntryAnswer(Answer):
    """`order` is absent where the order was refused and never placed."""

    id: str
    at: Instant
    kind: MomentKind
    order_id: str
    note: Annotated[str | None, Personal] = None
    by: Annotated[str | None, Field(description="Who did it, where somebody here did")] = None
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
    cards = await cards_of(documents, (entry.order_id for entry in entries), here.property_id)
    names = await names_of(workings.runtime.database, {entry.by for entry in entries if entry.by})
    return ActivityPage(
        entries=tuple(_entry(entry, cards.get(entry.order_id), names) for entry in entries),
        next=cursors.encode(entries[-1].position) if len(found) > limit else None,
    )


def _entry(entry: ActivityEntry, card: Card | None, names: Names) -> EntryAnswer:
    return EntryAnswer(
        id=entry.position,
        at=entry.at,
        kind=entry.kind,
        order_id=entry.order_id,
        note=entry.note,
        by=named(entry.by, names),
        order=card,
    )
