"""The pages of guests who book: a hut, and their own stay."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from chassis.identity import derived_id
from contracts.payments import CheckPayment
from contracts.properties import Language
from contracts.stay_links import PATH
from gateway.api.guest_stays import TokenPath, seen_by_link
from gateway.api.problems import Problem, declared
from gateway.api.public import ANYBODY, Accepted, HutPath, offer_at, paced, read_in
from gateway.api.workings import Use, Workings
from gateway.booking.page import hut_page, notice_page, payment_page, script_of, stay_page
from gateway.booking.sheet import public_hut
from gateway.guest.languages import chosen
from gateway.payments.model import PaymentStage, PaymentView
from gateway.requests.asking import SOURCE
from gateway.sheet.words import language_of

router = APIRouter(tags=["guests"])

BOOK = "/book/"
# What a query of our own says; all else comes from a provider.
OURS = {"lang", "pay"}
LOOK_EVERY_S = 4
PAGE: dict[str, Any] = {"content": {"text/html": {"schema": {"type": "string"}}}}
# A language that is none of ours is no reason to show nothing.
Lang = Annotated[str, Query(include_in_schema=False, max_length=20)]


def _pages(shown: str, missing: str) -> dict[int | str, dict[str, Any]]:
    return {
        200: {"description": shown, **PAGE},
        404: {"description": missing, **PAGE},
        429: {"description": "Too many tries", **PAGE},
        **declared(503),
    }


@router.get(
    BOOK + "{hut}",
    operation_id="getBookingPage",
    summary="A hut, and booking it, as a page",
    response_class=HTMLResponse,
    responses=_pages("The hut", "There is no such hut"),
)
async def get_booking_page(
    hut: HutPath, request: Request, workings: Use, accepted: Accepted = "", lang: Lang = ""
) -> HTMLResponse:
    """For a phone. Whoever comes without scripts reads about the hut and how to reach it."""
    asked = chosen(lang)
    try:
        paced(request, workings.booking_pace.look)
        offer = await offer_at(hut, workings)
    except Problem as problem:
        if problem.status not in (404, 429):
            raise
        language = asked or language_of(accepted, Language.EN)
        shown = "busy" if problem.status == 429 else "unknown"
        page = notice_page(language, "Comptoir", shown)
        return HTMLResponse(page, problem.status, headers=problem.headers)
    told = public_hut(offer, read_in(offer, asked, accepted))
    url = workings.settings.url(f"{BOOK}{hut}")
    page = hut_page(told, script_of(workings.settings.web), url)
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language"}
    return HTMLResponse(page, headers=headers)


@router.get(
    PATH + "{token}",
    operation_id="getStayPage",
    summary="My stay as a page",
    response_class=HTMLResponse,
    responses=_pages("The stay", "The link is over, or none"),
)
async def get_stay_page(
    token: TokenPath, request: Request, workings: Use, accepted: Accepted = "", lang: Lang = ""
) -> Response:
    """Works without scripts, but for giving the stay back. A booking that is not paid yet leads to
    where it is paid; who comes back from there is believed once the provider has been asked."""
    asked = chosen(lang)
    try:
        seen = await seen_by_link(token, request, workings, asked)
    except Problem as problem:
        if problem.status not in (404, 429):
            raise
        language = asked or language_of(accepted, Language.EN)
        page = notice_page(language, "Comptoir", "busy" if problem.status == 429 else "gone")
        return HTMLResponse(page, problem.status, headers=problem.headers)
    if isinstance(seen, PaymentView):
        return await _payment(seen, asked, request, workings)
    again = f"{BOOK}{seen.first.property_id}?lang={seen.stay.language}"
    return HTMLResponse(stay_page(seen.stay, again))


async def _payment(
    payment: PaymentView, asked: Language | None, request: Request, workings: Workings
) -> Response:
    """The way to the provider's page for who has just booked (`pay`), else how the payment stands;
    whoever comes back from the provider brings a query of its own."""
    waiting = payment.stage in (PaymentStage.OPENING, PaymentStage.OPEN)
    if payment.pay_at and payment.stage is PaymentStage.OPEN and "pay" in request.query_params:
        return RedirectResponse(payment.pay_at, 303)
    if waiting and request.query_params.keys() - OURS:
        await _look(payment, workings)
    offer = await offer_at(payment.property_id, workings)
    language = asked or payment.language or offer.place.languages[0]
    hut = public_hut(offer, language)
    again = f"{BOOK}{payment.property_id}?lang={language}#check"
    return HTMLResponse(payment_page(payment, hut, again))


async def _look(payment: PaymentView, workings: Workings) -> None:
    """Have the provider asked how the payment stands, once in a few seconds however often a page is
    drawn."""
    moment = int(workings.now().timestamp() // LOOK_EVERY_S)
    message = CheckPayment(
        property_id=payment.property_id,
        order_id=payment.order_id,
        payment_id=payment.payment_id,
    )
    id = derived_id("gateway", "check-payment", payment.payment_id, str(moment))
    await workings.runtime.publish(message, id=id, source=SOURCE, actor=ANYBODY.actor)
