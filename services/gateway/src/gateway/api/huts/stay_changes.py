"""A stay changed, made firm, or cancelled."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from contracts.money import MinorUnits
from contracts.stay_requests import (
    CancelStay,
    ChangeStay,
    ChargeStayCard,
    ConfirmStay,
    PriceStay,
    ReleaseStayCard,
)
from gateway.api.examples.hut_bodies import CANCELLING, CHANGING, CHARGING_CARD, CONFIRMING
from gateway.api.huts.admission import AtStayBooking
from gateway.api.huts.carts import CartBody, cart_of
from gateway.api.huts.stays import (
    ExpectedTotal,
    PriceAnswer,
    PricingBody,
    SendMail,
    source_of,
)
from gateway.api.texts import Words
from gateway.api.writing import ASKS, Accepted, Write
from gateway.board.card import Answer

router = APIRouter(prefix="/api/v1/properties/{property}/stays/{order}", tags=["stays"])


class ChangeBody(BaseModel):
    """All that the stay is to be; what is not in it is given back. Of a stay that was paid online,
    what is paid too much is given back or kept as `refund` says, else as the hut's rules do; what
    is due more its guest is asked to pay online, unless it is `at_hut`."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [CHANGING]})
    cart: CartBody
    send_mail: SendMail = True
    expected_total: ExpectedTotal = None
    refund: Annotated[bool | None, Field(strict=True)] = None
    at_hut: Annotated[bool, Field(strict=True)] = False


class ConfirmBody(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [CONFIRMING]})
    send_mail: SendMail = True


class CancelBody(BaseModel):
    """What was paid online is given back or kept as `refund` says, else as the hut's rules do."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [CANCELLING]})
    reason: Annotated[Words, Field(max_length=500)]
    send_mail: SendMail = True
    refund: Annotated[bool | None, Field(strict=True)] = None


class ChargeCardBody(BaseModel):
    """`amount` in minor units; `reason` is the house's own, and stands in the stay's history."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [CHARGING_CARD]})
    amount: Annotated[MinorUnits, Field(strict=True, gt=0)]
    reason: Annotated[Words, Field(min_length=1, max_length=500)]


class StayChangedAnswer(Answer):
    """`difference` is the new total less the old one; of what was paid online `refunded` is given
    back, and `due` is asked of the guest. All in minor units of `currency`."""

    total: int
    currency: str
    difference: int
    refunded: int = 0
    due: int = 0


class StayDoneAnswer(Answer):
    """It is so now."""

    order_id: str


@router.post(
    "/price",
    operation_id="priceStayChange",
    summary="What a changed cart would cost",
    responses=ASKS,
    response_model_exclude_none=True,
)
async def price_change(
    here: AtStayBooking, body: PricingBody, write: Write
) -> PriceAnswer | Accepted:
    """What stays keeps the price at which it was booked."""
    here.everywhere()
    cart = cart_of(here, body.cart)
    claim = await write.claim(here.caller, here.property_id, body)
    message = PriceStay(property_id=here.property_id, order_id=here.order_id, cart=cart)
    return await write.asked(message, claim, here.caller, PriceAnswer, here.location)


@router.put(
    "/cart",
    operation_id="changeStay",
    summary="Change nights, persons or supplements",
    responses=ASKS,
)
async def change_stay(
    here: AtStayBooking, body: ChangeBody, write: Write
) -> StayChangedAnswer | Accepted:
    """In one swap: the new places are held before the old ones are let go, or nothing changes."""
    here.everywhere()
    cart = cart_of(here, body.cart)
    claim = await write.claim(here.caller, here.property_id, body)
    message = ChangeStay(
        property_id=here.property_id,
        order_id=here.order_id,
        cart=cart,
        expected_total=body.expected_total,
        source=source_of(here.caller),
        send_mail=body.send_mail,
        refund=body.refund,
        at_hut=body.at_hut,
    )
    return await write.asked(message, claim, here.caller, StayChangedAnswer, here.location)


@router.post(
    "/confirm",
    operation_id="confirmStay",
    summary="Make an option firm",
    responses=ASKS,
)
async def confirm_stay(
    here: AtStayBooking, body: ConfirmBody, write: Write
) -> StayDoneAnswer | Accepted:
    here.everywhere()
    claim = await write.claim(here.caller, here.property_id, body)
    message = ConfirmStay(
        property_id=here.property_id, order_id=here.order_id, send_mail=body.send_mail
    )
    return await write.asked(message, claim, here.caller, StayDoneAnswer, here.location)


@router.post(
    "/cancel",
    operation_id="cancelStay",
    summary="Cancel a stay",
    responses=ASKS,
)
async def cancel_stay(
    here: AtStayBooking, body: CancelBody, write: Write
) -> StayDoneAnswer | Accepted:
    """Its places are given back, at all its huts: a tour that one of them cannot take is off."""
    claim = await write.claim(here.caller, here.property_id, body)
    message = CancelStay(
        property_id=here.property_id,
        order_id=here.order_id,
        reason=body.reason,
        refund=body.refund,
        send_mail=body.send_mail,
    )
    return await write.asked(message, claim, here.caller, StayDoneAnswer, here.location)


@router.post(
    "/card/charge",
    operation_id="chargeStayCard",
    summary="Charge the card that is kept",
    responses=ASKS,
)
async def charge_card(
    here: AtStayBooking, body: ChargeCardBody, write: Write
) -> StayDoneAnswer | Accepted:
    """Once, and no more than the guarantee is for: its keeper is asked for the money, and what
    comes of it shows in the stay."""
    here.everywhere()
    claim = await write.claim(here.caller, here.property_id, body)
    message = ChargeStayCard(
        property_id=here.property_id,
        order_id=here.order_id,
        amount=body.amount,
        reason=body.reason,
    )
    return await write.asked(message, claim, here.caller, StayDoneAnswer, here.location)


@router.post(
    "/card/release",
    operation_id="releaseStayCard",
    summary="Have the card forgotten that is kept",
    responses=ASKS,
)
async def release_card(here: AtStayBooking, write: Write) -> StayDoneAnswer | Accepted:
    """Nothing can be charged from then on."""
    here.everywhere()
    claim = await write.claim(here.caller, here.property_id)
    message = ReleaseStayCard(property_id=here.property_id, order_id=here.order_id)
    return await write.asked(message, claim, here.caller, StayDoneAnswer, here.location)
