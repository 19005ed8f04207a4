"""What every channel does alike: whose words, which hours, how long it is tried, what is told."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from chassis.effects import Again, Attempt, Done, Ending
from chassis.service import Reader
from contracts.notices import SendingDone
from contracts.recipients import QuietHours
from notifier.notices.work import SendNotice
from notifier.properties.model import Property, properties
from notifier.wording.letter import Letter, Letters

W = TypeVar("W", bound=SendNotice)

# Inventory tells of a property on another topic than orders does of its orders.
PROPERTY_WAIT = timedelta(seconds=5)
# Of the archived words; a mail of ours is never that long.
LONGEST_TITLE, LONGEST_TEXT = 500, 20_000


class NoticeCarrier(ABC, Generic[W]):
    """Carries one channel's notices. `patience` is how long one is tried before it is given up."""

    patience: timedelta

    def __init__(self, letters: Letters, documents: Reader) -> None:
        self._letters = letters
        self._documents = documents

    async def carry(self, work: W, attempt: Attempt) -> Ending:
        """Send one notice, unless it is a quiet hour of its reader's."""
        ending = await self._try(work, attempt)
        if isinstance(ending, Again) and attempt.now - attempt.first_at >= self.patience:
            return ended(work, refusal=f"given up: {ending.in_full}", **self.not_reached(work))
        return ending

    def not_reached(self, work: W) -> dict[str, Any]:
        """What the report says of whom a notice that was given up did not reach."""
        return {}

    @abstractmethod
    async def deliver(self, work: W, attempt: Attempt, letter: Letter, home: Property) -> Ending:
        """Send one notice that may be sent now."""

    async def _try(self, work: W, attempt: Attempt) -> Ending:
        home = await self._documents.get(properties.ref(work.property_id))
        if home is None:
            return Again(f"property {work.property_id} is not known yet", after=PROPERTY_WAIT)
        if is_quiet(work.target.quiet, attempt.now, home.sheet.time_zone):
            return ended(work, quiet=True)
        letter = self._letters.write(
            work.saying, work.facts, work.target, work.order_id, home.sheet, attempt.now
        )
        return await self.deliver(work, attempt, letter, home)


def is_quiet(quiet: QuietHours | None, now: datetime, zone_name: str) -> bool:
    """Whether it is a quiet hour at the property. They begin at `start` and are over at `end`, the
    next day where that is earlier; where both are the same there are none."""
    if quiet is None or quiet.start == quiet.end:
        return False
    there = now.astimezone(ZoneInfo(zone_name)).time()
    if quiet.start < quiet.end:
        return quiet.start <= there < quiet.end
    return there >= quiet.start or there < quiet.end


def ended(work: SendNotice, letter: Letter | None = None, **how: Any) -> Done:
    """The end of a sending, with what was sent for the archive."""
    sent: dict[str, Any] = {}
    if letter is not None:
        sent = {
            "template": work.saying.value,
            "language": letter.language,
            "title": letter.title[:LONGEST_TITLE],
            "text": letter.text[:LONGEST_TEXT],
        }
    return Done(
        [
            SendingDone(
                property_id=work.property_id,
                order_id=work.order_id,
                notice_id=work.notice_id,
                guest_id=work.guest_id,
                channel=work.target.channel,
                **{**sent, **how},
            )
        ]
    )
