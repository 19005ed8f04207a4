"""Whether an evening had in it all that the demo is to show, by the partners' own records.

An evening in which nothing goes wrong proves nothing about what happens when it does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from comptoir_local.demo_hotel import DIRECTION_PHONE
from comptoir_local.evening_money import bills
from comptoir_local.evening_records import Records
from comptoir_local.evening_ways import REFUND_REQUEST, STATUS, latenesses, page_events, taken
from partners.fault_gate import Call
from partners.ordering_page.model import Callback
from partners.ordering_page.reports import STATEMENTS
from partners.uber.journey import Status

LEAST_ORDERS = 60
# So long after a later word a webhook is late, not only overtaken.
LATE = timedelta(seconds=1)
PAGE_STATUSES = (
    *("accepted", "preparing", "courier_assigned", "picked_up"),
    *("delivered", "cancelled", "failed"),
)


def paths_missing(records: Records) -> Iterator[str]:
    """What the evening had too little of, and how often it had it."""
    for path, times_in in PATHS.items():
        least = LEAST_ORDERS if path == ORDERS else 1
        if (times := times_in(records)) < least:
            yield f"the evening had {times} {path}, at least {least} are to be"


def _accepted(records: Records) -> int:
    by_intake = {call.external_id for call in records.intake if call.answer == 202}
    return len(by_intake | {one.external_id for one in _callbacks(records, "order")})


def _callbacks(records: Records, type: str) -> list[Callback]:
    return [one for one in records.callbacks if one.type == type and one.answer == 200]


def _ended(by_courier: str = "", by_page: str = "") -> Callable[[Records], int]:
    """Orders of which the courier company and the page told just these ends."""
    wanted = ({by_courier} - {""}, {by_page} - {""})

    def times(records: Records) -> int:
        return sum((way.by_courier, way.by_page) == wanted for way in records.ways.values())

    return times


def _called_off_late(records: Records) -> int:
    return sum(way.told == {"delivered", "cancelled"} for way in records.ways.values())


def _least(counts: Mapping[Any, int], of: Iterable[Any]) -> int:
    return min(counts.get(one, 0) for one in of)


def _courier_statuses(records: Records) -> int:
    told = (one for one in records.webhooks if one.kind == STATUS and taken(one))
    return _least(Counter(one.status for one in told), Status)


def _near(records: Records) -> int:
    near = (one for one in records.webhooks if one.courier_imminent and taken(one))
    return _least(Counter(one.status for one in near), (Status.PICKUP, Status.DROPOFF))


def _page_statuses(records: Records) -> int:
    told = (one["status"] for one in page_events(records.told) if one["type"] == "status")
    return _least(Counter(told), PAGE_STATUSES)


def _events(type: str, **fields: Any) -> Callable[[Records], int]:
    """The page's events of a type that say so."""

    def times(records: Records) -> int:
        told = [one for one in page_events(records.told) if one["type"] == type]
        return sum(all(one.get(name) == said for name, said in fields.items()) for one in told)

    return times


def _handed_over(type: str) -> Callable[[Records], int]:
    return lambda records: len(_callbacks(records, type))


def _refunded(least: int, *, in_full: bool) -> Callable[[Records], int]:
    """Delivered orders with so many refunds, after which nothing is owed, or something is."""

    def times(records: Records) -> int:
        owed = bills(records)
        return sum(
            bill.refunds >= least and (bill.total == 0) is in_full
            for external_id, bill in owed.items()
            if records.ways[external_id].end == "delivered"
        )

    return times


def _refunds(records: Records) -> list[Mapping[str, Any]]:
    return [one for one in page_events(records.told) if one["type"] == "refund"]


def _refunded_by_line(records: Records) -> int:
    return sum(bool(one.get("tax_lines")) for one in _refunds(records))


def _refunded_too_much(records: Records) -> int:
    cost = {order.external_id: order.order["total"] for order in records.sent}
    return sum(one["total"] > cost[one["external_id"]] for one in _refunds(records))


def _refunded_early(records: Records) -> int:
    """Before the courier company said that the meal was there."""
    there: dict[str | None, datetime] = {}
    for one in records.webhooks:
        if one.kind == STATUS and one.status is Status.DELIVERED and taken(one):
            there.setdefault(one.external_id, one.at)
    return sum(
        datetime.fromisoformat(one["occurred_at"]) < there[one["external_id"]]
        for one in _refunds(records)
        if one["external_id"] in there
    )


def _refund_requests(records: Records) -> int:
    return sum(one.kind == REFUND_REQUEST and taken(one) for one in records.webhooks)


