"""Writing to the courier of an order (O08, O09)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from contracts.chats import SendCourierMessage
from contracts.message import Instant
from contracts.personal import Personal
from gateway.api.admission import AtOrderChat
from gateway.api.texts import Words
from gateway.api.writing import ASKS, Accepted, Write
from gateway.board.card import Answer

router = APIRouter(prefix="/api/v1/properties/{property}/orders/{order}", tags=["courier chat"])


class CourierMessageBody(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": "Bonsoir, l'entrée est au 12, rue des Lilas."}]},
    )
    text: Annotated[Words, Personal, Field(max_length=1000)]


class CourierMessageAnswer(Answer):
    """The message was sent; whether the partner took it is told in the chat."""

    message_id: str
    occurred_at: Instant


@router.post(
    "/messages",
    operation_id="sendCourierMessage",
    summary="Write to the courier",
    status_code=201,
    responses=ASKS,
)
async def send_message(
    here: AtOrderChat, body: CourierMessageBody, write: Write
) -> CourierMessageAnswer | Accepted:
    """Possible once a courier is assigned, until a while after the end; 409 otherwise, with the
    reason `no_courier` or `order_over`."""
    claim = await write.claim(here.caller, here.property_id, body)
    message = SendCourierMessage(
        property_id=here.property_id,
        order_id=here.order_id,
        guest_id=here.order.guest_id or "",
        text=body.text,
    )
    location = f"/api/v1/properties/{here.property_id}/orders/{here.order_id}/messages"
    return await write.asked(message, claim, here.caller, CourierMessageAnswer, location)
