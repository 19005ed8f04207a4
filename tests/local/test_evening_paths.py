"""The demo's judge is content with an evening only if it had in it all that it is to show."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from comptoir_local.demo_hotel import DIRECTION_PHONE, PROPERTY_ID
from comptoir_local.demo_story import Story
from comptoir_local.evening_check import check_evening
from comptoir_local.evening_paths import LEAST_ORDERS, ORDERS, PAGE_STATUSES, PATHS, paths_missing
from comptoir_local.evening_records import Records
from comptoir_local.evening_ways import REFUND_REQUEST
from partners.demo_data import order
from partners.mishaps import Mishap, SentOrder
from partners.ordering_page.model import BridgeCall
from partners.uber.journey import Status
from partners.uber.model import WebhookAttempt
from tests.support.evenings import (
    CODES,
    GUEST,
    NOW,
    at,
    callback,
    event,
    intake,
    pms_call,
    pop_up,
    posting,
    statement,
    text,
    webhook,
)

CHARGES = "/csh/v1/hotels/LUMIERE/reservations/1/charges"
LOOK_UP = "/csh/v1/hotels/LUMIERE/financialPostings?referenceNumberWildCard=p-1&limit=50"
LOST = "answer lost by close"
BOOKS_CLOSED = 3600.0
IDS = [f"LUM-{n}" for n in range(1, LEAST_ORDERS)]
SENT = [
    SentOrder(Mishap.NONE, order(random.Random(n), GUEST, PROPERTY_ID, id, NOW))
    for n, id in enumerate([*IDS, "DESK-1"])
]
TOTAL = {one.external_id: one.order["total"] for one in SENT}
OVERTAKEN = {"LUM-10", "LUM-11"}
LEFT = {"LUM-1": 0, "LUM-10": TOTAL["LUM-10"] - 300}
LINE = SENT[0].order["tax_lines"][0]


def journey(id: str, end: Status, seconds: float = 10) -> Iterator[WebhookAttempt]:
    """A delivery from its beginning to this end, ten seconds a step."""
    way = [(status, False) for status in list(Status)[:4]]
    way[2:2], way[5:5] = [(Status.PICKUP, True)], [(Status.DROPOFF, True)]
    for n, (status, near) in enumerate([*way, (end, False)]):
        yield webhook(id, status, seconds + 10 * n, near=near)


def webhooks() -> Iterator[WebhookAttempt]:
    yield from journey("LUM-1", Status.DELIVERED)
    yield webhook("LUM-1", seconds=90, kind=REFUND_REQUEST, event_id="refund of LUM-1")
    yield from journey("LUM-2", Status.CANCELED)
    yield from journey("LUM-3", Status.RETURNED)
    yield from journey("LUM-6", Status.DELIVERED)
    repeated = list(journey("LUM-8", Status.DELIVERED))
    yield from repeated
    yield repeated[-1].model_copy(update={"duplicate": True})
    yield from (webhook("LUM-10", seconds=60), webhook("LUM-10", Status.DROPOFF, 60.1))
    yield from (webhook("LUM-11", seconds=60), webhook("LUM-11", Status.DROPOFF, 62))


def told() -> Iterator[BridgeCall]:
    way = ("accepted", "preparing", "courier_assigned", "picked_up", "delivered")
    for n, status in enumerate(way):
        yield event("LUM-4", "status", n, status=status)
    yield event("LUM-5", "status", status="cancelled")
    yield event("LUM-6", "status", 300, status="cancelled")
    yield event("LUM-7", "status", status="failed")
    yield event("LUM-4", "message", text="Bonsoir", message_id="m-1")
    line = [LINE]
    for n, total in enumerate((100, 200)):
        refund: Any = {"refund_id": f"R{n}", "total": total, "tax_lines": line if n else None}
        yield event("LUM-10", "refund", n, **refund)
    twice = event("LUM-8", "refund", 400, refund_id="R3", total=TOTAL["LUM-8"] + 1)
    yield from (twice, twice)
    for n, verdict in enumerate(("accepted", "partially_accepted", "rejected")):
        decided: Any = {"claim_id": f"c{n}", "verdict": verdict, "refunded": 0}
        yield event(f"LUM-{12 + n}", "claim_decision", **decided)
    yield statement(TOTAL | LEFT, BOOKS_CLOSED)


def every_path() -> Records:
    """An evening with each path once, and just as many orders as it needs."""
    first = [intake(id, 20 if id == "LUM-3" else 0) for id in IDS]
    handed_over = [callback("DESK-1", "order"), callback("LUM-4", "chat_message")]
    return Records(
        sent=SENT,
        story=Story(),
        restated={},
        intake=[*first, intake("LUM-1", 1, sending="repeat")],
        webhooks=list(webhooks()),
        told=list(told()),
        callbacks=[*handed_over, callback("LUM-15", "claim_withdrawal")],
        calls=[pms_call("POST", CHARGES, 50, LOST), pms_call("GET", LOOK_UP, 60)],
        postings=[posting(1, LINE), posting(2, LINE, -1)],
        mails=[],
        texts=[text("+33639987001"), text(DIRECTION_PHONE)],
        pop_ups=[pop_up()],
        codes=CODES,
        shown={},
        board=[],
        tasks=[],
        days=[],
        written={},
        followed={"SM+33639987001": {}},
    )


Without = Callable[[Records], Records]


def with_rows(evening: Records, what: str, rows: list[Any]) -> Records:
    fields: dict[str, Any] = {what: rows}
    return replace(evening, **fields)


def without(what: str, gone: Callable[[Any], bool] = lambda one: True) -> Without:
    """The evening without those records."""

    def change(evening: Records) -> Records:
        return with_rows(evening, what, [one for one in getattr(evening, what) if not gone(one)])

    return change


def without_event(**said: Any) -> Without:
    def gone(call: BridgeCall) -> bool:
        events = call.body.get("events", [{}])
        return all(events[0].get(name) == value for name, value in said.items())

    return without("told", gone)


def without_order(external_id: str) -> Without:
    """Of which the courier company says nothing then."""
    return without("webhooks", lambda one: one.external_id == external_id)


def without_status(status: Status, near: bool | None = None) -> Without:
    def gone(one: WebhookAttempt) -> bool:
        return one.status is status and near in (None, one.courier_imminent)

    return without("webhooks", gone)


def changed(what: str, of: Callable[[Any], bool], **fields: Any) -> Without:
    def change(evening: Records) -> Records:
        rows = [one.model_copy(update=fields) if of(one) else one for one in getattr(evening, what)]
        return with_rows(evening, what, rows)

    return change


def charging(other: dict[str, int]) -> Without:
    """The page's statement charges something else."""

    def change(evening: Records) -> Records:
        return replace(evening, told=[*evening.told[:-1], statement(TOTAL | LEFT | other)])

    return change


