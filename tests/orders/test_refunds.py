"""Refunds that partners report, and which of them count."""

from __future__ import annotations

import re
from typing import Any

import pytest

from contracts.billing import BillingReason
from contracts.deliveries import DeliveryPlaced
from contracts.money import Amount
from contracts.refunds import DeliveryRefunded, RefundRefusal, RefundRefused, RefundReported
from contracts.tracking import ReportedStatus
from orders.delivery.refunds import REFUND_LIMIT
from tests.orders.life import Life
from tests.support.deliveries import AMOUNT, after, place, reported
from tests.support.refunds import lines, refund, refund_of_everything, refund_of_lines

R = ReportedStatus
WHICH = {"refund_id": "ref-2"}
# A detail is shown before delivery, too (O14); a rate in it is no amount.
AN_AMOUNT = r"\b\d{3,}\b"


def delivered() -> Life:
    return Life().after(place(), reported(R.DELIVERED, 34))


def _due(life: Life) -> int | None:
    return None if life.target is None else life.target.amount.total


def test_a_partial_refund_is_told_with_what_it_takes_from_each_tax_line() -> None:
    told = delivered().after(refund(1000, reason="cold")).last(DeliveryRefunded)
    assert told.amount == told.refunded == lines(r10=(800, 80), r20=(100, 20))
    assert (told.refund_id, told.in_full, told.reason) == ("ref-1", False, "cold")
    assert told.occurred_at == after(60)


def test_partial_refund_reverses_only_its_tax_line() -> None:
    life = delivered().after(refund_of_lines(lines(r20=(250, 50))))
    assert life.target is not None
    assert life.target.amount == lines(r10=(2000, 200))
    assert life.target.reason is BillingReason.PARTIALLY_REFUNDED


def test_two_partial_refunds_add_up_until_nothing_is_left() -> None:
    life = delivered().after(refund(999), refund(1501, 61, **WHICH))
    first, second = life.all(DeliveryRefunded)
    assert (first.refunded.total, first.in_full) == (999, False)
    assert (second.amount.total, second.refunded, second.in_full) == (1501, AMOUNT, True)
    assert life.target is not None
    assert life.target.amount == Amount.nothing("EUR")
    assert (life.target.reason, life.target.since) == (BillingReason.REFUNDED, after(61))


def test_a_repeated_refund_counts_once() -> None:
    once, twice = delivered().after(refund(1000)), delivered().after(refund(1000), refund(1000))
    later = delivered().after(refund(1000), refund(1000, 75))
    assert once.order == twice.order == later.order
    assert once.told == twice.told == later.told


@pytest.mark.parametrize(
    ("report", "reason", "field"),
    [
        (refund(2501), RefundRefusal.EXCEEDS_ORDER, "total"),
        (refund_of_lines(lines(r20=(251, 50))), RefundRefusal.EXCEEDS_ORDER, "amount.tax_lines"),
        (refund_of_lines(lines(r5=(10, 1))), RefundRefusal.UNKNOWN_TAX_LINE, "amount.tax_lines"),
        (refund(1000, currency="CHF"), RefundRefusal.CURRENCY_MISMATCH, "currency"),
        (refund(301, amount=lines(r20=(250, 50))), RefundRefusal.DIFFERS, "amount"),
        (
            refund(300, amount=Amount(currency="CHF", tax_lines=lines(r20=(250, 50)).tax_lines)),
            RefundRefusal.CURRENCY_MISMATCH,
            "currency",
        ),
    ],
)
def test_a_refund_that_cannot_be_is_refused_and_the_folio_stays(
    report: RefundReported, reason: RefundRefusal, field: str
) -> None:
    life = delivered()
    target = life.target
    life.after(report, report)
    (refused,) = life.all(RefundRefused)
    assert (refused.reason, refused.field, refused.refund_id) == (reason, field, "ref-1")
    assert not re.search(AN_AMOUNT, refused.detail)
    assert (refused.total, refused.currency) == (report.total, report.currency)
    assert life.target is target
    assert DeliveryRefunded not in life.events


def test_a_refund_larger_than_what_earlier_ones_left_is_refused() -> None:
    life = delivered().after(refund(2000), refund(501, 61, **WHICH))
    assert life.last(RefundRefused).reason is RefundRefusal.EXCEEDS_ORDER
    assert _due(life) == 500


