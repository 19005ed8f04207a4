"""Changing a paid stay moves money: more is asked of its guest, too much goes back (R58, R60)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from contracts.carts import Wish
from contracts.message import Message
from contracts.payments import PaymentAuthorised, PaymentFailed, PaymentProblem, PaymentSettled
from contracts.payments import StartPayment as Start
from contracts.selling import BookingMode, Deposit, DepositKind, PaymentMeans
from contracts.stay_payments import PaymentEnd, StayAwaitsPayment, StayPaid, StayPaymentMissed
from contracts.stay_requests import BookStay, CancelStay, PayStay
from contracts.stays import StayCancelled, StayChanged, StayDeadline, StayRefusal, StayRefused
from orders.stay.deadlines import PAID_WITHIN
from orders.stay.model import Phase
from tests.orders.test_stay_paying import BACK, PRICE, authorised, keeps, settled
from tests.support.stays import (
    AIGLE,
    NOW,
    ORDER,
    Ordering,
    change,
    held,
    pre_book,
    rings,
    want,
    with_rules,
)

ONE = 2600


def paid(persons: int = 2, **rules: Any) -> Ordering:
    """A firm stay of so many persons for a night, all of it paid online."""
    terms = {"mode": BookingMode.BOOKING, "payment_means": (PaymentMeans.PAYPAL,)}
    ordering = Ordering(aigle=with_rules(**terms, **rules))
    said = {"wish": Wish.BOOKING, "payment_means": PaymentMeans.PAYPAL, "return_to": BACK}
    asked: BookStay = pre_book(want(persons), **said)
    ordering.tell(asked, held())
    due = ordering.stay.being_paid.amount
    ordering.tell(authorised(due), settled(due))
    assert ordering.stay.phase is Phase.FIRM
    return ordering


def changed(ordering: Ordering, persons: int, **said: Any) -> list[Message]:
    ordering.tell(change(want(persons), **said))
    return ordering.tell(held(attempt=ordering.stay.attempt))


def told_of(events: list[Message]) -> tuple[int | None, int, int]:
    (told,) = (event for event in events if isinstance(event, StayChanged))
    return told.paid, told.refunded, told.due


def pay(expected: int = ONE, **said: Any) -> PayStay:
    return PayStay(property_id=AIGLE, order_id=ORDER, expected=expected, return_to=BACK, **said)


def about(ordering: Ordering) -> dict[str, Any]:
    payment_id = ordering.stay.more[-1].payment_id
    return {"property_id": AIGLE, "order_id": ORDER, "payment_id": payment_id}


def topped_up(ordering: Ordering, amount: int = ONE) -> list[Message]:
    own = about(ordering)
    return ordering.tell(
        PaymentAuthorised(**own, amount=amount, currency="EUR"),
        PaymentSettled(**own, kept=amount, currency="EUR"),
    )


@pytest.mark.feature("R58", "R60")
def test_a_stay_that_is_dearer_asks_its_guest_for_the_difference() -> None:
    ordering = paid()
    assert told_of(changed(ordering, 3)) == (PRICE, 0, ONE)
    awaits, start = ordering.tell(pay())
    assert isinstance(awaits, StayAwaitsPayment)
    assert (awaits.amount, awaits.pays_until) == (ONE, NOW + PAID_WITHIN)
    assert isinstance(start, Start)
    assert (start.amount, start.means) == (ONE, PaymentMeans.PAYPAL)
    assert start.payment_id != ordering.stay.being_paid.payment_id
    told = topped_up(ordering)
    (done,) = (event for event in told if isinstance(event, StayPaid))
    assert (done.amount, done.paid) == (ONE, PRICE + ONE)
    assert ordering.stay.due == 0
    assert ordering.ask(pay(), StayRefused).reason is StayRefusal.MODE_NOT_OFFERED
    # Whatever is said again changes nothing.
    assert [event for event in topped_up(ordering) if isinstance(event, StayPaid)] == []


@pytest.mark.promise("money moves once")
@pytest.mark.feature("R58", "R60")
def test_a_stay_that_is_cheaper_gives_back_what_is_paid_too_much() -> None:
    ordering = paid(3)
    events = changed(ordering, 2)
    assert told_of(events) == (PRICE, ONE, 0)
    assert keeps(events) == [PRICE]


@pytest.mark.parametrize(
    ("refund_days", "said", "kept"),
    [(61, None, PRICE), (62, None, PRICE + ONE), (62, True, PRICE), (0, False, PRICE + ONE)],
)
def test_a_deposit_too_much_goes_back_by_the_hut_s_rules_unless_the_desk_says_otherwise(
    refund_days: int, said: bool | None, kept: int
) -> None:
    deposit = Deposit(kind=DepositKind.PERCENTAGE, value=50)
    ordering = paid(6, refund_days=refund_days, deposit=deposit)
    events = changed(ordering, 4, refund=said)
    assert told_of(events)[0] == kept


def test_more_than_the_stay_costs_is_never_kept() -> None:
    ordering = paid(3)
    assert told_of(changed(ordering, 1, refund=False)) == (ONE, 2 * ONE, 0)


def test_what_is_left_for_the_hut_is_not_asked_online() -> None:
    ordering = paid()
    assert told_of(changed(ordering, 3, at_hut=True)) == (PRICE, 0, 0)
    assert ordering.ask(pay(), StayRefused).reason is StayRefusal.MODE_NOT_OFFERED
    assert told_of(changed(ordering, 4)) == (PRICE, 0, ONE)


def test_who_was_shown_another_sum_is_told() -> None:
    ordering = paid()
    changed(ordering, 3)
    assert ordering.ask(pay(ONE + 1), StayRefused).reason is StayRefusal.PRICE_CHANGED
    ordering.tell(pay())
    assert ordering.ask(pay(), StayRefused).reason is StayRefusal.BUSY
    assert ordering.ask(change(want(2)), StayRefused).reason is StayRefusal.BUSY


@pytest.mark.promise("money moves once")
def test_what_is_not_paid_in_time_may_be_paid_again_and_is_kept_once() -> None:
    ordering = paid()
    changed(ordering, 3)
    ordering.tell(pay())
    own = about(ordering)
    ordering.now += PAID_WITHIN - timedelta(seconds=1)
    assert ordering.tell(rings(StayDeadline.PAYMENT)) == []
    ordering.now += timedelta(seconds=1)
    events = ordering.tell(rings(StayDeadline.PAYMENT))
    (told,) = (event for event in events if isinstance(event, StayPaymentMissed))
    assert (told.reason, keeps(events)) == (PaymentEnd.EXPIRED, [0])
    late = PaymentAuthorised(**own, amount=ONE, currency="EUR")
    assert keeps(ordering.tell(late)) == [0]
    assert ordering.stay.phase is Phase.FIRM
    ordering.tell(pay())
    topped_up(ordering)
    assert ordering.stay.paid == PRICE + ONE


def test_a_card_that_is_declined_leaves_the_stay_as_it_was() -> None:
    ordering = paid()
    changed(ordering, 3)
    ordering.tell(pay())
    failed = PaymentFailed(**about(ordering), problem=PaymentProblem.DECLINED)
    (told, _) = ordering.tell(failed)
    assert isinstance(told, StayPaymentMissed)
    assert (told.reason, ordering.stay.due) == (PaymentEnd.DECLINED, ONE)
    assert ordering.tell(failed) == []


@pytest.mark.promise("money moves once")
def test_a_cancelled_stay_gives_back_both_payments_once() -> None:
    ordering = paid()
    changed(ordering, 3)
    ordering.tell(pay())
    topped_up(ordering)
    cancel = CancelStay(property_id=AIGLE, order_id=ORDER, reason="imprévu", refund=True)
    events = ordering.tell(cancel)
    (told,) = (event for event in events if isinstance(event, StayCancelled))
    assert (told.refunded, keeps(events)) == (PRICE + ONE, [0, 0])
    assert keeps(ordering.tell(cancel)) == []


def test_a_cancelled_stay_is_not_paid_any_more() -> None:
    ordering = paid()
    changed(ordering, 3)
    ordering.tell(pay())
    own = about(ordering)
    cancel = CancelStay(property_id=AIGLE, order_id=ORDER, reason="imprévu", refund=False)
    events = ordering.tell(cancel)
    assert [type(event) for event in events if isinstance(event, StayPaymentMissed)]
    late = PaymentAuthorised(**own, amount=ONE, currency="EUR")
    assert keeps(ordering.tell(late)) == [0]
    assert ordering.stay.paid == PRICE
