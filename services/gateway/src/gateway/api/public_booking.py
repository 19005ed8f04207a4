"""Booking by a guest without an account: what a cart costs, and booking it (R06, R19, R46, R47)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from chassis.identity import derived_id
from contracts.carts import AcceptedTerms, Cart, Contact, StaySource, Wish
from contracts.message import Count, Instant
from contracts.money import MinorUnits
from contracts.properties import Language
from contracts.selling import PaymentMeans
from contracts.stay_links import PATH, PURPOSE, good_until
from contracts.stay_requests import BookStay, PriceStay
from gateway.api.examples.booking_bodies import GUEST_BOOKING, GUEST_PRICING
from gateway.api.from_json import FromJson
from gateway.api.huts.carts import CartBody, HutId, NightWantedBody, SupplementWantedBody, cart_at
from gateway.api.huts.stays import PriceAnswer, on_lines
from gateway.api.problems import Problem, declared
from gateway.api.public import ANYBODY, HutPath, offer_at, paced
from gateway.api.workings import Use, Workings
from gateway.api.writing import PASSED_ON, Accepted, Write
from gateway.board.card import Answer

router = APIRouter(prefix="/guest/v1/huts/{hut}", tags=["guests"])

MOST_HUTS = 6
ASKS = {**PASSED_ON, **declared(400, 403, 404, 409, 413, 422, 429, 500, 503)}


class GuestCartBody(CartBody):
    """A stay at this hut, or a tour of several: each line may name another hut."""

    nights: Annotated[tuple[NightWantedBody, ...], Field(min_length=1, max_length=120)]
    supplements: Annotated[tuple[SupplementWantedBody, ...], Field(max_length=60)] = ()


class GuestWish(StrEnum):
    """What a guest's validation makes (R19)."""

    PRE_BOOKING = "pre_booking"  # nothing is paid
    BOOKING = "booking"  # what is due now is paid at once, on the provider's page


class GuestBookingState(StrEnum):
    """What came of it. A booking `awaiting_payment` holds its places until `pays_until`."""

    OPTION = "option"
    FIRM = "firm"
    AWAITING_PAYMENT = "awaiting_payment"


class TermsAccepted(BaseModel):
    """The terms of sale of one hut of the cart, as they were read (R06)."""

    model_config = ConfigDict(extra="forbid")
    property_id: HutId = None
    version: Annotated[Count, Field(strict=True)]


class GuestPricingBody(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [GUEST_PRICING]})
    cart: GuestCartBody


