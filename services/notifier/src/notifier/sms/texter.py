"""Carries text messages out: once, as far as that can be known."""

from __future__ import annotations

from datetime import timedelta

from chassis.effects import Again, Attempt, Ending
from chassis.service import Reader
from contracts.notices import Audience
from notifier.carrying import NoticeCarrier, ended
from notifier.notices.model import order_notices
from notifier.notices.work import SendText
from notifier.properties.model import Property
from notifier.sms.callbacks import StatusLinks
from notifier.sms.service import SmsRefused, SmsService, SmsUnavailable, dialable
from notifier.wording.letter import Letter, Letters

DEADLINE = timedelta(seconds=60)
REQUEST_SECONDS = 10.0
# What the service was asked and did not answer may still arrive there: it is looked for, and sent
# again, only when this has passed.
SETTLED_AFTER = timedelta(seconds=30)


class Texter(NoticeCarrier[SendText]):
    """Sends text messages through one account; without one, every message is refused. With `links`
    the service tells what became of each."""

    patience = timedelta(hours=2)

    def __init__(
        self,
        service: SmsService | None,
        letters: Letters,
        documents: Reader,
        links: StatusLinks | None = None,
    ) -> None:
        super().__init__(letters, documents)
        self._service = service
        self._links = links

    async def deliver(
        self, work: SendText, attempt: Attempt, letter: Letter, home: Property
    ) -> Ending:
        if self._service is None:
            return ended(work, refusal="no SMS service is set up")
        phone = dialable(work.target.phone or "")
        if phone is None:
            return ended(work, refusal="the phone number has no country code")
        body = _body(work, letter)
        try:
            sid = await self._sent_before(self._service, work, attempt, phone, body)
            sid = sid or await self._service.send(
                phone,
                body,
                before_leaving=attempt.ensure_time,
                status_to=self._links.of(work.notice_id) if self._links else None,
            )
        except SmsRefused as refused:
            return ended(work, letter, text=body, refusal=str(refused))
        except SmsUnavailable as unavailable:
            return Again(str(unavailable), after=SETTLED_AFTER, unavailable=True)
        except _NotSettled as waiting:
            return Again("an earlier try may still arrive", after=waiting.rest)
        return ended(work, letter, text=body, message_id=sid, recipients=1)

    async def _sent_before(
        self, service: SmsService, work: SendText, attempt: Attempt, phone: str, body: str
    ) -> str | None:
        """The message of an earlier try, found by number, time and words among those that belong
        to no other notice. Raises as `SmsService.find` does, and `_NotSettled`."""
        before = attempt.maybe_until
        if before is None:
            return None
        if (rest := before + SETTLED_AFTER - attempt.now) > timedelta():
            raise _NotSettled(rest)
        about = await self._documents.get(order_notices.ref(work.order_id))
        others = about.notices if about else ()
        known = {notice.message_id for notice in others if notice.notice_id != work.notice_id}
        without = frozenset(sid for sid in known if sid)
        return await service.find(phone, body, attempt.maybe_since, without)


class _NotSettled(Exception):
    """An earlier try may still arrive at the service for so long."""

    def __init__(self, rest: timedelta) -> None:
        super().__init__()
        self.rest = rest


def _body(work: SendText, letter: Letter) -> str:
    """What a guest is told names its link; people of the property get theirs at the end."""
    if work.target.audience is Audience.GUEST:
        return letter.short
    return f"{letter.title}. {letter.short}\n{letter.link}"
