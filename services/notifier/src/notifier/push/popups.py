"""Carries pop-ups out to browsers; a repeat takes the place of the one before it."""

from __future__ import annotations

import json
from datetime import timedelta

from chassis.effects import Again, Attempt, Ending
from chassis.identity import derived_id
from chassis.service import Runtime, Unavailable
from contracts.recipients import BrowserGone
from notifier.carrying import NoticeCarrier, ended
from notifier.notices.work import ShowPopUp
from notifier.properties.model import Property
from notifier.push.service import BrowserHasGone, PushRefused, PushServices, PushUnavailable
from notifier.wording.letter import Letter, Letters

DEADLINE = timedelta(seconds=30)
REQUEST_SECONDS = 10.0
SOURCE = "/notifier/push"
# Of what a pop-up shows; in the longest scripts they still fit into one payload.
_LONGEST_TITLE, _LONGEST_BODY = 160, 320


class PopUps(NoticeCarrier[ShowPopUp]):
    """Shows pop-ups; without keys, every one is refused."""

    patience = timedelta(minutes=30)

    def __init__(self, services: PushServices | None, letters: Letters, runtime: Runtime) -> None:
        super().__init__(letters, runtime.documents)
        self._services = services
        self._runtime = runtime

    async def deliver(
        self, work: ShowPopUp, attempt: Attempt, letter: Letter, home: Property
    ) -> Ending:
        browser = work.target.browser
        if self._services is None or browser is None:
            return ended(work, refusal="no keys for pop-ups are set up")
        try:
            await self._services.send(
                browser,
                _payload(work, letter),
                work.notice_id,
                attempt.now,
                before_leaving=attempt.ensure_time,
            )
        except BrowserHasGone:
            return await self._gone(work, browser.endpoint)
        except PushRefused as refused:
            return ended(work, letter, text=letter.short, refusal=str(refused))
        except PushUnavailable as unavailable:
            return Again(unavailable.reason, after=unavailable.after, unavailable=True)
        return ended(work, letter, text=letter.short, recipients=1)

    async def _gone(self, work: ShowPopUp, endpoint: str) -> Ending:
        """Tell whoever keeps people's browsers, under the property's key, before it is over here.
        Said twice about one browser, it counts once."""
        gone = BrowserGone(
            property_id=work.property_id,
            person_id=work.target.person_id or "",
            endpoint=endpoint,
        )
        id = derived_id("gone", work.property_id, gone.person_id, endpoint)
        try:
            await self._runtime.publish(gone, id=id, source=SOURCE, actor="rule:push")
        except Unavailable as unavailable:
            return Again(str(unavailable))
        return ended(work, refusal="the browser takes no pop-ups any more")


def _payload(work: ShowPopUp, letter: Letter) -> bytes:
    """What the page's service worker shows. A later one with the same `tag` takes its place."""
    return json.dumps(
        {
            "title": letter.title[:_LONGEST_TITLE],
            "body": letter.short[:_LONGEST_BODY],
            "url": letter.link,
            "lang": letter.language.value,
            "tag": work.notice_id,
            "occasion": work.occasion.value,
            "order_id": work.order_id,
            "notice_id": work.notice_id,
        },
        ensure_ascii=False,
    ).encode()
