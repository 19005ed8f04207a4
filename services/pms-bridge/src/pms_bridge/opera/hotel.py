"""A hotel in OPERA, as the carrier of postings sees it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

import httpx

from pms_bridge.connections import OperaConnection
from pms_bridge.folio.charge import PostCharge
from pms_bridge.opera.charges import (
    Charge,
    Receipt,
    charges_body,
    charges_of,
    receipt_of,
    transaction_numbers,
)
from pms_bridge.opera.guests import find_guest
from pms_bridge.opera.journal import Journal
from pms_bridge.opera.platform import OperaPlatform, listed
from pms_bridge.opera.reservations import FrontDesk


class OperaHotel:
    """Finds the guest, posts, and looks postings up. Every call may raise `NothingDone`."""

    def __init__(self, connection: OperaConnection, client: httpx.AsyncClient) -> None:
        self._connection = connection
        self._client = client
        self._platform = OperaPlatform(connection, client)
        self.desk = FrontDesk(self._platform, connection.hotel_id)
        self.journal = Journal(self._platform, connection.hotel_id)

    @property
    def timeout(self) -> timedelta:
        """The most that one step may take."""
        return timedelta(seconds=self._connection.timeout_seconds)

    @property
    def settling(self) -> timedelta:
        """How long after the beginning of a try its posting may still appear: a request leaves
        within one timeout of it, and OPERA may work on it for the settle time."""
        return timedelta(seconds=self._connection.timeout_seconds + self._connection.settle_seconds)

    @property
    def transaction_codes(self) -> Mapping[str, str]:
        """The hotel's code for each tax rate, as it was set."""
        return self._connection.transaction_codes

    def signed_out(self) -> OperaHotel:
        """The same hotel, without a token."""
        return OperaHotel(self._connection, self._client)

    @property
    def signed_in(self) -> bool | None:
        """Whether OPERA let us in when it was asked last; None where it has not said."""
        return self._platform.signed_in

    @property
    def sign_in_refusal(self) -> str:
        return self._platform.sign_in_refusal

    async def sign_in(self) -> None:
        """Get a token, unless there is one."""
        await self._platform.sign_in()

    async def known_codes(self) -> frozenset[str]:
        """The transaction codes that the hotel has (`getTransactionCodes`). Raises `Refused`."""
        hotel = quote(self._connection.hotel_id, safe="")
        answer = await self._platform.get(f"/csh/v1/hotels/{hotel}/transactionCodes", ())
        codes = listed(answer, "trxCodes")
        return frozenset(str(code.get("transactionCode")) for code in codes)

    def charges(self, work: PostCharge) -> tuple[Charge, ...]:
        """Raises `NotChargeable`."""
        return charges_of(work.amount, self._connection)

    async def find_guest(self, work: PostCharge, now: datetime) -> str:
        """The reservation to charge. Raises `NotChargeable` or `Refused`."""
        return await find_guest(self.desk, work.room, work.guest, now.date())

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
        return transaction_numbers(listed(answer, "postings", within="billingChargesDetails"))

    async def look_up(
        self, work: PostCharge, charges: Sequence[Charge], first: datetime, now: datetime
    ) -> Receipt:
        """What the journal holds of a posting."""
        found = await self.journal.lines(work.posting_id, first, now)
        return receipt_of(found, work.posting_id, charges)
