"""A hotel in OPERA, as the carrier of postings sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx

from pms_bridge.connections import OperaConnection
from pms_bridge.folio.charge import PostCharge
from pms_bridge.opera.charges import (
    JOURNAL_PAGE,
    Charge,
    Receipt,
    charges_body,
    charges_of,
    journal_query,
    receipt_of,
    transaction_numbers,
)
from pms_bridge.opera.failures import NothingDone, Refused
from pms_bridge.opera.guests import find_guest
from pms_bridge.opera.platform import Json, OperaPlatform

JOURNAL_PAGES_AT_MOST = 20


class OperaHotel:
    """Finds the guest, posts, and looks postings up. Every call may raise `NothingDone`."""

    def __init__(self, connection: OperaConnection, client: httpx.AsyncClient) -> None:
        self._connection = connection
        self._platform = OperaPlatform(connection, client)

    @property
    def timeout(self) -> timedelta:
        """The most that one step may take."""
        return timedelta(seconds=self._connection.timeout_seconds)

    @property
    def settling(self) -> timedelta:
        """How long after the beginning of a try its posting may still appear: a request leaves
        within one timeout of it, and OPERA may work on it for the settle time."""
        return timedelta(seconds=self._connection.timeout_seconds + self._connection.settle_seconds)

    def charges(self, work: PostCharge) -> tuple[Charge, ...]:
        """Raises `NotChargeable`."""
        return charges_of(work.amount, self._connection)

    async def find_guest(self, work: PostCharge) -> str:
        """The reservation to charge. Raises `NotChargeable` or `Refused`."""
        return await find_guest(self._platform, self._connection.hotel_id, work.room, work.guest)

    async def post(
        self,
        work: PostCharge,
        reservation_id: str,
        charges: Sequence[Charge],
        leaving: Callable[[], None],
    ) -> tuple[str, ...]:
        """The transaction numbers (`postBillingCharges`), none where OPERA names none.

        Raises `Refused` or `NoAnswer`, and what `leaving` raises.
        """
        hotel = quote(self._connection.hotel_id, safe="")
        stay = quote(reservation_id, safe="")
        body = charges_body(
            self._connection,
            reservation_id,
            charges,
            posting_reference=work.posting_id,
            check_number=work.reference,
            remark=work.description,
        )
        path = f"/csh/v1/hotels/{hotel}/reservations/{stay}/charges"
        answer = await self._platform.post(path, body, leaving)
        return transaction_numbers(_postings(answer, "billingChargesDetails"))

    async def look_up(
        self, work: PostCharge, charges: Sequence[Charge], first: datetime, now: datetime
    ) -> Receipt:
        """What the journal holds of a posting (`getFinancialPostings`)."""
        found: list[Json] = []
        hotel = quote(self._connection.hotel_id, safe="")
        for page in range(JOURNAL_PAGES_AT_MOST):
            query = journal_query(work.posting_id, first, now, page * JOURNAL_PAGE)
            try:
                answer = await self._platform.get(
                    f"/csh/v1/hotels/{hotel}/financialPostings", query
                )
            except Refused as error:
                # A journal that cannot be read says nothing about the posting.
                raise NothingDone(f"the journal cannot be read: {error}") from error
            postings = _postings(answer, "journalPostings")
            found.extend(postings)
            if not (answer.get("hasMore") and postings):
                return receipt_of(found, work.posting_id, charges)
        raise NothingDone("the journal has too many lines for one reference")


def _postings(answer: Json, envelope: str) -> list[Json]:
    """The `postings` of an answer, with or without the object that the guides show around them."""
    inside: Any = answer.get(envelope) or answer
    listed = inside.get("postings") if isinstance(inside, dict) else None
    return [line for line in listed or () if isinstance(line, dict)]