class GuestBookingBody(BaseModel):
    """`expected_total` is what the guest was shown: at another price the booking is refused. Each
    hut's terms are accepted by themselves. A booking is paid by one of the hut's `payment_means`;
    left out, by the first of them. `language` is that of the guest's mails."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [GUEST_BOOKING]})
    cart: GuestCartBody
    contact: Annotated[Contact, FromJson(), AfterValidator(on_lines)]
    language: Language
    wish: GuestWish = GuestWish.PRE_BOOKING
    payment_means: PaymentMeans | None = None
    terms: Annotated[tuple[TermsAccepted, ...], Field(max_length=MOST_HUTS)] = ()
    expected_total: Annotated[MinorUnits, Field(strict=True, ge=0)]


class GuestBookedAnswer(Answer):
    """Every hut holds the places. What awaits payment is paid from the stay's page: `amount` of the
    total, until `pays_until`. `url` leads to the stay's own page: whoever has it sees the stay,
    so it goes to its guest alone; there is none where this installation signs no links."""

    reference: Annotated[str, Field(examples=["9K3TZ7"])]
    state: GuestBookingState
    total: int
    currency: str
    expires_at: Instant | None = None
    amount: int | None = None
    pays_until: Instant | None = None
    url: str | None = None


@router.post(
    "/price",
    operation_id="priceGuestCart",
    summary="What a guest's cart costs, line by line",
    responses=ASKS,
    response_model_exclude_none=True,
)
async def price_cart(
    hut: HutPath, body: GuestPricingBody, request: Request, write: Write, workings: Use
) -> PriceAnswer | Accepted:
    """No place is held."""
    paced(request, workings.booking_pace.price)
    cart = await _cart(hut, body.cart, workings)
    claim = await write.claim(ANYBODY, hut, body)
    message = PriceStay(
        property_id=cart.nights[0].property_id,
        order_id=derived_id("gateway", "price", claim.command_id),
        cart=cart,
    )
    return await write.asked(message, claim, ANYBODY, PriceAnswer, f"/guest/v1/huts/{hut}/price")


@router.post(
    "/stays",
    operation_id="bookAsGuest",
    summary="Send a pre-booking, or book with payment",
    status_code=201,
    responses=ASKS,
    response_model_exclude_none=True,
)
async def book(
    hut: HutPath, body: GuestBookingBody, request: Request, write: Write, workings: Use
) -> GuestBookedAnswer | Accepted:
    """All nights at all huts, or none: a refusal says which night is short, and by how many. A
    pre-booking holds the places for as long as the hut keeps options (R55), and nothing is paid. A
    booking holds them for as long as its guest needs to pay (R56)."""
    paced(request, workings.booking_pace.book)
    cart = await _cart(hut, body.cart, workings)
    claim = await write.claim(ANYBODY, hut, body)
    order_id = derived_id("gateway", "stay", claim.command_id)
    path = stay_path(workings, order_id, cart)
    paid = body.wish is GuestWish.BOOKING
    if paid and path is None:
        detail = "this installation signs no links, so nobody could come back from paying"
        raise Problem(409, "not-bookable", detail, errors=[("wish", "mode_not_offered")])
    message = BookStay(
        property_id=cart.nights[0].property_id,
        order_id=order_id,
        guest_id=derived_id("gateway", "stay-guest", claim.command_id),
        cart=cart,
        contact=body.contact,
        wish=Wish(body.wish),
        source=StaySource.WEB,
        language=body.language,
        terms=tuple(
            AcceptedTerms(property_id=one.property_id or hut, version=one.version)
            for one in body.terms
        ),
        expected_total=body.expected_total,
        payment_means=await _means(hut, body, workings) if paid else None,
        return_to=workings.settings.url(path) if paid and path else None,
    )
    location = f"/guest/v1/stays/{path.removeprefix(PATH)}" if path else f"/guest/v1/huts/{hut}"
    booked = await write.asked(message, claim, ANYBODY, GuestBookedAnswer, location)
    if isinstance(booked, Accepted):
        return booked
    return booked.model_copy(update={"url": workings.settings.url(path) if path else None})


def stay_path(workings: Workings, order_id: str, cart: Cart) -> str | None:
    """The path of the stay's own page; None where no links are signed here."""
    if workings.links is None:
        return None
    until = good_until(night.night for night in cart.nights)
    return PATH + workings.links.sign(PURPOSE, order_id, until)


async def _cart(hut: str, body: CartBody, workings: Workings) -> Cart:
    """The cart. Raises the 404 problem of no hut, the 422 problem of another line's that is none,
    and the 409 problem of one that takes no guests online: what it is short of is its own
    business."""
    await _open(hut, workings)
    cart = cart_at(hut, body)
    named = [night.property_id for night in cart.nights]
    named += [extra.property_id for extra in cart.supplements]
    others = dict.fromkeys(id for id in named if id != hut)
    if len(others) >= MOST_HUTS:
        reason = f"at most {MOST_HUTS} huts are booked at once"
        raise Problem(422, "invalid", errors=[("cart", reason)])
    for other in others:
        try:
            await _open(other, workings)
        except Problem as problem:
            if problem.status != 404:
                raise
            raise Problem(422, "invalid", errors=[("cart", f"{other} is no hut")]) from problem
    return cart


async def _means(hut: str, body: GuestBookingBody, workings: Workings) -> PaymentMeans | None:
    """Whatever is none of the hut's is refused where it is booked."""
    if body.payment_means is not None:
        return body.payment_means
    offered = (await offer_at(hut, workings)).payment_means
    return offered[0] if offered else None


async def _open(hut: str, workings: Workings) -> None:
    offer = await offer_at(hut, workings)
    if not offer.takes_requests:
        detail = f"{offer.place.name} takes no bookings online at present"
        raise Problem(409, "not-bookable", detail, errors=[("hut", "not_bookable")])
