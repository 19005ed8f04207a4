"""The payment of a guest's stay, by the stay's own link: how it stands, and giving it up (R56)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from chassis.identity import derived_id
from chassis.links import LinkInvalid
from contracts.message import Instant
from contracts.money import MinorUnits
from contracts.payments import CheckPayment
from contracts.selling import PaymentMeans
from contracts.stay_links import PATH, PURPOSE
from contracts.stay_requests import CancelStay, PayStay
from gateway.access.caller import GUEST, Caller
from gateway.api.guest_stays import TokenPath, stay_of_link
from gateway.api.huts.stay_changes import StayDoneAnswer
from gateway.api.knocking import knock, too_eager
from gateway.api.problems import Problem, declared
from gateway.api.public_booking import ASKS
from gateway.api.workings import Use, Workings
from gateway.api.writing import Accepted, Write
from gateway.board.card import Answer
from gateway.pace import TooEager
from gateway.payments.model import PAYMENTS, PaymentStage, PaymentView
from gateway.payments.shown import GuestPayment, guest_payment
from gateway.stays.model import STAYS, stay_id_of

router = APIRouter(prefix="/guest/v1/stays/{token}/payment", tags=["guests"])

SOURCE = "/gateway/guest"
# However often a page asks, the provider is looked at no more often than this.
LOOK_EVERY_S = 2
Back = Annotated[bool, Query(description="The guest is back: the provider is asked how it stands")]


@router.get(
    "",
    operation_id="getGuestPayment",
    summary="How my payment stands",
    responses=declared(404, 422, 429, 503),
    response_model_exclude_none=True,
)
async def get_payment(
    token: TokenPath, request: Request, workings: Use, back: Back = False
) -> GuestPayment:
    """From the booking on; 404 for a stay that is not paid online."""
    view = await payment_of_link(token, request, workings)
    if back:
        await look_at(view, workings)
    return guest_payment(view)


PAYING: JsonDict = {
    "reference": "K7M2QX",
    "amount": 780,
    "currency": "EUR",
    "pays_until": "2027-07-01T18:30:00Z",
}


class PayingBody(BaseModel):
    """`expected` is the sum that was shown, in minor units: another one is refused. `means` is one
    of the hut's; left out, the one by which the stay was paid before."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"expected": 780}]})
    expected: Annotated[MinorUnits, Field(strict=True, gt=0)]
    means: PaymentMeans | None = None


class PayingAnswer(Answer):
    """The guest has until `pays_until` to pay `amount`, from the stay's page."""

    model_config = ConfigDict(json_schema_extra={"examples": [PAYING]})
    reference: str
    amount: int
    currency: str
    pays_until: Instant


@router.post(
    "",
    operation_id="payGuestStay",
    summary="Pay what a change has made due",
    responses=ASKS,
    response_model_exclude_none=True,
)
async def pay_stay(
    token: TokenPath, body: PayingBody, request: Request, write: Write, workings: Use
) -> PayingAnswer | Accepted:
    """Of a firm stay that was paid online. What is not paid so is paid at the hut."""
    held = await stay_of_link(token, request, workings)
    share = held.first
    url = workings.settings.url(PATH + token)
    caller = Caller(GUEST + share.guest_id, name="", mail=None, roles={}, operations=False)
    claim = await write.claim(caller, share.property_id, body)
    message = PayStay(
        property_id=share.property_id,
        order_id=share.order_id,
        expected=body.expected,
        means=body.means,
        return_to=url,
    )
    location = f"/guest/v1/stays/{token}/payment"
    return await write.asked(message, claim, caller, PayingAnswer, location)


@router.post(
    "/give-up",
    operation_id="giveUpGuestPayment",
    summary="Not pay, and give the places back",
    responses=ASKS,
)
async def give_up(
    token: TokenPath, request: Request, write: Write, workings: Use
) -> StayDoneAnswer | Accepted:
    """At once, instead of when the time to pay is over. What is being taken just now is refused."""
    view = await payment_of_link(token, request, workings)
    if await is_booked(view, workings):
        detail = "the stay is booked: what is not paid online is paid at the hut"
        raise Problem(409, "not-cancellable", detail, errors=[("stay", "booked")])
    caller = Caller(GUEST + view.order_id, name="", mail=None, roles={}, operations=False)
    claim = await write.claim(caller, view.property_id)
    message = CancelStay(
        property_id=view.property_id,
        order_id=view.order_id,
        reason="not paid",
        send_mail=False,
    )
    location = f"/guest/v1/stays/{token}/payment"
    return await write.asked(message, claim, caller, StayDoneAnswer, location)


async def payment_of_link(token: str, request: Request, workings: Workings) -> PaymentView:
    """Raises a 404 problem for a link that does not hold, 429 for too many of any kind."""
    async with knock(request, workings):
        view = await payment_by(token, workings)
        if view is None:
            raise LinkInvalid
    try:
        workings.pace.read(view.order_id)
    except TooEager as error:
        raise too_eager(error) from error
    return view


async def is_booked(view: PaymentView, workings: Workings) -> bool:
    """Whether the stay is in the hut's sales: what is paid then is what a change has made due."""
    share = STAYS.ref(stay_id_of(view.property_id, view.order_id))
    return await workings.runtime.documents.get(share) is not None


async def payment_by(token: str, workings: Workings) -> PaymentView | None:
    """None where nothing is paid online. Raises `LinkInvalid`."""
    if workings.links is None:
        raise LinkInvalid
    order_id = workings.links.read(PURPOSE, token, workings.now())
    return await workings.runtime.documents.get(PAYMENTS.ref(order_id))


async def look_at(view: PaymentView, workings: Workings) -> None:
    """Have the provider looked at, while the guest may have paid and nobody has told us."""
    if view.stage is not PaymentStage.OPEN:
        return
    turn = int(workings.now().timestamp()) // LOOK_EVERY_S
    check = CheckPayment(
        property_id=view.property_id, order_id=view.order_id, payment_id=view.payment_id
    )
    id = derived_id("guest-back", view.payment_id, str(turn))
    await workings.runtime.publish(check, id=id, source=SOURCE, actor=f"{GUEST}{view.order_id}")
