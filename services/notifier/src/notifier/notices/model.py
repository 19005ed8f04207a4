"""The notices about one order, with all that is needed to read again what was sent."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from chassis.documents import Collection, Document, Index
from contracts.message import Instant
from contracts.notices import Channel, Occasion
from notifier.notices.saying import Facts, News, Order, Saying
from notifier.notices.sending import Bounce, NoticeState, Sending
from notifier.notices.target import Target

__all__ = ["Announcement", "Bounce", "Notice", "NoticeState", "OrderNotices", "order_notices"]

# Kept about one order. Above it, the oldest whose sending has ended make room; where none has,
# what is new is left out, and counted.
MOST_NOTICES = 200


class Announcement(BaseModel):
    """Something that people are told of, once: `key` says what.

    `facts` are those of the order when it was told; None while the order is not known yet.
    `left_out` counts the notices for which there was no room.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    key: str
    occasion: Occasion
    saying: Saying
    news: News = News()
    to_guest: Saying | None = None
    heard_at: Instant
    facts: Facts | None = None
    left_out: int = 0

    @property
    def told_facts(self) -> Facts:
        """The facts that were told. Raises `LookupError` before that."""
        if self.facts is None:
            raise LookupError(f"{self.key} has not been told yet")
        return self.facts


class Notice(Sending):
    """One notice: what it says to whom, how far it is, and what was sent."""

    announcement: str
    occasion: Occasion
    saying: Saying
    target: Target

    @property
    def channel(self) -> Channel:
        return self.target.channel

    @property
    def whom(self) -> str:
        return self.target.group

    @property
    def place(self) -> tuple[str, str, str]:
        """Where it stands among an order's notices, whichever message came first."""
        return (self.announcement, self.target.group, self.notice_id)


class OrderNotices(Document):
    """All that is told about one order; kept under the order's id. `delivered` stays when a
    delivery is taken back: from then on amounts are told (O14)."""

    order_id: str
    property_id: str
    guest_id: str = ""
    order: Order | None = None
    delivered: bool = False
    announcements: tuple[Announcement, ...] = ()
    notices: tuple[Notice, ...] = ()

    def announcement(self, key: str) -> Announcement | None:
        return next((known for known in self.announcements if known.key == key), None)

    def notice(self, notice_id: str) -> Notice | None:
        return next((notice for notice in self.notices if notice.notice_id == notice_id), None)

    def announcing(self, changed: Announcement) -> Self:
        """With an announcement added, or in place of the one with its key."""
        kept = {known.key: known for known in self.announcements} | {changed.key: changed}
        return self._with(announcements=tuple(kept[key] for key in sorted(kept)))

    def with_notices(self, *changed: Notice) -> Self:
        """With notices added, or in place of those with their ids."""
        kept = {notice.notice_id: notice for notice in self.notices}
        kept |= {notice.notice_id: notice for notice in changed}
        return self._with(notices=tuple(sorted(kept.values(), key=lambda notice: notice.place)))

    def with_room_for(self, more: int) -> Self:
        """Without as many of the oldest as it takes, of those whose sending has ended; and without
        the oldest announcements that nobody is told of any more, where there are too many."""
        ended = sorted(
            (notice for notice in self.notices if notice.state is not NoticeState.REQUESTED),
            key=lambda notice: (notice.requested_at, notice.place),
        )
        gone = {notice.notice_id for notice in ended[: self._excess(len(self.notices) + more)]}
        kept = tuple(notice for notice in self.notices if notice.notice_id not in gone)
        needed = {notice.announcement for notice in kept}
        over = sorted(
            (known for known in self.announcements if known.key not in needed and known.facts),
            key=lambda known: (known.heard_at, known.key),
        )
        forgotten = {known.key for known in over[: self._excess(len(self.announcements))]}
        said = tuple(known for known in self.announcements if known.key not in forgotten)
        return self._with(notices=kept, announcements=said)

    @staticmethod
    def _excess(count: int) -> int:
        return max(0, count - MOST_NOTICES)

    @property
    def room(self) -> int:
        return max(0, MOST_NOTICES - len(self.notices))

    def _with(self, **fields: Any) -> Self:
        return self.model_copy(update=fields)


order_notices = Collection(
    "order_notices", OrderNotices, indexes=(Index((("notices.notice_id", 1),)),)
)
