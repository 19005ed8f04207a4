"""What a hut has sold: the list, and what it comes to (R39, R41)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from chassis.service import Runtime
from gateway.api import cursor as cursors
from gateway.api.cursor import Cursor, Limit
from gateway.api.filters import MOST_WORDS, FirstDay, LastDay, positions
from gateway.api.huts.admission import AtHut, AtTotals
from gateway.api.problems import declared, invalid
from gateway.api.workings import Use
from gateway.board.card import Answer
from gateway.figures.period import DAY, Period, midnight
from gateway.stays.counting import count_sales
from gateway.stays.finding import FoundStays, StaysWanted, find_stays
from gateway.stays.model import ShareState
from gateway.stays.shown import StayCard, card_of
from gateway.stays.totals import SalesTotals, totals_of
from gateway.stays.words import typed_for_stay

router = APIRouter(prefix="/api/v1/properties/{property}/sales", tags=["sales"])

# The archive shows ten calendar years unless asked otherwise, and never more than twenty.
USUAL_YEARS, MOST_DAYS = 10, 20 * 366


class SalesPage(Answer):
    """The newest booking first. `next` is the cursor of what follows; absent on the last page. A
    search for frequent words that seldom meet looks back a bit at a time: its page may be short,
    even empty, and `next` looks further back."""

    stays: tuple[StayCard, ...]
    next: Annotated[str | None, Field(examples=["MjAyNi0wMS0wMVQxOTowMDowMC4wMDBaL2Ew"])] = None


@dataclass(frozen=True)
class AskedSales:
    """Which stays were asked for, before it is known from which page on."""

    first: date | None
    last: date | None
    states: tuple[ShareState, ...]
    typed: tuple[str, ...] | None

    async def find(
        self, runtime: Runtime, property_id: str, zone: ZoneInfo, before: str | None, limit: int
    ) -> FoundStays:
        between = positions(self.first, self.last, zone, before)
        wanted = StaysWanted(property_id, between, self.states, self.typed)
        return await find_stays(runtime, wanted, limit)


async def _asked(
    first: FirstDay = None,
    last: LastDay = None,
    q: Annotated[
        str | None,
        Query(
            max_length=100,
            description="Beginnings of words, all of them: names, mail, reference; or a telephone "
            "number, with or without its country",
        ),
    ] = None,
    state: Annotated[list[ShareState] | None, Query(description="Any of these")] = None,
) -> AskedSales:
    """Days are those of booking, and the hut's own."""
    if first and last and first > last:
        raise invalid("query.to", "lies before `from`")
    typed = typed_for_stay(q)[:MOST_WORDS] if q and q.strip() else None
    return AskedSales(first, last, tuple(state or ()), typed)


Sought = Annotated[AskedSales, Depends(_asked)]


@router.get(
    "",
    operation_id="listSales",
    summary="Stays, the newest booking first",
    responses=declared(401, 403, 404, 422, 503),
    response_model_exclude_none=True,
)
async def list_sales(
    here: AtHut, workings: Use, asked: Sought, cursor: Cursor = None, limit: Limit = 50
) -> SalesPage:
    before = cursors.decode(cursor) if cursor else None
    found = await asked.find(workings.runtime, here.property_id, here.zone, before, limit)
    return SalesPage(
        stays=tuple(card_of(share) for share in found.views),
        next=cursors.encode(found.next) if found.next else None,
    )


@router.get(
    "/totals",
    operation_id="getSalesTotals",
    summary="PRE-RESAS, RESAS and TOTAL, by month and year",
    responses=declared(401, 403, 404, 422, 503),
)
async def get_totals(
    here: AtTotals,
    workings: Use,
    first: FirstDay = None,
    last: LastDay = None,
    as_of: Annotated[
        date | None,
        Query(
            ge=date(2000, 1, 1),
            le=date(2100, 12, 31),
            description="As it stood at the end of this day",
        ),
    ] = None,
) -> SalesTotals:
    """A stay counts in the month in which it was booked. What was cancelled, or has expired, counts
    nowhere; asked for an earlier day, it still does."""
    today = here.today(workings.now())
    last = last or today
    first = first or date(last.year - USUAL_YEARS + 1, 1, 1)
    if first > last:
        raise invalid("query.to", "lies before `from`")
    if last - first > timedelta(days=MOST_DAYS):
        raise invalid("query.from", f"is more than {MOST_DAYS} days before `to`")
    period = Period(first, last, here.zone)
    # Nothing of today is over yet: what stands now is what an index says.
    then = midnight(as_of + DAY, here.zone) if as_of and as_of < today else None
    rows = await count_sales(workings.runtime.database, here.property_id, period, then)
    return totals_of(rows, period, as_of or today, here.place.sheet.currency)
