"""One sending, whoever it is to and whatever it is about: how far it is, and what was sent."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict

from contracts.message import Instant
from contracts.notices import SendingDone
from contracts.properties import Language


class NoticeState(StrEnum):
    REQUESTED = "requested"
    SENT = "sent"
    FAILED = "failed"
    HELD_BACK = "held_back"  # it was a quiet hour of its reader's
    BOUNCED = "bounced"  # it was taken, and came back from everybody who had it


class Bounce(BaseModel):
    """One recipient from whom a notice came back."""

    model_config = ConfigDict(frozen=True, extra="allow")

    recipient: str
    reason: str


class Sending(BaseModel):
    """It is sent as soon as one recipient has it; `refused` lists those who cannot get it.
    `delivered_at` is when the SMS service said that it had reached the phone.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    notice_id: str
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
    def whom(self) -> str:
        """Whom it was for, where no address is known."""
        raise NotImplementedError

    def after(self, report: SendingDone, at: Instant) -> Self:
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

    def in_state(self, state: NoticeState) -> Self:
        """In that state, or bounced, where it was sent and came back from everybody."""
        back = {bounce.recipient.lower() for bounce in self.bounces}
        kept = [address for address in self.accepted if address.lower() not in back]
        bounced = state is NoticeState.SENT and bool(back) and not kept
        return self.model_copy(update={"state": NoticeState.BOUNCED if bounced else state})

    def come_back(self, recipient: str | None, reason: str) -> Self | None:
        """Marked with one who did not get it after all; None where that was known."""
        bounce = Bounce(recipient=self.returned_from(recipient), reason=reason)
        if bounce.recipient in {before.recipient for before in self.bounces}:
            return None
        marked = self.model_copy(update={"bounces": (*self.bounces, bounce)})
        return marked.in_state(NoticeState.SENT if self.recipients else self.state)

    def told_before(self, after: Self) -> bool:
        """Whether an ending of it was told already: some recipients' later ones change nothing."""
        return self.ended_at is not None and not (after.recipients and not self.recipients)

    def returned_from(self, recipient: str | None) -> str:
        """Who a returned notice came back from: the one who had it, if that is not said or is an
        address that it was passed on to."""
        known = {address.lower(): address for address in self.accepted}
        if recipient is not None and recipient.lower() in known:
            return known[recipient.lower()]
        if len(known) == 1:
            return self.accepted[0]
        return recipient or self.whom
