"""A guest's own stay, by the link that they were given: seen, and given back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field

from chassis.links import LinkInvalid
from contracts.properties import Language
from contracts.stay_links import PURPOSE
from contracts.stay_requests import CancelStay
from gateway.access.caller import GUEST, Caller
from gateway.api.examples.booking_bodies import GUEST_CANCELLING
from gateway.api.huts.stay_changes import StayDoneAnswer
from gateway.api.knocking import knock, too_eager
from gateway.api.problems import Problem, declared
from gateway.api.public import Lang
from gateway.api.public_booking import ASKS
from gateway.api.texts import Words
from gateway.api.workings import Use, Workings
from gateway.api.writing import Accepted, Write
from gateway.booking.sheet import public_hut
from gateway.booking.stay import GuestStay, ShareThere, guest_stay, is_cancellable
from gateway.booking.words import WORDS
from gateway.pace import TooEager
from gateway.stays.model import STAYS, ShareState, StayShare

router = APIRouter(tags=["guests"])

TokenPath = Annotated[
    str, Path(alias="token", description="The last part of the stay's link", max_length=1000)
]
# More huts than a tour can have.
MOST_SHARES = 40


class GuestCancelBody(BaseModel):
    """Why is the guest's own business; said, the hut reads it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [GUEST_CANCELLING]})
    reason: Annotated[Words, Field(max_length=300)] | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """The stay of a link that holds: its shares that are part of it."""

    there: Sequence[ShareThere]
    stay: GuestStay

    @property
    def first(self) -> StayShare:
        return self.there[0].share


@router.get(
    "/guest/v1/stays/{token}",
    operation_id="getGuestStay",
    summary="My stay",
    responses=declared(404, 422, 429, 503),
    response_model_exclude_none=True,
)
async def get_guest_stay(
    token: TokenPath, request: Request, workings: Use, lang: Lang = None
) -> GuestStay:
    """Its state, lines and sum, until when an option is kept, and how to reach the hut."""
    return (await stay_of_link(token, request, workings, lang)).stay


@router.post(
    "/guest/v1/stays/{token}/cancel",
    operation_id="cancelGuestStay",
    summary="Give my pre-booking back",
    responses=ASKS,
)
async def cancel_guest_stay(
    token: TokenPath, body: GuestCancelBody, request: Request, write: Write, workings: Use
) -> StayDoneAnswer | Accepted:
    """At all its huts, with a mail of it. Until the day of arrival begins, while nothing is firm or
    the hut's rule gives back all that was paid: after that it is between guest and hut."""
    held = await stay_of_link(token, request, workings)
    share = held.first
    if share.state is not ShareState.CANCELLED and not is_cancellable(held.there):
        detail = "ask the hut: a firm stay, or one that begins today, is not given back here"
        raise Problem(409, "not-cancellable", detail, errors=[("stay", str(share.state))])
    caller = Caller(GUEST + share.guest_id, name="", mail=None, roles={}, operations=False)
    claim = await write.claim(caller, share.property_id, body)
    house = held.there[0].place.languages[0]
    message = CancelStay(
        property_id=share.property_id,
        order_id=share.order_id,
        reason=body.reason or WORDS[house]["by_guest"],
    )
    return await write.asked(message, claim, caller, StayDoneAnswer, f"/guest/v1/stays/{token}")


async def stay_of_link(
    token: str, request: Request, workings: Workings, asked: Language | None = None
) -> Held:
    """Raises a 404 problem for a link that does not hold, 429 for too many of any kind."""
    async with knock(request, workings):
        held = await _of_link(token, workings, asked)
    try:
        workings.pace.read(held.first.order_id)
    except TooEager as error:
        raise too_eager(error) from error
    return held


async def _of_link(token: str, workings: Workings, asked: Language | None) -> Held:
    """Raises `LinkInvalid`, for a link to a stay that is not booked yet, too."""
    if workings.links is None:
        raise LinkInvalid
    order_id = workings.links.read(PURPOSE, token, workings.now())
    shares = await workings.runtime.documents.find(
        STAYS, {"order_id": order_id}, sort=[("position", 1)], limit=MOST_SHARES
    )
    there = [one for one in [await _there(share, workings) for share in shares] if one]
    there = [one for one in there if one.share.state is not ShareState.MOVED]
    if not there:
        raise LinkInvalid
    stay = guest_stay(there, asked)
    there.sort(key=lambda one: [hut.property_id for hut in stay.huts].index(one.share.property_id))
    return Held(there, stay)


async def _there(share: StayShare, workings: Workings) -> ShareThere | None:
    offer = await workings.offers.of(share.property_id)
    if offer is None:
        return None
    hut = public_hut(offer, share.language)
    today = workings.now().astimezone(ZoneInfo(offer.place.time_zone)).date()
    refund_days = offer.selling.rules.refund_days
    return ShareThere(share, offer.place, hut.contact, hut.main_photo, today, refund_days)
