"""Carries callbacks to ordering pages, for up to a day; then a person has to call them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from chassis.effects import Again, Attempt, Done, Ending
from contracts.handovers import HandoverDone
from pms_bridge.partner.handover import HandOver
from pms_bridge.partner.page import NotNow, Page, Refused

# What a courier, a kitchen or a complaint is told later than that is of no use any more.
GIVEN_UP_AFTER = timedelta(days=1)
# For the machine, beside what the page may take.
SPARE = timedelta(seconds=5)

NO_CALLBACKS = "the partner takes no messages from here; call them"
NOT_REACHED = "the partner could not be reached for a day; call them"


class PageCarrier:
    """The carrier of `HandOver` for every page that takes callbacks, by partner id."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self._pages = pages
        self.deadline = max((page.timeout for page in pages.values()), default=timedelta()) + SPARE

    async def carry(self, work: HandOver, attempt: Attempt) -> Ending:
        """One try. Sending again is harmless, so nothing has to be looked up before."""
        page = self._pages.get(work.partner_id)
        if page is None:
            return _done(work, NO_CALLBACKS)
        if attempt.now - work.asked_at >= GIVEN_UP_AFTER:
            return _done(work, NOT_REACHED)
        try:
            await page.take(work)
        except Refused as error:
            return _done(work, f"the partner refused: {error}")
        except NotNow as error:
            return Again(str(error), error.retry_after, unavailable=True)
        return _done(work, None)


def _done(work: HandOver, refusal: str | None) -> Done:
    report = HandoverDone(
        property_id=work.property_id,
        order_id=work.order_id,
        kind=work.kind,
        about_id=work.about_id,
        refusal=refusal,
    )
    return Done([report])
