"""Why can nobody book me? (R59)"""

from __future__ import annotations

from fastapi import APIRouter

from gateway.api.huts.admission import AtHut
from gateway.api.huts.revisions import selling_at, sheet_at
from gateway.api.problems import declared
from gateway.api.workings import Use
from gateway.huts.readiness import Readiness, readiness_of
from gateway.planning.grid import nights_of
from gateway.planning.online import first_online, last_night

router = APIRouter(prefix="/api/v1/properties/{property}/readiness", tags=["hut"])


@router.get(
    "",
    operation_id="getReadiness",
    summary="What a hut still lacks to be booked",
    responses=declared(401, 403, 404, 503),
    response_model_exclude_none=True,
)
async def get_readiness(here: AtHut, workings: Use) -> Readiness:
    """Item by item, in the order in which one sets them up. What does not block is advice."""
    selling = (await selling_at(here, workings)).selling
    sheet = (await sheet_at(here, workings)).sheet
    now = workings.now().astimezone(here.zone)
    first, last = first_online(selling.rules, now), last_night(now.date())
    days = max(0, (last - first).days + 1)
    database = workings.runtime.database
    nights = await nights_of(database, here.property_id, selling, first, days)
    return readiness_of(here.place.sheet, sheet, selling, now.date(), nights)
