"""The planning: the grid of stock types by nights, and one night with its list (R32, R34, R37)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import Field
from pydantic_core import to_json

from contracts.planning import day_id_of, unsold_day
from contracts.selling import HORIZON_DAYS, Night
from gateway.access.roles import Permission
from gateway.api.admission import PropertyPath, expected
from gateway.api.huts.admission import AdmittedToHut, AtHut
from gateway.api.huts.revisions import selling_at
from gateway.api.problems import declared
from gateway.api.workings import Use, Workings, workings_of
from gateway.board.card import Answer
from gateway.planning.contents import ToldNights
from gateway.planning.day import DayShown, shown
from gateway.planning.grid import PlanningGrid
from gateway.planning.model import PLANNING, DayView, view_of
from gateway.planning.online import first_online, last_night
from gateway.planning.options import NightOptions, options_of
from gateway.selling.model import SELLING, SellingView, not_selling_yet
from gateway.stays.model import STAYS
from gateway.stays.shown import DayStay, on_night

router = APIRouter(prefix="/api/v1/properties/{property}/planning", tags=["planning"])

USUAL_DAYS = 31
# Each has a person at least, and no hut has more places.
MOST_STAYS = 2000
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)

NightPath = Annotated[date, Path(ge=EARLIEST, le=LATEST, examples=["2027-07-01"])]
FirstNight = Annotated[
    date | None,
    Query(alias="from", ge=EARLIEST, le=LATEST, description="The first night; today by default"),
]
Days = Annotated[int, Query(ge=1, le=HORIZON_DAYS, description="How many nights")]


class PlanningDay(Answer):
    """A night: its stock, and who sleeps there, as they were booked. `bookings_total`,
    `supplements_total` and `total` are those of the list, in minor units of `currency`."""

    offset: Annotated[int, Field(examples=[42])]
    day: DayShown
    currency: str
    bookings_total: int
    supplements_total: int
    total: int
    stays: tuple[DayStay, ...]


class PlanningOptions(Answer):
    """What options, which nobody has made firm, have of the nights from `from` on."""

    first: Annotated[Night, Field(serialization_alias="from")]
    days: int
    held: tuple[NightOptions, ...]


# What a hut sells, None where nothing was said of it, and its nights as they were told.
Told = tuple[SellingView | None, ToldNights]


@dataclass(frozen=True, slots=True)
class Begun:
    """What the grid is put together from, being read. `offset` is where the stream stood before."""

    offset: int
    told: Awaitable[Told]

    @classmethod
    def at(cls, workings: Workings, property_id: str, first: date, days: int) -> Begun:
        runtime = workings.runtime
        offset = workings.hub.position(property_id)  # before the query: nothing falls between
        told = asyncio.gather(
            runtime.documents.get(SELLING.ref(property_id)),
            workings.nights.told(runtime.database, property_id, first, days),
        )
        told.add_done_callback(_heard)
        return cls(offset, told)


def _heard(told: asyncio.Future[Any]) -> None:
    """Where nobody waits for it any more, its failure is nobody's."""
    if not told.cancelled():
        told.exception()


async def _begun(
    request: Request,
    property_id: PropertyPath,
    first: FirstNight = None,
    days: Days = USUAL_DAYS,
) -> Begun | None:
    """Reads ahead, while it is found out who calls and what the property is; not for who is not
    likely to see it, nor where the property's own day has to be known first."""
    workings = workings_of(request)
    caller = expected(request, workings)
    if first is None or caller is None or not caller.may(Permission.SEE_STAYS, property_id):
        return None
    return Begun.at(workings, property_id, first, days)


@router.get(
    "",
    operation_id="getPlanning",
    summary="Places left, night by night",
    responses={200: {"model": PlanningGrid}, **declared(401, 403, 404, 422, 503)},
)
async def get_planning(
    begun: Annotated[Begun | None, Depends(_begun)],
    here: AtHut,
    workings: Use,
    first: FirstNight = None,
    days: Days = USUAL_DAYS,
) -> Response:
    """Any range of up to 24 months. Nights are the hut's own days."""
    now = workings.now().astimezone(here.zone)
    first = first or now.date()
    begun = begun or Begun.at(workings, here.property_id, first, days)
    known, told = await begun.told
    selling = (known or not_selling_yet(here.property_id, here.place.sheet)).selling
    closing, rows = workings.grids.rows(told, selling)
    about: dict[str, Any] = {
        "offset": begun.offset,
        "from": first,
        "days": days,
        "today": now.date(),
        "first_online": first_online(selling.rules, now),
        "last": last_night(now.date()),
        "closing": closing,
    }
    # Thousands of numbers, put together as texts: no model reads them over again.
    body = b'%s,"rows":%s}' % (to_json(about)[:-1], rows)
    return Response(body, media_type="application/json")


@router.get(
    "/options",
    operation_id="listPlanningOptions",
    summary="What options hold, night by night",
    responses=declared(401, 403, 404, 422, 503),
)
async def list_options(
    here: AtHut, workings: Use, first: FirstNight = None, days: Days = USUAL_DAYS
) -> PlanningOptions:
    """Only nights of which an option has something, in order."""
    first = first or workings.now().astimezone(here.zone).date()
    held = await options_of(workings.runtime, here.property_id, first, days)
    return PlanningOptions(first=first, days=days, held=held)


@router.get(
    "/{night}",
    operation_id="getPlanningDay",
    summary="One night: its stock and its list",
    responses=declared(401, 403, 404, 422, 503),
    response_model_exclude_none=True,
)
async def get_day(here: AtHut, workings: Use, night: NightPath) -> PlanningDay:
    """Stays that are over are in the sales alone."""
    offset = workings.hub.position(here.property_id)
    day = shown(await day_at(here, workings, night))
    found = await workings.runtime.documents.find(
        STAYS,
        {"property_id": here.property_id, "nights": night.isoformat()},
        sort=[("position", 1)],
        limit=MOST_STAYS,
    )
    stays = tuple(on_night(share, night) for share in found)
    return PlanningDay(
        offset=offset,
        day=day,
        currency=here.place.sheet.currency,
        bookings_total=sum(stay.bookings_total for stay in stays),
        supplements_total=sum(stay.supplements_total for stay in stays),
        total=sum(stay.total for stay in stays),
        stays=stays,
    )


async def day_at(here: AdmittedToHut, workings: Workings, night: date) -> DayView:
    """The night as it was told last, else as openings and closures say."""
    id = day_id_of(here.property_id, night)
    known = await workings.runtime.documents.get(PLANNING.ref(id))
    if known is not None:
        return known
    selling = (await selling_at(here, workings)).selling
    return view_of(unsold_day(here.property_id, selling, night), None)
