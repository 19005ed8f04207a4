"""What a person decides about a charge that could not be posted by itself (O18)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from contracts.folio_requests import ChooseReservation, RetryPosting, TickOffPosting
from gateway.api.admission import AtOrderCharges
from gateway.api.texts import Line
from gateway.api.writing import ASKS, Accepted, Write
from gateway.board.card import Answer

router = APIRouter(
    prefix="/api/v1/properties/{property}/orders/{order}/postings/{posting}", tags=["charges"]
)

PostingPath = Annotated[str, Path(alias="posting", description="The task's id", max_length=100)]


class DoneBody(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"note": "Posté à la main, 23 h 10"}]}
    )
    note: Annotated[Line, Field(max_length=200)] | None = None


class ChooseBody(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"reservation_id": "4711"}]}
    )
    reservation_id: Annotated[Line, Field(max_length=80)]


class DecidedAnswer(Answer):
    """The decision was taken; how the posting goes is told with the order."""

    posting_id: str


def _location(here: AtOrderCharges) -> str:
    return f"/api/v1/properties/{here.property_id}/orders/{here.order_id}"


@router.post(
    "/done",
    operation_id="tickOffPosting",
    summary="It was posted by hand",
    responses=ASKS,
)
async def done(
    here: AtOrderCharges, posting_id: PostingPath, body: DoneBody, write: Write
) -> DecidedAnswer | Accepted:
    claim = await write.claim(here.caller, here.property_id, body)
    message = TickOffPosting(
        property_id=here.property_id,
        order_id=here.order_id,
        posting_id=posting_id,
        note=body.note,
    )
    return await write.asked(message, claim, here.caller, DecidedAnswer, _location(here))


@router.post(
    "/choose",
    operation_id="chooseReservation",
    summary="Post it to this reservation",
    responses=ASKS,
)
async def choose(
    here: AtOrderCharges, posting_id: PostingPath, body: ChooseBody, write: Write
) -> DecidedAnswer | Accepted:
    """One of the candidates that the task offers, or another one."""
    claim = await write.claim(here.caller, here.property_id, body)
    message = ChooseReservation(
        property_id=here.property_id,
        order_id=here.order_id,
        posting_id=posting_id,
        reservation_id=body.reservation_id,
    )
    return await write.asked(message, claim, here.caller, DecidedAnswer, _location(here))


@router.post(
    "/retry",
    operation_id="retryPosting",
    summary="Try to post it again",
    responses=ASKS,
)
async def retry(
    here: AtOrderCharges, posting_id: PostingPath, write: Write
) -> DecidedAnswer | Accepted:
    """What stood in the way is mended."""
    claim = await write.claim(here.caller, here.property_id)
    message = RetryPosting(
        property_id=here.property_id, order_id=here.order_id, posting_id=posting_id
    )
    return await write.asked(message, claim, here.caller, DecidedAnswer, _location(here))
