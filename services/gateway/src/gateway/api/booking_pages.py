"""The pages of guests who book: a hut, and their own stay."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from chassis.links import LinkInvalid
from contracts.properties import Language
from contracts.stay_links import PATH
from gateway.api.guard import content_policy
from gateway.api.guest_payments import is_booked, look_at, payment_by
from gateway.api.guest_stays import TokenPath, stay_of_link
from gateway.api.problems import Problem, declared
from gateway.api.public import Accepted, HutPath, offer_at, paced, read_in
from gateway.api.workings import Use, Workings
from gateway.booking.page import hut_page, notice_page, script_of, stay_page
from gateway.booking.payment_page import payment_page
from gateway.booking.sheet import public_hut
from gateway.guest.languages import chosen
from gateway.payments.model import PaymentStage, PaymentView
from gateway.payments.shown import guest_payment
from gateway.sheet.words import language_of

router = APIRouter(tags=["guests"])

BOOK = "/book/"
PAGE: dict[str, Any] = {"content": {"text/html": {"schema": {"type": "string"}}}}
# What the guest does about the payment: to the provider (`start`), or from it.
Payment = Annotated[str, Query(include_in_schema=False, max_length=20)]
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
    token: TokenPath,
    request: Request,
    workings: Use,
    accepted: Accepted = "",
    lang: Lang = "",
    payment: Payment = "",
) -> Response:
    """Works without scripts, but for giving the stay back. One that is to be paid first shows
    where; `payment` says that its guest goes there, or comes back from there."""
    asked = chosen(lang)
    unpaid = await _unpaid(token, workings, payment)
    if unpaid is not None:
        return await _payment(unpaid, workings, asked, payment)
    try:
        held = await stay_of_link(token, request, workings, asked)
    except Problem as problem:
        if problem.status not in (404, 429):
            raise
        language = asked or language_of(accepted, Language.EN)
        page = notice_page(language, "Comptoir", "busy" if problem.status == 429 else "gone")
        return HTMLResponse(page, problem.status, headers=problem.headers)
    again = f"{BOOK}{held.first.property_id}?lang={held.stay.language}"
    return HTMLResponse(stay_page(held.stay, again))


async def _unpaid(token: str, workings: Workings, doing: str) -> PaymentView | None:
    """The payment of a stay that is not booked, or not shown yet; or of what a change has made due,
    while its guest is at it. What else a link may be is looked at as ever."""
    try:
        view = await payment_by(token, workings)
    except LinkInvalid:
        return None
    if view is None:
        return None
    if not await is_booked(view, workings):
        return view
    return view if doing and not view.is_over else None


async def _payment(
    view: PaymentView, workings: Workings, asked: Language | None, doing: str
) -> Response:
    pay_at = view.pay_at if view.stage is PaymentStage.OPEN else None
    if pay_at is not None and doing == "start" and not view.form:
        return RedirectResponse(pay_at, 303)
    if doing in ("back", "refused"):
        await look_at(view, workings)
    offer = await workings.offers.of(view.property_id)
    place = offer.place if offer else None
    language = asked or view.language or (place.languages[0] if place else Language.EN)
    page = payment_page(
        guest_payment(view),
        language,
        place.name if place else "Comptoir",
        place.time_zone if place else "UTC",
        f"{BOOK}{view.property_id}?lang={language}",
        doing,
        booked=await is_booked(view, workings),
    )
    headers = {"Cache-Control": "no-store"}
    if pay_at is not None and view.form:
        headers["Content-Security-Policy"] = content_policy(forms_to=pay_at)
    return HTMLResponse(page, headers=headers)
