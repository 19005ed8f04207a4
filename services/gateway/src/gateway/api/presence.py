"""Who has an order open: said by each page every few seconds, and kept by nobody."""

from __future__ import annotations

import secrets
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from contracts.live import LivePresence, PresenceState
from gateway.api.admission import AdmittedToOrder, AtOrder
from gateway.api.knocking import too_eager
from gateway.api.problems import Problem, declared
from gateway.api.workings import Use, Workings
from gateway.board.card import Answer
from gateway.live.frames import PresenceSaid
from gateway.pace import TooEager

router = APIRouter(prefix="/api/v1/properties/{property}/orders/{order}", tags=["orders"])

SOURCE = "/gateway/presence"
# As much of a name as a message carries.
LONGEST_NAME = 200


class PresenceBody(BaseModel):
    """`tab` is the page's own id, made when it was loaded."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"state": "writing", "tab": "9a7cbb4e-13d2-4f0e-9f6e-6d1d0a4c2b10"}]
        },
    )
    state: PresenceState
    tab: Annotated[UUID, Field(description="The page's own id")]


class Present(Answer):
    """Who has the order open, whoever was heard of longest ago first; the caller's own pages are
    among them."""

    here: tuple[PresenceSaid, ...]


@router.get(
    "/presence",
    operation_id="getPresence",
    summary="Who has the order open",
    responses=declared(401, 403, 404, 503),
)
async def get_presence(here: AtOrder, workings: Use) -> Present:
    """The live stream tells of it from here on, as `presence`."""
    workings.hub.position(here.property_id)  # not before this process listens: 503 until then
    return Present(here=workings.presences.at(here.property_id, here.order_id))


@router.put(
    "/presence",
    operation_id="putPresence",
    summary="Say that I have the order open",
    status_code=204,
    responses=declared(400, 401, 403, 404, 413, 422, 429, 503),
)
async def put_presence(here: AtOrder, body: PresenceBody, workings: Use) -> None:
    """To be said again every 20 seconds: who was not heard of for 45 is gone. Of people alone: a
    program has nothing open."""
    if not here.caller.is_person:
        raise Problem(403, "not-a-person", "only a signed-in person has this")
    try:
        workings.presence_pace.count(here.caller.person_id)
    except TooEager as error:
        raise too_eager(error) from error
    await workings.runtime.publish(
        _said(here, body, workings),
        id=secrets.token_hex(16),
        source=SOURCE,
        actor=here.caller.actor,
    )


def _said(here: AdmittedToOrder, body: PresenceBody, workings: Workings) -> LivePresence:
    return LivePresence(
        property_id=here.property_id,
        order_id=here.order_id,
        person_id=here.caller.person_id,
        name=here.caller.name[:LONGEST_NAME],
        tab=str(body.tab),
        state=body.state,
        at=workings.now(),
    )