def _looked_up(records: Records) -> int:
    """Charges whose answer the PMS lost, and of which it was asked before the books were closed:
    those who close them look every posting up."""
    closing = min((call.at for call in records.told if call.path == STATEMENTS), default=None)
    asked = [call for call in records.calls if closing is None or call.at < closing]
    return sum(
        any(call.at >= lost.at and _asks_of(call) in _on_folio_of(lost, records) for call in asked)
        for lost in records.calls
        if lost.path.endswith("/charges") and (lost.fault or "").startswith("answer lost")
    )


def _asks_of(call: Call) -> str | None:
    """The reference that the PMS's journal was searched for, and answered."""
    asked = urlsplit(call.path)
    if not asked.path.endswith("/financialPostings") or call.answer != 200:
        return None
    return next(iter(parse_qs(asked.query).get("referenceNumberWildCard", ())), None)


def _on_folio_of(charge: Call, records: Records) -> set[str]:
    """The references of all that is on the folio which a charge was for."""
    reservation_id = charge.path.split("/")[-2]
    of_guest = (one for one in records.postings if one.reservation_id == reservation_id)
    return {posting.reference for posting in of_guest if posting.reference}


def _taken_back(records: Records) -> int:
    return sum(posting.amount < 0 for posting in records.postings)


def _repeated_events(records: Records) -> int:
    times = Counter(one["id"] for one in page_events(records.told))
    return sum(n > 1 for n in times.values())


def _overtaken(by: timedelta) -> Callable[[Records], int]:
    """Webhooks that came so long after one that says more of the same delivery."""
    return lambda records: sum(late >= by for late in latenesses(records.webhooks))


def _repeated_webhooks(records: Records) -> int:
    return sum(one.duplicate and taken(one) for one in records.webhooks)


def _repeated_intakes(records: Records) -> int:
    return sum(call.sending == "repeat" and call.answer == 202 for call in records.intake)


def _late_intakes(records: Records) -> int:
    """Orders that we heard of by a webhook first."""
    heard: dict[str | None, datetime] = {}
    for one in records.webhooks:
        heard.setdefault(one.external_id, one.at)
    first: dict[str, datetime] = {}
    for call in records.intake:
        if call.answer == 202:
            first.setdefault(call.external_id, call.at)
    return sum(id in heard and heard[id] < at for id, at in first.items())


def _texts(*, to_staff: bool) -> Callable[[Records], int]:
    return lambda records: sum((text.to == DIRECTION_PHONE) is to_staff for text in records.texts)


ORDERS = "orders accepted"
PATHS: dict[str, Callable[[Records], int]] = {
    ORDERS: _accepted,
    "orders placed by reception": _handed_over("order"),
    "orders sent again": _repeated_intakes,
    "orders that came after their webhooks": _late_intakes,
    "orders brought by the courier company": _ended(by_courier="delivered"),
    "orders brought by the page's own courier": _ended(by_page="delivered"),
    "orders cancelled by the courier company": _ended(by_courier="cancelled"),
    "orders called off by the restaurant": _ended(by_page="cancelled"),
    "orders called off after they were called delivered": _called_off_late,
    "orders that failed at the door": _ended(by_page="failed"),
    "orders taken back to the restaurant": _ended(by_courier="returned"),
    "webhooks of some status of the courier company": _courier_statuses,
    "webhooks that the courier is near, at restaurant or hotel": _near,
    "events of some status of the page": _page_statuses,
    "webhooks repeated": _repeated_webhooks,
    "webhooks overtaken by a later one": _overtaken(timedelta(0)),
    "webhooks that came late": _overtaken(LATE),
    "events of the page repeated": _repeated_events,
    "messages of a courier": _events("message"),
    "messages to a courier": _handed_over("chat_message"),
    "orders refunded in full": _refunded(1, in_full=True),
    "orders refunded in part": _refunded(1, in_full=False),
    "orders refunded in part twice": _refunded(2, in_full=False),
    "refunds by tax line": _refunded_by_line,
    "refunds before delivery": _refunded_early,
    "refunds of more than the order cost": _refunded_too_much,
    "refunds by the courier company": _refund_requests,
    "claims granted": _events("claim_decision", verdict="accepted"),
    "claims granted in part": _events("claim_decision", verdict="partially_accepted"),
    "claims refused": _events("claim_decision", verdict="rejected"),
    "claims taken back": _handed_over("claim_withdrawal"),
    "answers lost by the PMS and looked up": _looked_up,
    "charges taken back": _taken_back,
    "text messages to guests": _texts(to_staff=False),
    "text messages to people of the hotel": _texts(to_staff=True),
    "pop-ups": lambda records: len(records.pop_ups),
}
