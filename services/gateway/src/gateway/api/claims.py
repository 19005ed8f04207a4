"""Complaining to the delivery partner about an order, and taking it back (O19, O23)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field, JsonValue

from contracts.claims import ClaimContent, ClaimedItem, ClaimReason, OpenClaim, WithdrawClaim
from contracts.message import Instant
from contracts.money import Currency
from gateway.api.admission import AtOrderClaims
from gateway.api.media import MediaId, photo_links
from gateway.api.problems import invalid
from gateway.api.texts import Words
from gateway.api.workings import Use
from gateway.api.writing import ASKS, Accepted, Write
from gateway.board.card import Answer

router = APIRouter(prefix="/api/v1/properties/{property}/orders/{order}/claim", tags=["claims"])

EXAMPLE: JsonValue = {
    "reason": "missing_item",
    "items": [{"line": 0, "quantity": 1}],
    "amount": 1250,
    "description": "Une pizza manquait dans le sac.",
    "photos": [],
}
# The partner has two days to answer, and its office may look again when it is asked to.
PHOTOS_OPEN_FOR = timedelta(days=30)

ClaimPath = Annotated[str, Path(alias="claim", description="The claim's id", max_length=64)]


class ItemBody(BaseModel):
    """A dish of the order, by the number of its line counted from 0."""

    model_config = ConfigDict(extra="forbid")
    line: Annotated[int, Field(strict=True, ge=0, le=199)]
    quantity: Annotated[int, Field(strict=True, ge=1, le=999)]


class ClaimBody(BaseModel):
    """`amount` is what the hotel asks back, gross, in minor units of the order's currency, or of
    `currency` where that is named. `photos` are ids of uploaded pictures."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})
    reason: ClaimReason
    items: Annotated[tuple[ItemBody, ...], Field(max_length=200)] = ()
    amount: Annotated[int, Field(strict=True, gt=0, le=10**12)]
    currency: Currency | None = None
    description: Annotated[Words, Field(max_length=2000)] | None = None
    photos: Annotated[tuple[MediaId, ...], Field(max_length=10)] = ()


class ClaimOpenedAnswer(Answer):
    """The claim is open; the partner is to answer by `deadline`."""

    claim_id: str
    deadline: Instant


class ClaimEndedAnswer(Answer):
    claim_id: str
    outcome: str


@router.post(
    "",
    operation_id="openClaim",
    summary="Complain to the partner",
    status_code=201,
    responses=ASKS,
)
async def open_claim(
    here: AtOrderClaims, body: ClaimBody, write: Write, workings: Use
) -> ClaimOpenedAnswer | Accepted:
    """One claim at a time, within a week of the end. What the partner refunds shows as a refund of
    the order."""
    unknown = await workings.media.unknown(body.photos, here.property_id)
    if unknown:
        raise invalid(f"photos.{body.photos.index(unknown[0])}", "is no picture of this property")
    claim = await write.claim(here.caller, here.property_id, body)
    message = OpenClaim(
        property_id=here.property_id,
        order_id=here.order_id,
        claim_id=claim.command_id,
        content=_content(here, body, workings, claim.at + PHOTOS_OPEN_FOR),
    )
    location = f"/api/v1/properties/{here.property_id}/orders/{here.order_id}"
    return await write.asked(message, claim, here.caller, ClaimOpenedAnswer, location)


@router.delete(
    "/{claim}",
    operation_id="withdrawClaim",
    summary="Take a claim back",
    responses=ASKS,
)
async def withdraw_claim(
    here: AtOrderClaims, claim_id: ClaimPath, write: Write
) -> ClaimEndedAnswer | Accepted:
    """As long as the partner has not decided it."""
    claim = await write.claim(here.caller, here.property_id)
    message = WithdrawClaim(property_id=here.property_id, order_id=here.order_id, claim_id=claim_id)
    location = f"/api/v1/properties/{here.property_id}/orders/{here.order_id}"
    return await write.asked(message, claim, here.caller, ClaimEndedAnswer, location)


def _content(here: AtOrderClaims, body: ClaimBody, workings: Use, until: datetime) -> ClaimContent:
    sheet = here.place.sheet
    content = here.order.content
    return ClaimContent(
        reason=body.reason,
        items=tuple(ClaimedItem(line=item.line, quantity=item.quantity) for item in body.items),
        amount=body.amount,
        currency=body.currency or (content.amount.currency if content else sheet.currency),
        description=body.description or "",
        photos=photo_links(workings, body.photos, until),
    )