def test_another_amount_under_the_same_id_is_refused_once_and_the_first_stands() -> None:
    life = delivered().after(refund(1000), refund(1200, 70), refund(1200, 70))
    assert [type(told) for told in life.told[-2:]] == [RefundRefused, DeliveryRefunded]
    (refused,) = life.all(RefundRefused)
    assert (refused.reason, refused.field, refused.total) == (RefundRefusal.DIFFERS, "total", 1200)
    assert not re.search(AN_AMOUNT, refused.detail)
    assert life.last(DeliveryRefunded).amount.total == 1000
    assert _due(life) == 1500


def test_a_report_that_says_on_which_lines_completes_one_that_does_not() -> None:
    amount = lines(r20=(250, 50))
    life = delivered().after(refund(300), refund_of_lines(amount, 61))
    assert RefundRefused not in life.events
    assert life.last(DeliveryRefunded).amount == amount
    assert life.target is not None
    assert life.target.amount == lines(r10=(2000, 200))


def test_a_refund_of_a_running_order_is_told_at_once_and_counts_when_it_is_delivered() -> None:
    life = Life().after(place(), refund(1000, 20))
    assert life.events == [DeliveryPlaced, DeliveryRefunded]
    assert life.target is None
    life.after(reported(R.DELIVERED, 34))
    assert _due(life) == 1500
    assert life.target is not None
    assert (life.target.reason, life.target.since) == (
        BillingReason.PARTIALLY_REFUNDED,
        after(34),
    )


def test_a_refund_before_the_order_is_told_once_it_is_placed() -> None:
    life = Life().after(refund(1000, 20), refund(3000, 21, **WHICH))
    assert life.events == []
    life.after(place())
    assert life.events == [DeliveryPlaced, RefundRefused, DeliveryRefunded]


@pytest.mark.parametrize("end", [R.CANCELLED, R.FAILED, R.RETURNED])
def test_a_refund_after_an_end_without_meal_is_told_and_nothing_is_due(end: R) -> None:
    life = Life().after(place(), reported(end, 40), refund(1000))
    assert life.events[-1] is DeliveryRefunded
    assert life.target is None


def test_a_late_word_of_an_earlier_refund_restates_the_one_that_no_longer_fits() -> None:
    life = delivered().after(refund(2000, 70, **WHICH))
    life.after(refund(1000, 60))
    assert life.last(RefundRefused).refund_id == "ref-2"
    assert life.last(DeliveryRefunded).refund_id == "ref-1"
    assert life.last(DeliveryRefunded).refunded.total == 1000
    assert _due(life) == 1500


def test_an_order_keeps_so_many_refunds_and_no_more() -> None:
    life = delivered()
    for n in range(REFUND_LIMIT):
        life.after(refund(1, 60 + n, refund_id=f"ref-{n}"))
    kept = life.order
    life.after(refund(1, 200, refund_id="one-more"))
    refused = life.last(RefundRefused)
    assert (refused.reason, refused.field) == (RefundRefusal.EXCEEDS_ORDER, "refund_id")
    assert life.order == kept
    life.after(refund(7, 201, refund_id="ref-3"))
    assert [type(told) for told in life.told[-2:]] == [RefundRefused, DeliveryRefunded]
    assert life.order == kept


def test_an_order_that_is_not_placed_keeps_so_many_refunds_and_no_more() -> None:
    life = Life()
    for n in range(REFUND_LIMIT + 5):
        life.after(refund(1, 60 + n, refund_id=f"ref-{n}"))
    assert life.events == []
    assert len(life.known.refunds) == REFUND_LIMIT


def test_a_refund_in_another_currency_is_never_relabelled() -> None:
    other: dict[str, Any] = {"currency": "CHF", "refund_id": "chf"}
    life = delivered().after(refund(1000), refund(1000, 61, **other))
    assert life.last(RefundRefused).currency == "CHF"
    assert _due(life) == 1500


def test_a_refund_of_everything_takes_every_line() -> None:
    told = delivered().after(refund_of_everything()).last(DeliveryRefunded)
    assert (told.amount, told.in_full) == (AMOUNT, True)
