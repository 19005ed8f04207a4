"""Who has which order open, as this process has heard it. Nothing of it is stored: it is said again
every few seconds, and what is lost does no harm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from chassis.service import Tailed
from contracts.live import LivePresence, PresenceState
from gateway.live.frames import GONE_AFTER, PresenceSaid, presence_said

# Pages of one person that are known at a time: as many as nobody has, so that nobody fills memory.
MOST_PAGES = 50
# What one person's pages may say together: all of them at their pace, and leafing through orders.
SAID_A_MINUTE = 300


class _Page(NamedTuple):
    property_id: str
    order_id: str
    person_id: str
    tab: str


class Presences:
    """By the clock given, and not by that of who said it."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        # The one heard of longest ago first.
        self._heard: dict[_Page, tuple[datetime, PresenceSaid]] = {}

    def receive(self, tailed: Tailed) -> None:
        """Take one record of the live topic; anything but a presence is ignored."""
        if tailed.type != LivePresence.TYPE:
            return
        said = LivePresence.read(tailed.value)
        page = _Page(said.property_id, said.order_id, said.person_id, said.tab)
        self._heard.pop(page, None)
        self._forget()
        if said.state is not PresenceState.CLOSED:
            self._make_room(page.person_id)
            self._heard[page] = (self._now(), presence_said(said))

    def at(self, property_id: str, order_id: str) -> tuple[PresenceSaid, ...]:
        """Who has an order open now, the one heard of longest ago first."""
        self._forget()
        return tuple(
            said
            for page, (_, said) in self._heard.items()
            if (page.property_id, page.order_id) == (property_id, order_id)
        )

    def _make_room(self, person_id: str) -> None:
        own = [page for page in self._heard if page.person_id == person_id]
        for page in own[: max(0, len(own) - MOST_PAGES + 1)]:
            del self._heard[page]

    def _forget(self) -> None:
        gone = self._now() - GONE_AFTER
        while self._heard:
            page = next(iter(self._heard))
            if self._heard[page][0] > gone:
                return
            del self._heard[page]
