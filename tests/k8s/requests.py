"""Requests of partners that failed, and whether each was made again until it was taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from partners.ordering_page.model import IntakeCall
from partners.uber.model import WebhookAttempt

Answers = defaultdict[str, list[int | None]]


def requests_wrong(
    intake: Iterable[IntakeCall], webhooks: Iterable[WebhookAttempt]
) -> tuple[list[str], dict[str, int]]:
    """What was never taken, one line each, and how many requests failed on the way. A request with
    a false signature is meant to fail."""
    orders: Answers = defaultdict(list)
    for call in intake:
        if not call.bad_signature:
            orders[call.external_id].append(call.answer)
    events: Answers = defaultdict(list)
    for attempt in webhooks:
        if attempt.signature == "right":
            events[attempt.event_id].append(attempt.answer)
    wrong = [
        f"{what} {which} was never taken: {answers}"
        for what, all_answers in (("order", orders), ("webhook", events))
        for which, answers in all_answers.items()
        if not any(map(_taken, answers))
    ]
    return wrong, {"orders_failed_once": _failed(orders), "webhooks_failed_once": _failed(events)}


def _taken(answer: int | None) -> bool:
    return answer is not None and 200 <= answer < 300


def _failed(answers: Answers) -> int:
    return sum(not _taken(answer) for tries in answers.values() for answer in tries)
