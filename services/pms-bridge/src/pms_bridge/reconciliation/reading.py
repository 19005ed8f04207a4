"""Carries out the comparing of a day: waits for its hour, reads all its sides."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from chassis.effects import Again, Attempt, Done, Ending
from chassis.service import Reader
from contracts.envelope import format_instant
from contracts.reconciliation import ReconciliationDue
from pms_bridge.folio.model import Folio, folios
from pms_bridge.folio.posting import Posting
from pms_bridge.opera.failures import NothingDone
from pms_bridge.opera.hotel import OperaHotel
from pms_bridge.opera.journal import WITHIN_REACH, amount_of
from pms_bridge.properties.model import properties
from pms_bridge.reconciliation.comparison import Day, compare, to_read
from pms_bridge.reconciliation.days import bounds
from pms_bridge.reconciliation.statement import Statement, statements
from pms_bridge.reconciliation.work import AwaitDay, ReadDay

# A hotel has some dozens of orders a day, and each posting is a request of its own.
READING = timedelta(minutes=2)
DEADLINE = READING + timedelta(seconds=30)
# How often a day is tried before the report says that the PMS could not be read.
TRIES = 3
ORDERS_AT_MOST = 5_000
STATEMENTS_AT_MOST = 100
UNTIL_KNOWN = timedelta(seconds=2)


async def await_day(work: AwaitDay, attempt: Attempt) -> Ending:
    """The carrier of `AwaitDay`, which has waited for its due time."""
    return Done([ReconciliationDue(property_id=work.property_id, day=work.day)])


class DayReader:
    """The carrier of `ReadDay` for every property; `hotels` are those whose PMS is connected."""

    def __init__(self, hotels: Mapping[str, OperaHotel], documents: Reader) -> None:
        self._hotels = hotels
        self._documents = documents

    async def carry(self, work: ReadDay, attempt: Attempt) -> Ending:
        """Done with a report, however little could be read; a PMS that does not answer is asked
        again before."""
        known = await self._documents.get(properties.ref(work.property_id))
        if known is None:
            return Again("the property is not known yet", UNTIL_KNOWN)
        day = Day(known, work.day, *await self._own_sides(work, known.time_zone))
        try:
            held = await self._held(work.property_id, day.folios, attempt)
        except NothingDone as error:
            return Again(str(error), error.retry_after)
        whole = Day(known, work.day, day.folios, day.statements, held)
        return Done([compare(whole, attempt.now, work.request_id)])

    async def _own_sides(
        self, work: ReadDay, time_zone: str
    ) -> tuple[Sequence[Folio], Sequence[Statement]]:
        first, after = map(format_instant, bounds(work.day, time_zone))
        placed = {"property_id": work.property_id, "placed_at": {"$gte": first, "$lt": after}}
        issued = {"property_id": work.property_id, "day": work.day.isoformat()}
        return (
            await self._documents.find(folios, placed, limit=ORDERS_AT_MOST),
            await self._documents.find(statements, issued, limit=STATEMENTS_AT_MOST),
        )

    async def _held(
        self, property_id: str, of_day: Sequence[Folio], attempt: Attempt
    ) -> dict[str, int | None]:
        """What the PMS shows per posting id; None for what it does not say, on the last try.

        Raises `NothingDone` on a try before.
        """
        held: dict[str, int | None] = {}
        hotel = self._hotels.get(property_id)
        if hotel is None:
            return held
        try:
            async with asyncio.timeout(READING.total_seconds()):
                for _, posting in to_read(of_day):
                    held[posting.posting_id] = await _shown(hotel, posting, attempt.now)
        except (NothingDone, TimeoutError) as error:
            if attempt.number < TRIES:
                raise NothingDone("the journal cannot be read: OPERA refused") from error
        return held


async def _shown(hotel: OperaHotel, posting: Posting, now: datetime) -> int | None:
    """Raises `NothingDone`."""
    last = min(now, posting.asked_at + WITHIN_REACH)
    lines = await hotel.journal.lines(posting.posting_id, posting.asked_at, last)
    return amount_of(lines, posting.amount.currency)
