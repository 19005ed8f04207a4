"""What each order of the evening costs by the partners' own records, and what was made of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from comptoir_local.evening_records import Records
from comptoir_local.evening_ways import page_events
from partners.mishaps import SentOrder
from partners.opera.model import Posting
from partners.ordering_page.reports import STATEMENTS


@dataclass(frozen=True)
class Bill:
    """What the partner wants for an order in the end, in minor units.

    `by_code` is how that falls on transaction codes; None where a refund was shared out by us.
    `refunds` counts those that could be: one of more than was left is none.
    """

    total: int
    by_code: Mapping[str, int] | None
    refunds: int


def bills(records: Records) -> dict[str, Bill]:
    """By external id."""
    charged, refunds = _charged(records), _refunds(records)
    return {
        order.external_id: _bill(order, charged, refunds[order.external_id], records)
        for order in records.sent
    }


def money_wrong(records: Records, owed: Mapping[str, Bill]) -> Iterator[str]:
    """Where the folios, or what the back office shows, are not what the partner wants."""
    by_check = _by_check(records.postings)
    references = records.references
    for order in records.sent:
        reference = references.get(order.external_id)
        if reference is None:
            continue
        bill = owed[order.external_id]
        yield from _shown_wrong(order, reference, bill, records)
        yield from _folio_wrong(order, by_check[reference], bill, records)
    for check_number in sorted(by_check.keys() - set(references.values())):
        yield f"a posting of no order: {check_number or 'without a check number'}"
    yield from _repeated_postings(records.postings)


def books_wrong(records: Records) -> Iterator[str]:
    """Mismatches of the days' reconciliation that nobody can explain, and those not found."""
    expected = records.restated
    found = {
        mismatch.get("external_id", "?"): " ".join(mismatch["reasons"])
        for day in records.days
        for mismatch in day["mismatches"]
    }
    for external_id in sorted(expected.keys() | found.keys()):
        said, wanted = found.get(external_id), expected.get(external_id)
        if said != wanted:
            yield f"{external_id}: the day's books say {said}, the reason is {wanted}"


def _bill(
    order: SentOrder,
    charged: Mapping[str, int],
    refunds: Iterable[Mapping[str, Any]],
    records: Records,
) -> Bill:
    whole, codes = Counter[str](), records.codes
    for line in order.order["tax_lines"]:
        whole[codes[line["rate"]]] += line["net"] + line["tax"]
    left, counted, shared = order.order["total"], 0, False
    for one in refunds:
        if one["total"] > left:
            continue
        left, counted = left - one["total"], counted + 1
        shared = shared or not one["tax_lines"]
        for line in one["tax_lines"] or ():
            whole[codes[line["rate"]]] -= line["net"] + line["tax"]
    total = charged.get(order.external_id, 0)
    if total == left:
        return Bill(total, None if shared else whole, counted)
    # What never came is not charged; the courier company's refund comes on top of the page's.
    counted += len(records.ways[order.external_id].refund_requests)
    return Bill(total, None if total else {}, counted)


def _charged(records: Records) -> dict[str, int]:
    """What the page charges by its first statement of each day, which was not restated."""
    found: dict[str, int] = {}
    seen: set[str] = set()
    for call in records.told:
        if call.path == STATEMENTS and call.body["day"] not in seen:
            seen.add(call.body["day"])
            found |= {line["external_id"]: line["charged"] for line in call.body["lines"]}
    if not seen:  # of a page that sends none: what was brought
        ways = records.ways
        brought = (one for one in records.sent if ways[one.external_id].end == "delivered")
        found = {order.external_id: order.order["total"] for order in brought}
    return found


def _refunds(records: Records) -> defaultdict[str, list[Mapping[str, Any]]]:
    """What the page refunded or wanted to, each but once, by external id."""
    found: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    seen: set[tuple[str, int]] = set()
    for event in page_events(records.told):
        id = event.get("refund_id") or event.get("claim_id")
        total = event.get("total", event.get("refunded", 0))
        if not total or id is None or (id, total) in seen:
            continue
        seen.add((id, total))
        refund = {"total": total, "tax_lines": event.get("tax_lines")}
        found[event["external_id"]].append(refund)
    return found


def _by_check(postings: Iterable[Posting]) -> defaultdict[str, list[Posting]]:
    found: defaultdict[str, list[Posting]] = defaultdict(list)
    for posting in postings:
        found[posting.check_number or ""].append(posting)
    return found


def _shown_wrong(order: SentOrder, reference: str, bill: Bill, records: Records) -> Iterator[str]:
    shown = records.shown.get(reference)
    if shown is None:
        yield f"{reference}: the back office does not show it"
        return
    end = records.ways[order.external_id].end
    wanted = _refunded_as(order, bill) if end == "delivered" else end
    room = records.story.rooms.get(order.external_id, order.order["room"])
    total = shown.get("total", {}).get("amount", 0)
    if shown["status"] != wanted:
        yield f"{reference}: shown as {shown['status']}, though it is {wanted} ({order.mishap})"
    if shown["room"] != room:
        yield f"{reference}: shown in room {shown['room']}, not {room}"
    if total != bill.total:
        yield f"{reference}: {total} is to be collected, the partner wants {bill.total}"
    if shown["open_tasks"]:
        yield f"{reference}: something is still to be done about it"


def _refunded_as(order: SentOrder, bill: Bill) -> str:
    if bill.total == order.order["total"]:
        return "delivered"
    return "partially_refunded" if bill.total else "refunded"


def _folio_wrong(
    order: SentOrder, postings: Iterable[Posting], bill: Bill, records: Records
) -> Iterator[str]:
    """The folio's net against the partner's bill, per transaction code, and whose folio it is."""
    room = records.story.rooms.get(order.external_id, order.order["room"])
    net: Counter[str] = Counter()
    for posting in postings:
        net[posting.transaction_code] += posting.amount
        if posting.room != room:
            yield f"{order.external_id}: charged to room {posting.room}, not {room}"
        if posting.currency != order.order["currency"]:
            yield f"{order.external_id}: charged in {posting.currency}"
    by_hand = order.external_id in records.story.by_hand
    due = 0 if by_hand else bill.total
    if net.total() != due:
        yield f"{order.external_id}: the folio holds {net.total()}, {due} is due ({order.mishap})"
    if bill.by_code is None or by_hand:
        return
    for code in sorted(net.keys() | bill.by_code.keys()):
        if net[code] != bill.by_code.get(code, 0):
            yield f"{order.external_id}: {net[code]} under {code}, not {bill.by_code.get(code, 0)}"


def _repeated_postings(postings: Iterable[Posting]) -> Iterator[str]:
    seen = Counter(
        (posting.reference, posting.transaction_code, posting.amount) for posting in postings
    )
    for (reference, code, amount), times in seen.items():
        if times > 1:
            yield f"posting {reference} of {amount} under {code} was made {times} times"
