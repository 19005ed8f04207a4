"""A card kept as a guarantee: the stay is firm, nothing is paid; charged once, or released."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from contracts.carts import Wish
from contracts.message import Message
from contracts.payments import (
    KeptCard,
    PaymentAuthorised,
    PaymentFailed,
    PaymentProblem,
    PaymentSettled,
)
from contracts.selling import BookingMode, PaymentMeans
from contracts.stay_payments import CardState, StayCardChanged
from contracts.stay_requests import CancelStay, ChargeStayCard, ReleaseStayCard
from contracts.stays import StayBooked, StayDeadline, StayRefusal, StayRefused, StayState
from orders.stay.model import Phase
from tests.orders.test_stay_paying import BACK, PAYMENT, PRICE, keeps
from tests.support.stays import AIGLE, ORDER, Ordering, change, held, pre_book, rings, want
from tests.support.stays import with_rules as ruled

CARD = KeptCard(keeper="Coffre Alpin", until=dt.date(2027, 9, 1))
ABOUT: dict[str, Any] = {"property_id": AIGLE, "order_id": ORDER, "payment_id": PAYMENT}
KEPT = PaymentAuthorised(**ABOUT, amount=PRICE, currency="EUR", card=CARD)


def leaving_a_card(**rules: Any) -> Ordering:
    takes = {"mode": BookingMode.BOOKING, "payment_means": (PaymentMeans.CARD_CAPTURE,)}
    ordering = Ordering(aigle=ruled(**takes, **rules))
    means = {"payment_means": PaymentMeans.CARD_CAPTURE, "return_to": BACK}
    ordering.tell(pre_book(wish=Wish.BOOKING, **means), held())
    return ordering


def guaranteed(**rules: Any) -> Ordering:
    ordering = leaving_a_card(**rules)
    ordering.tell(KEPT)
    return ordering


def charge(amount: int = PRICE) -> ChargeStayCard:
    return ChargeStayCard(property_id=AIGLE, order_id=ORDER, amount=amount, reason="pas venu")


def release() -> ReleaseStayCard:
    return ReleaseStayCard(property_id=AIGLE, order_id=ORDER)


def settled(kept: int) -> PaymentSettled:
    return PaymentSettled(**ABOUT, kept=kept, currency="EUR")


def states(events: list[Message]) -> list[CardState]:
    return [event.state for event in events if isinstance(event, StayCardChanged)]


@pytest.mark.feature("R56", "R57")
def test_a_stay_is_firm_once_a_card_is_kept_and_nothing_is_paid() -> None:
    ordering = leaving_a_card()
    (done,) = ordering.tell(KEPT)
    assert isinstance(done, StayBooked)
    assert (done.state, done.paid, done.card) == (StayState.FIRM, 0, CARD)
    assert done.guarantee == PRICE
    # Whatever is said again changes nothing, and takes nothing.
    assert ordering.tell(KEPT, rings(StayDeadline.PAYMENT)) == []
    assert keeps(ordering.told) == []


@pytest.mark.promise("money moves once")
@pytest.mark.feature("R57")
def test_a_guest_who_did_not_come_is_charged_once() -> None:
    ordering = guaranteed()
    events = ordering.tell(charge(2600))
    assert (states(events), keeps(events)) == ([CardState.CHARGING], [2600])
    assert ordering.ask(charge(2600), StayRefused).reason is StayRefusal.BUSY
    assert states(ordering.tell(settled(2600), settled(2600))) == [CardState.CHARGED]
    assert ordering.ask(charge(100), StayRefused).reason is StayRefusal.BUSY
    assert ordering.ask(release(), StayRefused).reason is StayRefusal.BUSY
    assert ordering.stay.phase is Phase.FIRM


def test_no_more_is_charged_than_the_guarantee_is_for() -> None:
    assert guaranteed().ask(charge(PRICE + 1), StayRefused).reason is StayRefusal.QUANTITY


def test_a_card_that_gives_nothing_may_be_tried_again() -> None:
    ordering = guaranteed()
    ordering.tell(charge())
    failed = PaymentFailed(**ABOUT, problem=PaymentProblem.DECLINED)
    assert states(ordering.tell(failed, failed)) == [CardState.DECLINED]
    assert keeps(ordering.tell(charge())) == [PRICE]


@pytest.mark.feature("R57")
def test_a_released_card_is_forgotten_and_charged_no_more() -> None:
    ordering = guaranteed()
    events = ordering.tell(release())
    assert (states(events), keeps(events)) == ([CardState.RELEASED], [0])
    assert ordering.ask(charge(), StayRefused).reason is StayRefusal.MODE_NOT_OFFERED
    assert ordering.stay.card is None


@pytest.mark.parametrize(
    ("refund_days", "said", "released"),
    [(61, None, True), (62, None, False), (62, True, True), (0, False, False)],
)
def test_a_stay_called_off_in_time_has_its_card_released_and_later_it_may_be_charged(
    refund_days: int, said: bool | None, released: bool
) -> None:
    ordering = guaranteed(refund_days=refund_days)
    cancel = CancelStay(property_id=AIGLE, order_id=ORDER, reason="imprévu", refund=said)
    events = ordering.tell(cancel)
    assert states(events) == ([CardState.RELEASED] if released else [])
    assert keeps(events) == ([0] if released else [])
    answer = ordering.tell(charge())
    assert states(answer) == ([] if released else [CardState.CHARGING])


def test_a_card_left_too_late_is_forgotten_and_nobody_is_booked() -> None:
    ordering = leaving_a_card()
    ordering.tell(rings(StayDeadline.PAYMENT))
    assert keeps(ordering.tell(KEPT)) == [0]
    assert ordering.all(StayBooked) == []


def test_a_change_asks_nothing_of_a_stay_with_a_card() -> None:
    ordering = guaranteed()
    ordering.tell(change(want(3)))
    ordering.tell(held(attempt=ordering.stay.attempt))
    assert (ordering.stay.due, keeps(ordering.told)) == (0, [])
