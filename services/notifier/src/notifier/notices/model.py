"""The notices about one order, with all that is needed to read again what was sent."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from chassis.documents import Collection, Document, Index
from contracts.message import Instant
from contracts.notices import Channel, Occasion, SendingDone
from contracts.properties import Language
from notifier.notices.saying import Facts, News, Order, Saying
from notifier.notices.target import Target

# Kept about one order. Above it, the oldest whose sending has ended make room; where none has,
# what is new is left out, and counted.
MOST_NOTICES = 200


class NoticeState(StrEnum):
    REQUESTED = "requested"
    SENT = "sent"
    FAILED = "failed"
    HELD_BACK = "held_back"  # it was a quiet hour of its reader's
    BOUNCED = "bounced"  # it was taken, and came back from everybody who had it


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


class Bounce(BaseModel):
    """One recipient from whom a notice came back."""

    model_config = ConfigDict(frozen=True, extra="allow")

    recipient: str
    reason: str


class Notice(BaseModel):
    """One notice: what it says to whom, how far it is, and what was sent.

    A notice is sent as soon as one recipient has it; `refused` lists those who cannot get it.
    `delivered_at` is when the SMS service said that it had reached the phone.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    notice_id: str
    announcement: str
    occasion: Occasion
    saying: Saying
    target: Target
    requested_at: Instant
    state: NoticeState = NoticeState.REQUESTED
    ended_at: Instant | None = None
    language: Language | None = None
    title: str | None = None
    text: str | None = None
    message_id: str | None = None
    recipients: int = 0
    accepted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    refusal: str | None = None
    bounces: tuple[Bounce, ...] = ()
    delivered_at: Instant | None = None
    again_of: str | None = None

    @property
    def channel(self) -> Channel:
        return self.target.channel

    @property
    def place(self) -> tuple[str, str, str]:
        """Where it stands among an order's notices, whichever message came first."""
        return (self.announcement, self.target.group, self.notice_id)

    def after(self, report: SendingDone, at: Instant) -> Notice:
        """The notice after a sending ended, which may have been to some of its recipients only."""
        accepted = tuple(dict.fromkeys((*self.accepted, *report.accepted)))
        went = report.refusal is None and not report.quiet
        reached = max(len(accepted), report.recipients, int(went))
        ended = self.model_copy(
            update={
                "ended_at": self.ended_at or at,
                "language": report.language or self.language,
                "title": report.title or self.title,
                "text": report.text or self.text,
                "message_id": report.message_id or self.message_id,
                "recipients": max(reached, self.recipients),
                "accepted": accepted,
                "refused": tuple(dict.fromkeys((*self.refused, *report.refused))),
                "refusal": report.refusal or self.refusal,
            }
        )
        if ended.recipients:
            return ended.in_state(NoticeState.SENT)
        return ended.in_state(NoticeState.HELD_BACK if report.quiet else NoticeState.FAILED)

    def in_state(self, state: NoticeState) -> Notice:
        """In that state, or bounced, where it was sent and came back from everybody."""
        back = {bounce.recipient.lower() for bounce in self.bounces}
        kept = [address for address in self.accepted if address.lower() not in back]
        bounced = state is NoticeState.SENT and bool(back) and not kept
        return self.model_copy(update={"state": NoticeState.BOUNCED if bounced else state})

    def returned_from(self, recipient: str | None) -> str:
        """Who a returned notice came back from: the one who had it, if that is not said or is an
        address that it was passed on to."""
        known = {address.lower(): address for address in self.accepted}
        if recipient is not None and recipient.lower() in known:
            return known[recipient.lower()]
        if len(known) == 1:
            return self.accepted[0]
        return recipient or self.target.group


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
