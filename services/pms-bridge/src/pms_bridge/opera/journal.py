"""What a hotel's journal holds under our references (`getFinancialPostings`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from urllib.parse import quote

from pms_bridge.opera.amounts import minor_units
from pms_bridge.opera.failures import NothingDone, Refused
from pms_bridge.opera.platform import Json, OperaPlatform, Query, listed

PAGE = 50  # the most that `getFinancialPostings` gives at once
PAGES_AT_MOST = 20
SPAN = timedelta(days=30)  # and the longest span it takes
# The hotel's business date may lag behind the calendar, or run ahead in another time zone.
DATE_MARGIN = timedelta(days=2)
LARGEST = 10**12  # of `contracts.money.MinorUnits`
# So long after it was first asked for, a posting still lies within one span.
WITHIN_REACH = SPAN - 2 * DATE_MARGIN


class Journal:
    """One hotel's journal."""

    def __init__(self, platform: OperaPlatform, hotel_id: str) -> None:
        self._platform = platform
        self._path = f"/csh/v1/hotels/{quote(hotel_id, safe='')}/financialPostings"

    async def lines(self, reference: str, first: datetime, last: datetime) -> list[Json]:
        """The lines under exactly this reference, posted between two instants; a wild card finds
        more than its own. Raises `NothingDone`: a journal that cannot be read says nothing."""
        found: list[Json] = []
        for page in range(PAGES_AT_MOST):
            query = journal_query(reference, first, last, page * PAGE)
            try:
                answer = await self._platform.get(self._path, query)
            except Refused as error:
                raise NothingDone("the journal cannot be read: OPERA refused") from error
            postings = listed(answer, "postings", within="journalPostings")
            found.extend(line for line in postings if line.get("reference") == reference)
            if not (answer.get("hasMore") and postings):
                return found
        raise NothingDone("the journal has too many lines for one reference")

    async def any(self, now: datetime) -> None:
        """Whether the journal may be read at all. Raises `Refused` or `NothingDone`."""
        today = now.date().isoformat()
        await self._platform.get(
            self._path, (("startDate", today), ("endDate", today), ("limit", 1))
        )


def journal_query(reference: str, first: datetime, last: datetime, offset: int) -> Query:
    end = (last + DATE_MARGIN).date()
    start: date = max((first - DATE_MARGIN).date(), end - SPAN)
    return (
        ("referenceNumberWildCard", reference),
        ("startDate", start.isoformat()),
        ("endDate", end.isoformat()),
        ("limit", PAGE),
        ("offset", offset),
    )


def amount_of(lines: Sequence[Json], currency: str) -> int | None:
    """What lines of the journal come to, in minor units; None where one of them does not say, or
    says it in another currency (nothing is converted), or where it is no sum of this world."""
    total = 0
    for line in lines:
        posted = line.get("postedAmount")
        if not isinstance(posted, dict) or posted.get("currencyCode") != currency:
            return None
        minor = minor_units(posted.get("amount"), currency)
        if minor is None:
            return None
        total += minor
    return total if abs(total) <= LARGEST else None
