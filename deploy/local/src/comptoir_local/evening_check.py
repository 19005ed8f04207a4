"""Counts an evening from the partners' own records: nothing lost, nothing doubled, nothing wrong.

What we believe we sent is never asked. The back office is asked only what it shows a person, and
that is compared with what the partners know.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from partners.evening import SentOrder
from partners.mail.model import Message
from partners.opera.model import Posting
from partners.ordering_page.model import IntakeCall
from partners.uber.model import WebhookAttempt

SHOWN_AS = {"delivered": "delivered", "canceled": "cancelled", "returned": "returned"}


@dataclass(frozen=True)
class Records:
    """What the partners recorded, and what the back office shows."""

    sent: Sequence[SentOrder]
    intake: Sequence[IntakeCall]
    webhooks: Sequence[WebhookAttempt]
    postings: Sequence[Posting]
    mails: Sequence[Message]
    shown: Mapping[str, Mapping[str, Any]]  # by reference
    codes: Mapping[str, str]  # tax rate -> transaction code


@dataclass
class Verdict:
    """The counts, and every way in which they are not as they must be."""

    counts: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def check(records: Records) -> Verdict:
    """Hold everything against everything."""
    verdict = Verdict()
    accepted = _accepted(records.intake)
    verdict.counts = _counts(records, accepted)
    by_check = _by_check(records.postings)
    mails = Counter(_references_in(records.mails, accepted.values()))
    for order in records.sent:
        reference = accepted.get(order.external_id)
        if reference is None:
            verdict.wrong.append(f"{order.external_id}: the intake never accepted it")
            continue
        verdict.wrong += _order_wrong(order, reference, records)
        verdict.wrong += _folio_wrong(order, reference, by_check[reference], records.codes)
        if mails[reference] != 1:
            verdict.wrong.append(f"{reference}: {mails[reference]} mails to the reception, not 1")
    verdict.wrong += _repeated_postings(records.postings)
    verdict.wrong += _unknown(by_check, set(accepted.values()))
    return verdict


def _accepted(calls: Iterable[IntakeCall]) -> dict[str, str]:
    """External id -> reference, as the ordering page was told."""
    return {call.external_id: call.answer_body["reference"] for call in calls if call.answer == 202}


def _counts(records: Records, accepted: Mapping[str, str]) -> dict[str, int]:
    ends = Counter(order.end for order in records.sent)
    answered = [call for call in records.intake if call.answer == 202]
    return {
        "orders": len(records.sent),
        "accepted": len(accepted),
        "intake_repeats": len(answered) - len(accepted),
        "delivered": ends["delivered"],
        "cancelled": ends["canceled"],
        "returned": ends["returned"],
        "webhooks": len(records.webhooks),
        "webhook_repeats": sum(attempt.duplicate for attempt in records.webhooks),
        "postings": len(records.postings),
        "mails": len(records.mails),
    }


def _by_check(postings: Iterable[Posting]) -> defaultdict[str, list[Posting]]:
    found: defaultdict[str, list[Posting]] = defaultdict(list)
    for posting in postings:
        found[posting.check_number or ""].append(posting)
    return found


def _references_in(mails: Iterable[Message], references: Iterable[str]) -> Iterable[str]:
    known = list(references)
    for mail in mails:
        text = f"{mail.subject} {mail.text}"
        yield from (reference for reference in known if reference in text)


def _order_wrong(order: SentOrder, reference: str, records: Records) -> Iterable[str]:
    shown = records.shown.get(reference)
    wanted = SHOWN_AS[order.end]
    if shown is None:
        yield f"{reference}: the back office does not show it"
    elif shown["status"] != wanted:
        yield f"{reference}: shown as {shown['status']}, though the courier's end was {wanted}"
    elif shown["room"] != order.order["room"]:
        yield f"{reference}: shown in room {shown['room']}, not {order.order['room']}"


def _folio_wrong(
    order: SentOrder, reference: str, postings: Iterable[Posting], codes: Mapping[str, str]
) -> Iterable[str]:
    """The folio's net per transaction code against the order's tax lines, and whose folio it is."""
    net: Counter[str] = Counter()
    for posting in postings:
        net[posting.transaction_code] += posting.amount
        if posting.room != order.order["room"]:
            yield f"{reference}: charged to room {posting.room}, not {order.order['room']}"
        if posting.currency != order.order["currency"]:
            yield f"{reference}: charged in {posting.currency}"
    due: Counter[str] = Counter()
    if order.end == "delivered":
        for line in order.order["tax_lines"]:
            due[codes[line["rate"]]] += line["net"] + line["tax"]
    for code in sorted(net.keys() | due.keys()):
        if net[code] != due[code]:
            yield f"{reference}: folio holds {net[code]} under {code}, {due[code]} is due"


def _repeated_postings(postings: Iterable[Posting]) -> Iterable[str]:
    seen = Counter(
        (posting.reference, posting.transaction_code, posting.amount) for posting in postings
    )
    for (reference, code, amount), times in seen.items():
        if times > 1:
            yield f"posting {reference} of {amount} under {code} was made {times} times"


def _unknown(by_check: Mapping[str, Any], references: set[str]) -> Iterable[str]:
    for check_number in sorted(by_check.keys() - references):
        yield f"a posting of no order: {check_number or 'without a check number'}"
