"""The planning changed by hand: places more, fewer or set, and a night closed (R35, R36)."""

from __future__ import annotations

from typing import Annotated, Self

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field, model_validator

from contracts.planning import AdjustDay, Adjusting, CloseDay, day_id_of
from gateway.api.examples.hut_bodies import ADJUSTING, CLOSING
from gateway.api.huts.admission import AdmittedToHut, AtBooking
from gateway.api.huts.planning import NightPath, day_at
from gateway.api.huts.selling_changes import Undercut
from gateway.api.workings import Use, Workings
from gateway.api.writing import ASKS, Accepted, Write, Writing
from gateway.board.card import Answer
from gateway.planning.day import DayShown, shown
from gateway.requests.ledger import Claim

router = APIRouter(prefix="/api/v1/properties/{property}/planning/{night}", tags=["planning"])

StockTypePath = Annotated[
    str, Path(alias="stock_type", pattern=r"^[a-z0-9][a-z0-9-]{0,39}$", examples=["dortoir"])
]


class AdjustmentBody(BaseModel):
    """`by` so many places more, or fewer where negative, or `to` so many in all."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [ADJUSTING]})
    by: Annotated[int, Field(strict=True, ge=-500, le=500)] | None = None
    to: Annotated[int, Field(strict=True, ge=0, le=500)] | None = None
    undercut: Undercut = False

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.by is None) is (self.to is None):
            raise ValueError("say `by` how many, or `to` how many")
        return self


class ClosingBody(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [CLOSING]})
    closed: Annotated[bool, Field(strict=True)]
    undercut: Undercut = False


class DayChangedAnswer(Answer):
    """The night as it is now; `changed` is false where it was so already."""

    changed: bool
    day: DayShown


class _Taken(Answer):
    changed: bool


@router.put(
    "/{stock_type}",
    operation_id="adjustNight",
    summary="Change a night's places of a stock type",
    responses=ASKS,
    response_model_exclude_none=True,
)
async def adjust_night(
    here: AtBooking,
    night: NightPath,
    stock_type: StockTypePath,
    body: AdjustmentBody,
    write: Write,
    workings: Use,
) -> DayChangedAnswer | Accepted:
    """So that what is sold online agrees with a booking by telephone. In a stock type that is
    booked whole, any decrease blocks all of it (R28). Below what is sold only with `undercut`."""
    claim = await write.claim(here.caller, here.property_id, body)
    message = AdjustDay(
        property_id=here.property_id,
        day_id=day_id_of(here.property_id, night),
        night=night,
        stock_type_id=stock_type,
        how=Adjusting.TO if body.by is None else Adjusting.BY,
        places=body.by or body.to or 0,
        undercut=body.undercut,
    )
    return await _carried_out(here, message, claim, write, workings)


@router.put(
    "",
    operation_id="closeNight",
    summary="Close the hut for a night, or open it again",
    responses=ASKS,
    response_model_exclude_none=True,
)
async def close_night(
    here: AtBooking, night: NightPath, body: ClosingBody, write: Write, workings: Use
) -> DayChangedAnswer | Accepted:
    """What is sold stays sold: without `undercut` it is refused with the places."""
    claim = await write.claim(here.caller, here.property_id, body)
    message = CloseDay(
        property_id=here.property_id,
        day_id=day_id_of(here.property_id, night),
        night=night,
        closed=body.closed,
        undercut=body.undercut,
    )
    return await _carried_out(here, message, claim, write, workings)


async def _carried_out(
    here: AdmittedToHut,
    message: AdjustDay | CloseDay,
    claim: Claim,
    write: Writing,
    workings: Workings,
) -> DayChangedAnswer | Accepted:
    location = f"/api/v1/properties/{here.property_id}/planning/{message.night}"
    taken = await write.asked(message, claim, here.caller, _Taken, location)
    if isinstance(taken, Accepted):
        return taken
    day = await day_at(here, workings, message.night)
    return DayChangedAnswer(changed=taken.changed, day=shown(day))
