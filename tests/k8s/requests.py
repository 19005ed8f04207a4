"""Requests of partners that failed, and whether each was made again until it was taken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from partners.ordering_page.model import IntakeCall
from partners.uber.model import WebhookAttempt

# Which request, and what it was answered; None: nothing.
Try = tuple[str, int | None]
Answers = defaultdict[str, list[int | None]]


def of_orders(calls: Iterable[IntakeCall]) -> list[Try]:
    """Orders handed in; one with a false signature is meant to fail."""
    return [(call.external_id, call.answer) for call in calls if not call.bad_signature]


def of_webhooks(attempts: Iterable[WebhookAttempt]) -> list[Try]:
    return [(one.event_id, one.answer) for one in attempts if one.signature == "right"]


def requests_wrong(
    orders: Iterable[Try], webhooks: Iterable[Try]
) -> tuple[list[str], dict[str, int]]:
    """What was never taken, one line each, and how many requests failed on the way."""
    tried = {"order": _answers(orders), "webhook": _answers(webhooks)}
    wrong = [
        f"{what} {which} was never taken: {answers}"
        for what, all_answers in tried.items()
        for which, answers in all_answers.items()
        if not any(map(_taken, answers))
    ]
    return wrong, {f"{what}s_failed_once": _failed(answers) for what, answers in tried.items()}


def _answers(tries: Iterable[Try]) -> Answers:
    found: Answers = defaultdict(list)
    for which, answer in tries:
        found[which].append(answer)
    return found


def _taken(answer: int | None) -> bool:
    return answer is not None and 200 <= answer < 300


def _failed(answers: Answers) -> int:
    return sum(not _taken(answer) for tries in answers.values() for answer in tries)
