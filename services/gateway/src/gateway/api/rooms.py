"""Moving an order to another room, with a charge that is still to be posted."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from contracts.deliveries import ChangeDeliveryRoom
from gateway.api.admission import AtOrderChange
from gateway.api.texts import Line
from gateway.api.writing import ASKS, Accepted, Write
from gateway.board.card import Answer

router = APIRouter(prefix="/api/v1/properties/{property}/orders/{order}", tags=["orders"])


class RoomBody(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"room": "305"}]})
    room: Annotated[Line, Field(max_length=20)]


class RoomAnswer(Answer):
    room: str


@router.put(
    "/room",
    operation_id="putOrderRoom",
    summary="Move the order to another room",
    responses=ASKS,
)
async def put_room(here: AtOrderChange, body: RoomBody, write: Write) -> RoomAnswer | Accepted:
    """The meal goes there, and a charge that is not posted yet follows, even after delivery. What
    is posted stays on the folio of the guest who was charged."""
    claim = await write.claim(here.caller, here.property_id, body)
    message = ChangeDeliveryRoom(
        property_id=here.property_id, order_id=here.order_id, room=body.room
    )
    location = f"/api/v1/properties/{here.property_id}/orders/{here.order_id}"
    return await write.asked(message, claim, here.caller, RoomAnswer, location)
