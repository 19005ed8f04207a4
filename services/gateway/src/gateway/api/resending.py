"""Sending a notice about an order again."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import AliasChoices, Field

from contracts.notices import ResendNotice
from gateway.api.admission import AtOrderChange
from gateway.api.writing import ASKS, Accepted, Write
from gateway.board.card import Answer

router = APIRouter(prefix="/api/v1/properties/{property}/orders/{order}", tags=["notices"])

NoticePath = Annotated[str, Path(alias="notice", description="The notice's id", max_length=100)]


class ResendAnswer(Answer):
    """The notice is being sent again, as this one."""

    notice_id: Annotated[str, Field(validation_alias=AliasChoices("notice_id", "again_id"))]


@router.post(
    "/notices/{notice}/resend",
    operation_id="resendNotice",
    summary="Send a notice again",
    status_code=201,
    responses=ASKS,
)
async def resend(
    here: AtOrderChange, notice_id: NoticePath, write: Write
) -> ResendAnswer | Accepted:
    """As it was, to those who are to have it now."""
    claim = await write.claim(here.caller, here.property_id)
    message = ResendNotice(
        property_id=here.property_id, order_id=here.order_id, notice_id=notice_id
    )
    location = f"/api/v1/properties/{here.property_id}/orders/{here.order_id}"
    return await write.asked(message, claim, here.caller, ResendAnswer, location)
