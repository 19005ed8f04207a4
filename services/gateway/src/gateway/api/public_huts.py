"""A hut for anybody: what it says and sells, its terms, what is left (R14, R31 to R33)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from contracts.selling import HORIZON_DAYS
from gateway.api.problems import declared, missing
from gateway.api.public import EARLIEST, LATEST, Accepted, HutPath, Lang, offer_at, paced, read_in
from gateway.api.workings import Use
from gateway.booking.availability import Availability, availability_of
from gateway.booking.sheet import PublicHut, TermsShown, public_hut, terms_shown

router = APIRouter(prefix="/guest/v1/huts/{hut}", tags=["guests"])

# What is in between may keep an answer so long; who books is told by the planning itself.
SHORTLY = "public, max-age=5"
LOOKS = declared(404, 422, 429, 503)


@router.get(
    "",
    operation_id="getPublicHut",
    summary="A hut, as guests see it",
    responses=LOOKS,
    response_model_exclude_none=True,
)
async def get_public_hut(
    hut: HutPath,
    request: Request,
    response: Response,
    workings: Use,
    lang: Lang = None,
    accepted: Accepted = "",
) -> PublicHut:
    """Texts in the language asked for, each that it lacks in another. For anybody."""
    paced(request, workings.booking_pace.look)
    offer = await offer_at(hut, workings)
    response.headers.update({"Cache-Control": SHORTLY, "Vary": "Accept-Language"})
    return public_hut(offer, read_in(offer, lang, accepted))


@router.get(
    "/terms",
    operation_id="getPublicTerms",
    summary="A hut's terms of sale",
    responses=LOOKS,
)
async def get_public_terms(
    hut: HutPath,
    request: Request,
    response: Response,
    workings: Use,
    lang: Lang = None,
    accepted: Accepted = "",
) -> TermsShown:
    """As they are now; a booking accepts them by their `version`. 404 where there are none."""
    paced(request, workings.booking_pace.look)
    offer = await offer_at(hut, workings)
    terms = terms_shown(offer, read_in(offer, lang, accepted))
    if terms is None:
        raise missing()
    response.headers.update({"Cache-Control": SHORTLY, "Vary": "Accept-Language"})
    return terms


@router.get(
    "/availability",
    operation_id="getAvailability",
    summary="Places left for guests, night by night",
    responses=LOOKS,
)
async def get_availability(
    hut: HutPath,
    request: Request,
    response: Response,
    workings: Use,
    first: Annotated[
        date | None,
        Query(alias="from", ge=EARLIEST, le=LATEST, description="The first night; today if none"),
    ] = None,
    days: Annotated[
        int | None,
        Query(ge=1, le=HORIZON_DAYS, description="How many nights; if none, to the last of all"),
    ] = None,
) -> Availability:
    """Any range: places left in each stock type that has a price, or why there are none (R32)."""
    paced(request, workings.booking_pace.look)
    offer = await offer_at(hut, workings)
    start = first or offer.today
    left = (offer.nights[-1].night - start).days + 1
    response.headers["Cache-Control"] = SHORTLY
    return availability_of(offer, start, days or max(1, min(left, HORIZON_DAYS)))
