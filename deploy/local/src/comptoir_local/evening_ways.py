"""How each order went, by the partners' own records of what they told us."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from partners.ordering_page.model import BridgeCall
from partners.ordering_page.reports import EVENTS
from partners.uber.journey import TERMINAL, Status
from partners.uber.model import WebhookAttempt

STATUS = "event.delivery_status"
REFUND_REQUEST = "event.refund_request"
# A later one stands where both were told: what was called delivered may be taken back (O21).
ENDS = ("delivered", "cancelled", "failed", "returned")
_WORDS = {Status.CANCELED: "cancelled"}


@dataclass
class Way:
    """How an order ended, by the courier company and by the page, and the ids of the refunds that
    the courier company asked for."""

    by_courier: set[str] = field(default_factory=set)
    by_page: set[str] = field(default_factory=set)
    refund_requests: set[str] = field(default_factory=set)

    @property
    def told(self) -> set[str]:
        return self.by_courier | self.by_page

    @property
    def end(self) -> str:
        """One of `ENDS`; empty where nobody told one."""
        return max(self.told, key=ENDS.index, default="")


def ways(webhooks: Iterable[WebhookAttempt], told: Iterable[BridgeCall]) -> defaultdict[str, Way]:
    """By external id. What the courier company tells has happened, whether we took its word or
    not; of the page's events those count that we took, as in its own book."""
    found: defaultdict[str, Way] = defaultdict(Way)
    for attempt in webhooks:
        way = found[attempt.external_id or ""]
        if attempt.kind == REFUND_REQUEST:
            way.refund_requests.add(attempt.event_id)
        elif attempt.kind == STATUS and attempt.status in TERMINAL:
            way.by_courier.add(_WORDS.get(attempt.status, attempt.status.value))
    for event in page_events(told):
        if event["type"] == "status" and event["status"] in ENDS:
            found[event["external_id"]].by_page.add(event["status"])
    return found


def taken(attempt: WebhookAttempt) -> bool:
    """Whether we said yes to a webhook."""
    return attempt.signature == "right" and attempt.answer is not None and attempt.answer < 300


def page_events(told: Iterable[BridgeCall]) -> Iterator[Mapping[str, Any]]:
    """The page's events that we took, as often as we did."""
    for call in told:
        if call.path == EVENTS and call.answer == 200:
            answers = call.answer_body["events"]
            for event, answer in zip(call.body["events"], answers, strict=True):
                if answer["taken"]:
                    yield event


def latenesses(webhooks: Iterable[WebhookAttempt]) -> Iterator[timedelta]:
    """How long after one that says more of the same delivery each overtaken webhook came."""
    stages = list(Status)
    seen: set[str] = set()
    first_at: defaultdict[str, dict[tuple[int, bool], datetime]] = defaultdict(dict)
    for one in webhooks:
        if not taken(one) or one.event_id in seen or one.kind == REFUND_REQUEST:
            continue
        seen.add(one.event_id)
        stage = (stages.index(one.status), one.courier_imminent)
        known = first_at[one.delivery_id]
        further = [at for other, at in known.items() if other > stage]
        known.setdefault(stage, one.at)
        if further:
            yield one.at - min(further)
