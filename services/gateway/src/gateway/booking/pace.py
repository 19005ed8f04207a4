"""How often strangers may look at huts, have carts priced and book, on this replica."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from gateway.pace import PerMinute


class BookingPace:
    """Counts by network, in memory; many people may share one (a campus, a phone carrier). Each
    count raises `gateway.pace.TooEager`. `bookings` a minute is the setting, and the others go by
    it: who books has looked and asked many times before."""

    LOOKS, PRICES = 40, 8

    def __init__(self, now: Callable[[], datetime], bookings: int) -> None:
        self._bookings = PerMinute(now, bookings)
        self._prices = PerMinute(now, bookings * self.PRICES)
        self._looks = PerMinute(now, bookings * self.LOOKS)

    def look(self, network: str) -> None:
        self._looks.count(network)

    def price(self, network: str) -> None:
        self._prices.count(network)

    def book(self, network: str) -> None:
        self._bookings.count(network)
