"""The delivery log: what was sent to whom."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from contracts.notices import Channel
from gateway.api import cursor as cursors
from gateway.api.admission import AtOrders
from gateway.api.cursor import Cursor, Limit
from gateway.api.problems import declared
from gateway.api.workings import Use
from gateway.board.card import Answer
from gateway.board.detail import NoticeAnswer, notice_answer
from gateway.notices.model import NOTICES, NoticeState

router = APIRouter(prefix="/api/v1/properties/{property}/notices", tags=["notices"])


class NoticePage(Answer):
    """Newest first. `next` is the cursor of what follows; absent on the last page."""

    notices: tuple[NoticeAnswer, ...]
    next: Annotated[str | None, Field(examples=["MjAyNi0wMS0wMVQxOTowMDowMC4wMDBaL2Ew"])] = None


@router.get(
    "",
    operation_id="listNotices",
    summary="Mails, text messages and pop-ups, newest first",
    responses=declared(401, 403, 404, 422, 503),
    response_model_exclude_none=True,
)
async def list_notices(
    here: AtOrders,
    workings: Use,
    state: Annotated[list[NoticeState] | None, Query(description="Any of these")] = None,
    channel: Annotated[list[Channel] | None, Query(description="Any of these")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> NoticePage:
    """Each with its text as it was sent, and whether it arrived as far as is known."""
    where: dict[str, object] = {"property_id": here.property_id}
    if state or channel:
        where["state"] = {"$in": list(state or NoticeState)}
        where["channel"] = {"$in": list(channel or Channel)}
    if cursor:
        where["position"] = {"$lt": cursors.decode(cursor)}
    found = await workings.runtime.documents.find(
        NOTICES, where, sort=[("position", -1)], limit=limit + 1
    )
    more = len(found) > limit
    return NoticePage(
        notices=tuple(notice_answer(notice) for notice in found[:limit]),
        next=cursors.encode(found[limit - 1].position) if more else None,
    )
