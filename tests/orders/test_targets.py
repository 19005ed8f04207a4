"""Every way that an order may go, against what its folio is told to hold, step by step."""

from __future__ import annotations

from itertools import pairwise

import pytest

from contracts.billing import BillingReason, BillingTarget
from contracts.message import Message
from contracts.money import Amount
from contracts.tracking import ReportedStatus
from orders.app import handlers
from tests.orders.life import Life
from tests.support.chats import change_room
from tests.support.claims import decided, open_claim, rejected
from tests.support.deliveries import AMOUNT, place, reported, seen
from tests.support.refunds import lines, refund, refund_of_everything, refund_of_lines

R = ReportedStatus
B = BillingReason
Step = tuple[str, int, int, BillingReason]  # room, gross due at 10 and at 20 per cent, why

DELIVERED = reported(R.DELIVERED, 34)
WHOLE: Step = ("203", 2200, 300, B.DELIVERED)
REFUNDED: Step = ("203", 0, 0, B.REFUNDED)
SECOND = {"refund_id": "ref-2"}
FRANCS = Amount(currency="CHF", tax_lines=AMOUNT.tax_lines)


def nothing(reason: BillingReason) -> Step:
    return ("203", 0, 0, reason)


def part(ten: int, twenty: int) -> Step:
    return ("203", ten, twenty, B.PARTIALLY_REFUNDED)


PATHS: dict[str, tuple[list[Message], list[Step]]] = {
    "on the way": (
        [reported(R.ACCEPTED), reported(R.PREPARING), reported(R.TO_PICKUP), reported(R.NEAR)],
        [],
    ),
    "delivered": ([reported(R.PICKED_UP), DELIVERED], [WHOLE]),
    "delivered, told twice": ([DELIVERED, reported(R.DELIVERED, 36)], [WHOLE]),
    "cancelled": ([reported(R.CANCELLED)], []),
    "failed": ([reported(R.FAILED)], []),
    "returned": ([reported(R.FAILED), reported(R.RETURNED)], []),
    "cancelled, then called delivered": ([reported(R.CANCELLED, 20), DELIVERED], []),
    "cancelled after a mistaken delivery": (
        [DELIVERED, reported(R.CANCELLED, 40)],
        [WHOLE, nothing(B.CANCELLED)],
    ),
    "failed after a mistaken delivery": (
        [DELIVERED, reported(R.FAILED, 40)],
        [WHOLE, nothing(B.FAILED)],
    ),
    "returned after a mistaken delivery": (
        [DELIVERED, reported(R.RETURNED, 40)],
        [WHOLE, nothing(B.RETURNED)],
    ),
    "cancelled, then returned after a mistaken delivery": (
        [DELIVERED, reported(R.CANCELLED, 40), reported(R.RETURNED, 50)],
        [WHOLE, nothing(B.CANCELLED), nothing(B.RETURNED)],
    ),
    "refunded in full before delivery": ([refund_of_everything(20), DELIVERED], [REFUNDED]),
    "refunded in full after delivery": ([DELIVERED, refund_of_everything()], [WHOLE, REFUNDED]),
    "refunded in part before delivery": ([refund(1000, 20), DELIVERED], [part(1320, 180)]),
    "refunded in part after delivery": ([DELIVERED, refund(1000)], [WHOLE, part(1320, 180)]),
    "one tax line refunded": (
        [DELIVERED, refund_of_lines(lines(r20=(250, 50)))],
        [WHOLE, part(2200, 0)],
    ),
    "refunded in part twice": (
        [DELIVERED, refund(1000), refund(500, 61, **SECOND)],
        [WHOLE, part(1320, 180), part(880, 120)],
    ),
    "refunded in part until nothing is left": (
        [DELIVERED, refund(1000), refund(1500, 61, **SECOND)],
        [WHOLE, part(1320, 180), REFUNDED],
    ),
    "the same refund twice": ([DELIVERED, refund(1000), refund(1000)], [WHOLE, part(1320, 180)]),
    "a refund larger than the total": ([DELIVERED, refund(2501)], [WHOLE]),
    "a refund larger than what is left": (
        [DELIVERED, refund(2000), refund(501, 61, **SECOND)],
        [WHOLE, part(440, 60)],
    ),
    "a refund larger than its tax line": (
        [DELIVERED, refund_of_lines(lines(r20=(300, 60)))],
        [WHOLE],
    ),
    "a refund in another currency": ([DELIVERED, refund(1000, currency="CHF")], [WHOLE]),
    "a refund of a cancelled order": ([reported(R.CANCELLED), refund(1000)], []),
    "a refund after a delivery was cancelled": (
        [DELIVERED, reported(R.CANCELLED, 40), refund(1000)],
        [WHOLE, nothing(B.CANCELLED)],
    ),
    "refunded, then cancelled": (
        [DELIVERED, refund(1000), reported(R.CANCELLED, 70)],
        [WHOLE, part(1320, 180), nothing(B.CANCELLED)],
    ),
    "a claim accepted": ([DELIVERED, open_claim(), decided()], [WHOLE, part(1100, 150)]),
    "a claim rejected": ([DELIVERED, open_claim(), rejected()], [WHOLE]),
    "another room before delivery": (
        [change_room("305"), DELIVERED],
        [("305", 2200, 300, B.DELIVERED)],
    ),
    "another room after delivery": (
        [DELIVERED, change_room("305")],
        [WHOLE, ("305", 2200, 300, B.DELIVERED)],
    ),
    "another room after a refund": (
        [DELIVERED, refund(1000), change_room("305")],
        [WHOLE, part(1320, 180), ("305", 1320, 180, B.PARTIALLY_REFUNDED)],
    ),
    "another room too late": (
        [DELIVERED, reported(R.CANCELLED, 40), change_room("305")],
        [WHOLE, nothing(B.CANCELLED)],
    ),
    "news after delivery that is none of the folio's": (
        [DELIVERED, reported(R.NEAR, 30), seen(33), reported(R.ACCEPTED, 2)],
        [WHOLE],
    ),
}


def _step(target: BillingTarget) -> Step:
    by_rate = {line.rate: line.gross for line in target.amount.tax_lines}
    return (target.room, by_rate.get("10.00", 0), by_rate.get("20.00", 0), target.reason)


@pytest.mark.promise("billing converges")
@pytest.mark.parametrize("path", PATHS)
def test_the_folio_is_told_exactly_this(path: str) -> None:
    messages, expected = PATHS[path]
    life = Life().after(place(), *messages)
    assert [_step(target) for target in life.all(BillingTarget)] == expected


@pytest.mark.parametrize("path", PATHS)
def test_the_target_is_never_told_twice_in_a_row_and_can_be_said_again(path: str) -> None:
    messages, _ = PATHS[path]
    life = Life().after(place(), *messages, *messages)
    told = life.all(BillingTarget)
    assert all(one != next for one, next in pairwise(told))
    (row,) = handlers.states
    assert row.message(life.order) == life.target


@pytest.mark.parametrize("path", PATHS)
def test_what_came_before_the_order_comes_to_the_same_target(path: str) -> None:
    messages, _ = PATHS[path]
    by_partner = [message for message in messages if message.TYPE.startswith("bridge.")]
    late, early = Life().after(place(), *by_partner), Life().after(*by_partner, place())
    assert early.order is not None
    due = [life.target.amount.total if life.target else 0 for life in (late, early)]
    assert due[0] == due[1]


def test_an_order_in_another_currency_is_refused_and_never_due() -> None:
    life = Life().after(place(amount=FRANCS), DELIVERED)
    assert life.all(BillingTarget) == []
    assert life.known.placement is None
