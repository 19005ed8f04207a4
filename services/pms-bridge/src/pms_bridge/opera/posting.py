"""One try at one posting: looked up before anything is sent a second time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from chassis.clock import monotonic
from chassis.effects import Again, Attempt, Done, Ending
from contracts.billing import PostingConfirmed, PostingUnknown
from pms_bridge.folio.charge import PostCharge
from pms_bridge.opera.charges import Charge, Receipt
from pms_bridge.opera.failures import NoAnswer, NothingDone
from pms_bridge.opera.hotel import OperaHotel

# So that a try put off until all is settled does not come a moment early.
MARGIN = timedelta(seconds=0.5)


class PostingTry:
    """`start` where nothing can have been sent before, `resume` where something may have been.

    Both may raise `NotChargeable`, `Refused` or `NothingDone`; an answer that does not come is an
    ending of its own.
    """

    def __init__(self, hotel: OperaHotel, work: PostCharge, attempt: Attempt) -> None:
        self._hotel = hotel
        self._work = work
        self._attempt = attempt
        self._charges = hotel.charges(work)
        self._latest = monotonic() + hotel.timeout.total_seconds()

    async def start(self) -> Ending:
        """Find the guest and post."""
        async with self._preparing():
            reservation_id = self._work.reservation_id or await self._guest()
        try:
            numbers = await self._post(reservation_id, self._charges)
        except NoAnswer as error:
            return self._in_doubt(str(error), unavailable=True)
        return self._confirmed(reservation_id, numbers)

    async def resume(self) -> Ending:
        """Look first, and post only what is surely missing."""
        async with self._preparing():
            receipt = await self._look_up()
            if not receipt.missing:
                return self._found(receipt)
            if not self._settled():
                return self._in_doubt("not in the journal yet", unavailable=False)
            reservation_id = self._work.reservation_id or receipt.reservation_id
            reservation_id = reservation_id or await self._guest()
        try:
            numbers = await self._post(reservation_id, receipt.missing)
        except NoAnswer as error:
            return self._in_doubt(str(error), unavailable=True)
        return await self._look_again(reservation_id, receipt.transaction_numbers + numbers)

    def _settled(self) -> bool:
        """Whether the try before this one began too long ago for its request to land any more."""
        before = self._attempt.maybe_until
        return before is None or self._attempt.now - before >= self._hotel.settling

    async def _look_again(self, reservation_id: str, numbers: tuple[str, ...]) -> Ending:
        """After posting a second time, a first request that was only slow shows as a copy."""
        try:
            async with asyncio.timeout(self._hotel.timeout.total_seconds()):
                receipt = await self._look_up()
        except (NothingDone, TimeoutError):
            return self._confirmed(reservation_id, numbers)
        if receipt.missing:  # the journal may lag behind the answer, which is as good
            return self._confirmed(reservation_id, numbers)
        return self._found(receipt)

    async def _guest(self) -> str:
        return await self._hotel.find_guest(self._work, self._attempt.now)

    async def _look_up(self) -> Receipt:
        first = self._attempt.maybe_since
        first = min(first, self._work.asked_before or first)
        return await self._hotel.look_up(self._work, self._charges, first, self._attempt.now)

    async def _post(self, reservation_id: str, charges: tuple[Charge, ...]) -> tuple[str, ...]:
        return await self._hotel.post(self._work, reservation_id, charges, self._ensure_time)

    def _ensure_time(self) -> None:
        """The settle time is counted from a try's beginning, so its request leaves soon after."""
        if monotonic() > self._latest:
            raise NothingDone("preparing took too long")
        self._attempt.ensure_time()

    @asynccontextmanager
    async def _preparing(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self._hotel.timeout.total_seconds()):
                yield
        except TimeoutError as error:
            raise NothingDone("preparing took too long") from error

    def _found(self, receipt: Receipt) -> Done:
        """The journal may not say whose the posting is; then the reservation id is empty."""
        reservation_id = receipt.reservation_id or self._work.reservation_id or ""
        return self._confirmed(reservation_id, receipt.transaction_numbers, receipt.copies)

    def _confirmed(self, reservation_id: str, numbers: tuple[str, ...], copies: int = 1) -> Done:
        confirmed = PostingConfirmed(
            property_id=self._work.property_id,
            order_id=self._work.order_id,
            posting_id=self._work.posting_id,
            reservation_id=reservation_id,
            transaction_numbers=numbers,
            copies=copies,
        )
        return Done([confirmed])

    def _in_doubt(self, reason: str, *, unavailable: bool) -> Again:
        unknown = PostingUnknown(
            property_id=self._work.property_id,
            order_id=self._work.order_id,
            posting_id=self._work.posting_id,
            detail=reason,
        )
        wait = self._hotel.settling + MARGIN
        return Again(reason, wait, unavailable=unavailable, reports=[unknown])
