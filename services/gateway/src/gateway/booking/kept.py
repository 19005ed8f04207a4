"""Offers of huts, kept as long as nothing has changed there: hundreds look at the same hut."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from gateway.booking.offer import Offer

# So young an offer is told whatever happened since: while places go by the hundred, all who look
# share one reading. Whoever books is told by the planning itself.
YOUNG = 0.25
# So old a one is read anew although nothing was told: days change by themselves.
OLD = 5.0


@dataclass(frozen=True, slots=True)
class _Kept:
    offer: Offer
    position: int
    at: float


class Offers:
    """One per process. `position` is where the news of a property have come to: `read` anew once
    that moves. Times in seconds."""

    def __init__(
        self,
        read: Callable[[str], Awaitable[Offer | None]],
        position: Callable[[str], int],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read = read
        self._position = position
        self._clock = clock
        self._kept: dict[str, _Kept] = {}
        self._reading: dict[str, asyncio.Task[Offer | None]] = {}

    async def of(self, property_id: str) -> Offer | None:
        """Raises `chassis.service.Unavailable` while no news are heard yet."""
        kept = self._kept.get(property_id)
        if kept is not None and self._holds(property_id, kept):
            return kept.offer
        reading = self._reading.get(property_id)
        if reading is None:
            reading = asyncio.create_task(self._renewed(property_id))
            self._reading[property_id] = reading
            reading.add_done_callback(lambda done: self._ended(property_id, done))
        # Who asked first may have gone; the others still wait for it.
        return await asyncio.shield(reading)

    def _ended(self, property_id: str, done: asyncio.Task[Offer | None]) -> None:
        self._reading.pop(property_id, None)
        if not done.cancelled():
            done.exception()  # seen, even where nobody waits for it any more

    def _holds(self, property_id: str, kept: _Kept) -> bool:
        age = self._clock() - kept.at
        return age < YOUNG or (age < OLD and self._position(property_id) == kept.position)

    async def _renewed(self, property_id: str) -> Offer | None:
        # Before the reading: what changes in between is read again.
        position, at = self._position(property_id), self._clock()
        offer = await self._read(property_id)
        if offer is None:
            self._kept.pop(property_id, None)
        else:
            self._kept[property_id] = _Kept(offer, position, at)
        return offer