MISTAKES: dict[str, tuple[Without, ...]] = {
    ORDERS: (
        without("intake", lambda call: call.external_id == "LUM-20"),
        changed("intake", lambda call: call.external_id == "LUM-20", answer=500),
    ),
    "orders placed by reception": (
        without("callbacks", lambda one: one.type == "order"),
        changed("callbacks", lambda one: one.type == "order", answer=500),
    ),
    "orders sent again": (without("intake", lambda call: call.sending == "repeat"),),
    "orders that came after their webhooks": (
        changed("intake", lambda call: call.external_id == "LUM-3", at=NOW),
    ),
    "orders brought by the courier company": (without_status(Status.DELIVERED),),
    "orders brought by the page's own courier": (without_event(status="delivered"),),
    "orders cancelled by the courier company": (without_order("LUM-2"),),
    "orders called off by the restaurant": (
        without_event(status="cancelled", external_id="LUM-5"),
    ),
    "orders called off after they were called delivered": (
        without_event(status="cancelled", external_id="LUM-6"),
        without_order("LUM-6"),
    ),
    "orders that failed at the door": (without_event(status="failed"),),
    "orders taken back to the restaurant": (without_order("LUM-3"),),
    "webhooks of some status of the courier company": tuple(map(without_status, Status)),
    "webhooks that the courier is near, at restaurant or hotel": (
        without_status(Status.PICKUP, near=True),
        without_status(Status.DROPOFF, near=True),
    ),
    "events of some status of the page": tuple(
        without_event(type="status", status=status) for status in PAGE_STATUSES
    ),
    "webhooks repeated": (without("webhooks", lambda one: one.duplicate),),
    "webhooks overtaken by a later one": (
        without("webhooks", lambda one: one.external_id in OVERTAKEN),
    ),
    "webhooks that came late": (
        without("webhooks", lambda one: one.external_id in OVERTAKEN - {"LUM-10"}),
    ),
    "events of the page repeated": (without_event(refund_id="R3"),),
    "messages of a courier": (without_event(type="message"),),
    "messages to a courier": (without("callbacks", lambda one: one.type == "chat_message"),),
    "orders refunded in full": (
        without("webhooks", lambda one: one.kind == REFUND_REQUEST),
        charging({"LUM-1": TOTAL["LUM-1"]}),
    ),
    "orders refunded in part": (
        without_event(external_id="LUM-10"),
        charging({"LUM-10": 0}),
    ),
    "orders refunded in part twice": (without_event(refund_id="R0"), without_event(refund_id="R1")),
    "refunds by tax line": (without_event(refund_id="R1"),),
    "refunds before delivery": (without_event(external_id="LUM-10"),),
    "refunds of more than the order cost": (without_event(refund_id="R3"),),
    "refunds by the courier company": (
        without("webhooks", lambda one: one.kind == REFUND_REQUEST),
        changed("webhooks", lambda one: one.kind == REFUND_REQUEST, answer=500),
        changed("webhooks", lambda one: one.kind == REFUND_REQUEST, signature="wrong"),
    ),
    "claims granted": (without_event(verdict="accepted"),),
    "claims granted in part": (without_event(verdict="partially_accepted"),),
    "claims refused": (without_event(verdict="rejected"),),
    "claims taken back": (without("callbacks", lambda one: one.type == "claim_withdrawal"),),
    "answers lost by the PMS and looked up": (
        without("calls"),
        changed("calls", lambda call: call.fault, fault=None),
        without("calls", lambda call: call.method == "GET"),
        changed("calls", lambda call: call.method == "GET", at=NOW),
        changed("calls", lambda call: call.method == "GET", at=at(BOOKS_CLOSED + 1)),
        changed("calls", lambda call: call.method == "GET", path=LOOK_UP.replace("p-1", "p-2")),
    ),
    "charges taken back": (without("postings", lambda one: one.amount < 0),),
    "text messages to guests": (without("texts", lambda one: one.to != DIRECTION_PHONE),),
    "text messages to people of the hotel": (
        without("texts", lambda one: one.to == DIRECTION_PHONE),
    ),
    "pop-ups": (without("pop_ups"),),
}


def test_an_evening_with_every_path_has_all_that_it_must() -> None:
    assert list(paths_missing(every_path())) == []


def test_every_path_has_a_case_that_shows_the_check_failing_without_it() -> None:
    assert MISTAKES.keys() == PATHS.keys()


@pytest.mark.parametrize(
    ("path", "case"),
    [(path, n) for path, cases in MISTAKES.items() for n, _ in enumerate(cases)],
)
def test_an_evening_without_a_path_is_wrong(path: str, case: int) -> None:
    evening = MISTAKES[path][case](every_path())
    assert any(f" {path}, at least" in line for line in check_evening(evening).wrong)
