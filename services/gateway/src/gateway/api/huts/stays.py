"""Stays at the desk: priced, booked, looked at (R44 to R51)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from chassis.identity import derived_id
from contracts.carts import Contact, Price, StaySource, Wish
from contracts.message import Instant
from contracts.money import MinorUnits
from contracts.properties import Language
from contracts.stay_requests import BookStay, PriceStay
from contracts.stays import StayState
from gateway.access.caller import Caller
from gateway.api.examples.hut_bodies import BOOKING, PRICING
from gateway.api.from_json import FromJson
from gateway.api.huts.admission import AtBooking, AtStay
from gateway.api.huts.carts import CartBody, cart_of
from gateway.api.naming import names_of
from gateway.api.problems import declared
from gateway.api.texts import one_line
from gateway.api.workings import Use
from gateway.api.writing import ASKS, Accepted, Write
from gateway.board.card import Answer
from gateway.stays.shown import StayDetail, actors_of, detail_of

router = APIRouter(prefix="/api/v1/properties/{property}/stays", tags=["stays"])

ExpectedTotal = Annotated[
    MinorUnits | None,
    Field(strict=True, ge=0, description="What was shown; at another price it is refused"),
]
SendMail = Annotated[bool, Field(strict=True, description="Whether the guest gets a mail of it")]


def on_lines(contact: Contact) -> Contact:
    """What stands on one line of a mail goes over no more than that."""
    for name, text in contact:
        if isinstance(text, str) and name != "remark":
            one_line(text)
    return contact


class DeskWish(StrEnum):
    """What a desk makes of a booking (R50): nothing is paid then (R51)."""

    OPTION = "option"
    FIRM = "firm"


class PricingBody(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [PRICING]})
    cart: CartBody


class BookingBody(BaseModel):
    """A stay for a guest who stands or calls here. `language` is that of the guest's mails: theirs,
    else the hut's first."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [BOOKING]})
    cart: CartBody
    contact: Annotated[Contact, FromJson(), AfterValidator(on_lines)]
    wish: DeskWish
    send_mail: SendMail = True
    expected_total: ExpectedTotal = None


class PriceAnswer(Answer):
    """What the cart costs now; no place is held."""

    price: Price


class BookedAnswer(Answer):
    """Every hut holds the places. `total` is the whole stay's, in minor units; an option ends at
    `expires_at`."""

    order_id: str
    reference: Annotated[str, Field(examples=["9K3TZ7"])]
    state: StayState
    total: int
    currency: str
    expires_at: Instant | None = None


@router.post(
    "/price",
    operation_id="priceStay",
    summary="What a cart costs, line by line",
    responses=ASKS,
    response_model_exclude_none=True,
)
async def price_stay(here: AtBooking, body: PricingBody, write: Write) -> PriceAnswer | Accepted:
    cart = cart_of(here, body.cart)
    claim = await write.claim(here.caller, here.property_id, body)
    message = PriceStay(
        property_id=cart.nights[0].property_id,
        order_id=derived_id("gateway", "price", claim.command_id),
        cart=cart,
    )
    location = f"/api/v1/properties/{here.property_id}/stays/price"
    return await write.asked(message, claim, here.caller, PriceAnswer, location)


@router.post(
    "",
    operation_id="bookStay",
    summary="Book a stay as an option or firm",
    status_code=201,
    responses=ASKS,
    response_model_exclude_none=True,
)
async def book_stay(here: AtBooking, body: BookingBody, write: Write) -> BookedAnswer | Accepted:
    """All nights at all huts, or none: a refusal says which night is short, and by how many."""
    cart = cart_of(here, body.cart)
    claim = await write.claim(here.caller, here.property_id, body)
    order_id = derived_id("gateway", "stay", claim.command_id)
    message = BookStay(
        property_id=cart.nights[0].property_id,
        order_id=order_id,
        guest_id=derived_id("gateway", "stay-guest", claim.command_id),
        cart=cart,
        contact=body.contact,
        wish=Wish(body.wish),
        source=source_of(here.caller),
        send_mail=body.send_mail,
        language=_language(here, body.contact),
        expected_total=body.expected_total,
    )
    location = f"/api/v1/properties/{here.property_id}/stays/{order_id}"
    return await write.asked(message, claim, here.caller, BookedAnswer, location)


@router.get(
    "/{order}",
    operation_id="getStay",
    summary="All that a hut has of a stay",
    responses=declared(401, 403, 404, 503),
    response_model_exclude_none=True,
)
async def get_stay(here: AtStay, workings: Use) -> StayDetail:
    """Number, guest, lines, sum, dates, and what happened to it (R43)."""
    names = await names_of(workings.runtime.database, actors_of(here.stay))
    return detail_of(here.stay, names)


def source_of(caller: Caller) -> StaySource:
    return StaySource.DESK if caller.is_person else StaySource.API


def _language(here: AtBooking, contact: Contact) -> Language:
    return contact.language or here.place.sheet.languages[0]
