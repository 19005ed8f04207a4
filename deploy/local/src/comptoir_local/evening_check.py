"""Counts an evening from the partners' own records: nothing lost, nothing doubled, nothing wrong.

What we believe we sent is never asked. The back office is asked only what it shows a person, and
that is compared with what the partners know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from comptoir_local.evening_money import bills, books_wrong, money_wrong
from comptoir_local.evening_notices import mails_wrong, notices_wrong
from comptoir_local.evening_paths import paths_missing
from comptoir_local.evening_records import Records


@dataclass
class Verdict:
    """The counts, and every way in which they are not as they must be."""

    counts: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def check_evening(records: Records) -> Verdict:
    """Hold everything against everything, and see that the evening had all in it that it must."""
    verdict = check(records)
    verdict.wrong += paths_missing(records)
    return verdict


def check(records: Records) -> Verdict:
    """Hold everything against everything."""
    verdict = check_orders(records)
    verdict.wrong += [*notices_wrong(records), *books_wrong(records)]
    return verdict


def check_orders(records: Records) -> Verdict:
    """Orders, folios, the reception's mails and what the back office shows; nothing of what people
    have to ask for first."""
    owed = bills(records)
    wrong = [
        *_not_taken(records),
        *money_wrong(records, owed),
        *mails_wrong(records, owed),
        *_desk_wrong(records),
        *_tasks_wrong(records),
    ]
    return Verdict(_counts(records), wrong)


def _not_taken(records: Records) -> Iterator[str]:
    references = records.references
    for order in records.sent:
        if order.external_id not in references:
            yield f"{order.external_id}: the intake never accepted it"


def _desk_wrong(records: Records) -> Iterator[str]:
    """The board agrees with the list, and nothing is under way any more."""
    for card in records.board:
        if records.shown.get(card["reference"]) != card:
            yield f"{card['reference']}: the board shows it otherwise than the list"
    for reference, card in records.shown.items():
        if card["running"]:
            yield f"{reference}: still running after the evening"
        if card["folio"]["state"] in ("posting", "unknown"):
            yield f"{reference}: its folio is still {card['folio']['state']}"


def _tasks_wrong(records: Records) -> Iterator[str]:
    """Those that a person solved were there, and nothing is left to do."""
    for task in records.tasks:
        if task["open"]:
            yield f"task {task['problem']} about {task['order_id']} is still open"
    asked = Counter(task["problem"] for task in records.tasks if task["kind"] == "folio")
    solved = Counter(records.story.tasks.values())
    if asked != solved:
        yield f"tasks {dict(asked)}, not {dict(solved)}"


def _counts(records: Records) -> dict[str, int]:
    answered = [call for call in records.intake if call.answer == 202]
    accepted = {call.external_id for call in answered}
    shown = Counter(card["status"] for card in records.shown.values())
    reasons = [m for day in records.days for m in day["mismatches"]]
    return {
        "orders": len(records.sent),
        "accepted": len(records.references),
        "intake_repeats": len(answered) - len(accepted),
        **{name: shown[name] for name in sorted(shown)},
        "webhooks": len(records.webhooks),
        "webhook_repeats": sum(attempt.duplicate for attempt in records.webhooks),
        "page_events": sum(len(call.body.get("events", ())) for call in records.told),
        "callbacks": len(records.callbacks),
        "callback_repeats": sum(one.repeat for one in records.callbacks),
        "postings": len(records.postings),
        "mails": len(records.mails),
        "text_messages": len(records.texts),
        "pop_ups": len(records.pop_ups),
        "chat_messages": sum(len(texts) for texts in records.written.values()),
        "claims": len(records.story.claims),
        "tasks": len(records.tasks),
        "mismatches_explained": len(reasons),
    }
