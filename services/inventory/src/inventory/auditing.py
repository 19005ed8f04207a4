"""The audit that never ends: each property's coming nights, reckoned again from its holds."""

from __future__ import annotations

import asyncio
import datetime as dt

from pymongo.errors import PyMongoError

from chassis.clock import utc_now
from chassis.logs import logger
from chassis.service import Reader, Runtime
from contracts.selling import HORIZON_DAYS, Night
from inventory.planning.audit import Drift, drifts
from inventory.planning.days import days
from inventory.planning.holds import Hold, holds
from inventory.planning.stock import stocks

log = logger(__name__)

PAGE = 1000
# Between two looks at what seems to have drifted: a stay being booked just then looks like it.
SECOND_LOOK = 2.0


async def drifted(documents: Reader, property_id: str, first: Night) -> frozenset[Drift]:
    """Where a property's nights do not count what is held, as one look sees it."""
    found = await documents.find(
        days,
        {"property_id": property_id, "night": {"$gte": first.isoformat()}},
        limit=2 * HORIZON_DAYS,
    )
    held: list[Hold] = []
    while page := await documents.find(
        holds,
        {
            "property_id": property_id,
            "last_night": {"$gte": first.isoformat()},
            "order_id": {"$gt": held[-1].order_id if held else ""},
        },
        sort=[("order_id", 1)],
        limit=PAGE,
    ):
        held += page
    return frozenset(drifts(found, held, first))


async def audited(documents: Reader, property_id: str, first: Night) -> frozenset[Drift]:
    """What has drifted for good: two looks, some time apart, see the very same. Nights and holds
    are written together but read one after the other."""
    seen = await drifted(documents, property_id, first)
    if not seen:
        return seen
    await asyncio.sleep(SECOND_LOOK)
    return seen & await drifted(documents, property_id, first)


async def audit(documents: Reader) -> dict[str, frozenset[Drift]]:
    """All properties' drifts, by property; each is told in the log."""
    first = utc_now().date() - dt.timedelta(days=1)
    found = {}
    last = ""
    while page := await documents.find(
        stocks, {"property_id": {"$gt": last}}, sort=[("property_id", 1)], limit=PAGE
    ):
        for stock in page:
            last = stock.property_id
            drift = await audited(documents, last, first)
            if drift:
                found[last] = drift
                log.error("nights do not count what is held", property=last, nights=len(drift))
    return found


async def keep_auditing(runtime: Runtime, every: float) -> None:
    """Audit all properties every so many seconds, and tell how many nights have drifted."""
    drifting = runtime.metrics.gauge(
        "planning_drift", "Stock types on nights that count other stays than are held there."
    )
    while True:
        try:
            found = await audit(runtime.documents)
        except PyMongoError as error:
            log.warning("the planning could not be audited", reason=type(error).__name__)
        else:
            drifting.set(sum(map(len, found.values())))
        await asyncio.sleep(every)
