"""A booking that is paid online: held while its guest pays, firm once paid, else given back."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations
from typing import Any

import pytest

from chassis.identity import derived_id
from contracts.carts import Wish
from contracts.message import Message
from contracts.payments import (
    PaymentAuthorised,
    PaymentFailed,
    PaymentProblem,
    PaymentSettled,
    SettlePayment,
    StartPayment,
)
from contracts.planning import ReleasePlaces
from contracts.selling import BookingMode, Deposit, DepositKind, PaymentMeans, Rules
from contracts.stay_payments import PaymentEnd, StayAwaitsPayment, StayPaymentEnded
from contracts.stay_requests import BookStay, CancelStay, ConfirmStay
from contracts.stays import (
    StayBooked,
    StayCancelled,
    StayDeadline,
    StayRefusal,
    StayRefused,
    StayState,
)
from orders.stay.deadlines import PAID_WITHIN, AwaitStayDeadline
from orders.stay.model import Phase
from tests.support.stays import (
    AIGLE,
    JULY,
    NOW,
    ORDER,
    OURS,
    Ordering,
    change,
    given_back,
    held,
    july,
    pre_book,
    rate,
    rings,
    selling,
    want,
    with_rules,
)

PAYMENT = derived_id("stay-payment", ORDER)
TAKES_PAYPAL: dict[str, Any] = {
    "mode": BookingMode.BOOKING,
    "payment_means": (PaymentMeans.PAYPAL,),
}
BACK = "https://comptoir.example/guest/stay/abc"
PRICE = 2 * 2600


def order(*wanted: Any, **fields: Any) -> BookStay:
    said = {"wish": Wish.BOOKING, "payment_means": PaymentMeans.PAYPAL, "return_to": BACK}
    return pre_book(*wanted, **{**said, **fields})


def paying(**rules: Any) -> Ordering:
    """A booking whose places are held, and whose guest is to pay."""
    ordering = Ordering(aigle=with_rules(**{**TAKES_PAYPAL, **rules}))
    ordering.tell(order(), held())
    return ordering


def authorised(amount: int = PRICE, **fields: Any) -> PaymentAuthorised:
    about = {"property_id": AIGLE, "order_id": ORDER, "payment_id": PAYMENT, "currency": "EUR"}
    return PaymentAuthorised(**{**about, "amount": amount, **fields})


def settled(kept: int = PRICE, refunded: int = 0) -> PaymentSettled:
    about = {"property_id": AIGLE, "order_id": ORDER, "payment_id": PAYMENT, "currency": "EUR"}
    return PaymentSettled(**about, kept=kept, refunded=refunded)


def failed(problem: PaymentProblem = PaymentProblem.DECLINED) -> PaymentFailed:
    return PaymentFailed(property_id=AIGLE, order_id=ORDER, payment_id=PAYMENT, problem=problem)


def cancel(**fields: Any) -> CancelStay:
    return CancelStay(property_id=AIGLE, order_id=ORDER, reason="imprévu", **fields)


def keeps(events: list[Message]) -> list[int]:
    return [event.keep for event in events if isinstance(event, SettlePayment)]


def kinds(events: list[Message]) -> set[type[Message]]:
    return {type(event) for event in events}


@pytest.mark.feature("R56", "R57")
def test_the_places_are_held_before_the_guest_is_asked_to_pay() -> None:
    ordering = Ordering(aigle=with_rules(**TAKES_PAYPAL))
    asked = ordering.tell(order())
    assert StartPayment not in kinds(asked)
    told, start = ordering.tell(held())
    assert isinstance(told, StayAwaitsPayment)
    assert (told.amount, told.means, told.payment_id) == (PRICE, PaymentMeans.PAYPAL, PAYMENT)
    assert told.pays_until == NOW + PAID_WITHIN
    assert isinstance(start, StartPayment)
    assert (start.amount, start.currency, start.return_to) == (PRICE, "EUR", BACK)
    timer = ordering.effects[-1]
    assert isinstance(timer.work, AwaitStayDeadline)
    assert (timer.work.deadline, timer.due_at) == (StayDeadline.PAYMENT, told.pays_until)


@pytest.mark.feature("R08")
@pytest.mark.parametrize(
    ("deposit", "due"),
    [
        (Deposit(), PRICE),
        (Deposit(kind=DepositKind.PERCENTAGE, value=30), 1560),
        (Deposit(kind=DepositKind.FIXED, value=1000), 1000),
    ],
)
def test_no_more_is_paid_at_once_than_the_deposit(deposit: Deposit, due: int) -> None:
    ordering = paying(deposit=deposit)
    (start,) = ordering.all(StartPayment)
    assert start.amount == due
    ordering.tell(authorised(due), settled(due))
    (done,) = ordering.all(StayBooked)
    assert (done.paid, done.price.total) == (due, PRICE)


@pytest.mark.feature("R56")
def test_the_stay_is_firm_only_once_the_money_is_ours() -> None:
    ordering = paying()
    request_id = ordering.stay.being_paid.request_id
    assert keeps(ordering.tell(authorised())) == [PRICE]
    assert phase(ordering) == "paying"
    (done,) = ordering.tell(settled())
    assert isinstance(done, StayBooked)
    assert (done.state, done.paid, done.request_id) == (StayState.FIRM, PRICE, request_id)
    assert ordering.stay.phase is Phase.FIRM
    # Whatever is said again changes nothing.
    assert ordering.tell(authorised()) == [settle(PRICE)]
    assert ordering.tell(settled(), rings(StayDeadline.PAYMENT), failed()) == []
    assert ordering.stay.phase is Phase.FIRM


def phase(ordering: Ordering) -> str:
    return ordering.stay.phase


def settle(keep: int) -> SettlePayment:
    return SettlePayment(property_id=AIGLE, order_id=ORDER, payment_id=PAYMENT, keep=keep)


ENDS = [
    (rings(StayDeadline.PAYMENT), PaymentEnd.EXPIRED),
    (failed(), PaymentEnd.DECLINED),
    (failed(PaymentProblem.NOT_CONNECTED), PaymentEnd.NOT_OFFERED),
    (failed(PaymentProblem.REFUSED), PaymentEnd.NOT_OFFERED),
    (authorised(PRICE - 1), PaymentEnd.DECLINED),
    (authorised(currency="CHF"), PaymentEnd.DECLINED),
]


@pytest.mark.parametrize(("message", "reason"), ENDS)
def test_what_is_not_paid_gives_its_places_back_once_and_keeps_nothing(
    message: Message, reason: PaymentEnd
) -> None:
    ordering = paying()
    events = ordering.tell(message)
    assert given_back(events) == [(AIGLE, 1)]
    assert keeps(events) == [0]
    (told,) = (event for event in events if isinstance(event, StayPaymentEnded))
    assert told.reason is reason
    again = ordering.tell(*(each for each, _ in ENDS))
    assert given_back(again) == []
    assert set(keeps(again)) <= {0}
    assert ordering.all(StayBooked) == []


@pytest.mark.feature("R56")
def test_a_payment_that_comes_after_its_places_are_gone_is_given_back() -> None:
    ordering = paying()
    ordering.tell(rings(StayDeadline.PAYMENT))
    assert ordering.tell(authorised()) == [settle(0)]
    assert ordering.tell(settled(0, PRICE)) == []
    assert ordering.stay.phase is Phase.EXPIRED


def test_a_payment_of_an_order_that_nobody_knows_is_given_back() -> None:
    assert keeps(Ordering().tell(authorised())) == [0]
    ordering = paying()
    other = "5f1c9c0e-8a5e-8d4f-9c3f-0a6f1f0c8b11"
    (answer,) = ordering.tell(authorised(payment_id=other))
    assert isinstance(answer, SettlePayment)
    assert (answer.payment_id, answer.keep) == (other, 0)


def test_the_hour_strikes_while_the_money_is_being_taken_and_nothing_is_lost() -> None:
    ordering = paying()
    ordering.tell(authorised())
    assert ordering.tell(rings(StayDeadline.PAYMENT)) == []
    ordering.tell(settled())
    assert ordering.stay.phase is Phase.FIRM


def test_a_capture_that_is_declined_gives_the_places_back() -> None:
    ordering = paying()
    ordering.tell(authorised())
    events = ordering.tell(failed())
    assert (given_back(events), keeps(events)) == ([(AIGLE, 1)], [0])
    assert ordering.tell(settled(0)) == []


def outcomes() -> Iterator[tuple[Message, ...]]:
    """All that may be heard, in any order."""
    yield from permutations(
        (authorised(), settled(), rings(StayDeadline.PAYMENT), failed(), settled(0))
    )


@pytest.mark.parametrize("messages", list(outcomes()))
def test_whatever_is_heard_in_whatever_order_a_bed_is_paid_or_given_back_never_both(
    messages: tuple[Message, ...],
) -> None:
    ordering = paying()
    ordering.tell(*messages, *messages)
    firm = bool(ordering.all(StayBooked))
    back = given_back(ordering.all(ReleasePlaces))
    assert len(ordering.all(StayBooked)) <= 1
    assert len(back) == (0 if firm else 1)
    assert ordering.stay.being_paid.keep == (PRICE if firm else 0)


def test_a_guest_may_give_up_and_the_desk_may_not_touch_what_is_being_paid() -> None:
    ordering = paying()
    refused = ordering.ask(ConfirmStay(property_id=AIGLE, order_id=ORDER), StayRefused)
    assert refused.reason is StayRefusal.BUSY
    assert ordering.ask(change(want(3)), StayRefused).reason is StayRefusal.BUSY
    events = ordering.tell(cancel())
    assert kinds(events) == {StayCancelled, StayPaymentEnded, ReleasePlaces, SettlePayment}
    taking = paying()
    taking.tell(authorised())
    assert taking.ask(cancel(), StayRefused).reason is StayRefusal.BUSY


def paid(**rules: Any) -> Ordering:
    ordering = paying(**rules)
    ordering.tell(authorised(), settled())
    return ordering


@pytest.mark.parametrize(
    ("refund_days", "said", "refunded"),
    [
        (0, None, PRICE),
        (61, None, PRICE),
        (62, None, 0),
        (365, True, PRICE),
        (0, False, 0),
    ],
)
def test_what_was_paid_is_given_back_by_the_hut_s_rules_unless_whoever_cancels_says_otherwise(
    refund_days: int, said: bool | None, refunded: int
) -> None:
    assert (JULY - NOW.date()).days == 61
    ordering = paid(refund_days=refund_days)
    events = ordering.tell(cancel(refund=said))
    (told,) = (event for event in events if isinstance(event, StayCancelled))
    assert told.refunded == refunded
    assert keeps(events) == ([PRICE - refunded] if refunded else [])
    assert given_back(events) == [(AIGLE, 1)]
    assert given_back(ordering.tell(cancel(refund=True))) == []
    assert len(keeps(ordering.told)) == (2 if refunded else 1)


REFUSED = [
    ({"payment_means": None}, {}, "payment_means"),
    ({"return_to": None}, {}, "return_to"),
    ({"payment_means": PaymentMeans.PAYBOX}, {}, "payment_means"),
    ({}, {"mode": BookingMode.PRE_BOOKING}, "wish"),
]


@pytest.mark.parametrize(("asked", "rules", "field"), REFUSED)
def test_a_booking_is_paid_as_its_hut_takes_money_or_not_taken(
    asked: dict[str, Any], rules: dict[str, Any], field: str
) -> None:
    ordering = Ordering(aigle=with_rules(**{**TAKES_PAYPAL, **rules}))
    refused = ordering.ask(order(**asked), StayRefused)
    assert (refused.reason, refused.field) == (StayRefusal.MODE_NOT_OFFERED, field)


def test_a_tour_is_not_paid_at_once_each_hut_is_its_own_merchant() -> None:
    ordering = Ordering(with_rules(**TAKES_PAYPAL), with_rules(**TAKES_PAYPAL))
    tour = order(want(2), want(2, july(2), OURS))
    assert ordering.ask(tour, StayRefused).reason is StayRefusal.MODE_NOT_OFFERED


def test_who_has_nothing_to_pay_is_booked_at_once() -> None:
    free = selling(rates=(rate("adulte", "dortoir", 0),), rules=Rules(**TAKES_PAYPAL))
    ordering = Ordering(aigle=free)
    ordering.tell(order(), held())
    (done,) = ordering.all(StayBooked)
    assert (done.state, done.paid) == (StayState.FIRM, 0)
    assert ordering.all(StartPayment) == []
