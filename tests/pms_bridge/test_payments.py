"""What is wanted of a payment is made so at the provider, one step at a time."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.payments import (
    PaymentAuthorised,
    PaymentFailed,
    PaymentOpened,
    PaymentProblem,
    PaymentSettled,
    PaymentStep,
    StepEnd,
)
from tests.support.paying import ABOUT, Till, check, done, settle, start

PAY_AT = "https://www.paypal.com/checkoutnow?token=5O190127TN364715T"


def only(till: Till, step: PaymentStep) -> Any:
    (work,) = till.asked
    assert work.step is step
    till.asked.clear()
    return work


def opened() -> Till:
    till = Till()
    till.tell(start())
    work = only(till, PaymentStep.OPEN)
    (told,) = till.tell(done(work, pay_at=PAY_AT))
    assert told == PaymentOpened(**ABOUT, pay_at=PAY_AT)
    return till


def authorised() -> Till:
    till = opened()
    till.tell(check())
    work = only(till, PaymentStep.AUTHORISE)
    (told,) = till.tell(done(work, authorised=5200))
    assert told == PaymentAuthorised(**ABOUT, amount=5200, currency="EUR")
    return till


def captured() -> Till:
    till = authorised()
    till.tell(settle(5200))
    work = only(till, PaymentStep.CAPTURE)
    (told,) = till.tell(done(work, authorised=5200, captured=5200))
    assert told == PaymentSettled(**ABOUT, kept=5200, currency="EUR")
    return till


@pytest.mark.feature("R57")
def test_a_payment_is_opened_authorised_and_captured_and_each_is_told_once() -> None:
    till = captured()
    assert till.tell(start(), check()) == []
    assert till.asked == []
    # Asked again, it is answered again, and nothing is asked of the provider.
    assert till.tell(settle(5200)) == [PaymentSettled(**ABOUT, kept=5200, currency="EUR")]
    assert till.asked == []


def test_nothing_is_taken_before_it_is_wanted() -> None:
    till = authorised()
    assert till.asked == []
    till.tell(check())
    assert till.asked == []


def test_a_guest_who_has_not_paid_yet_is_looked_at_again_when_word_comes() -> None:
    till = opened()
    till.tell(check())
    work = only(till, PaymentStep.AUTHORISE)
    till.tell(check(), check())
    assert till.asked == []
    assert till.tell(done(work, end=StepEnd.NOT_YET)) == []
    again = only(till, PaymentStep.AUTHORISE)
    till.tell(done(again, end=StepEnd.NOT_YET))
    assert till.asked == []


def test_what_is_not_wanted_any_more_is_voided_or_never_authorised() -> None:
    till = authorised()
    till.tell(settle(0))
    work = only(till, PaymentStep.VOID)
    (told,) = till.tell(done(work))
    assert told == PaymentSettled(**ABOUT, kept=0, currency="EUR")
    unpaid = opened()
    assert unpaid.tell(settle(0)) == [told]
    unpaid.tell(check())
    assert unpaid.asked == []


def test_a_payment_authorised_while_it_stopped_being_wanted_is_voided() -> None:
    till = opened()
    till.tell(check())
    work = only(till, PaymentStep.AUTHORISE)
    assert till.tell(settle(0)) == []
    till.tell(done(work, authorised=5200))
    only(till, PaymentStep.VOID)


def test_what_is_ours_is_refunded_down_to_what_is_kept() -> None:
    till = captured()
    till.tell(settle(3000))
    work = only(till, PaymentStep.REFUND)
    assert (work.refund, work.refunded) == (2200, 0)
    (told,) = till.tell(done(work, authorised=5200, refunded=2200))
    assert told == PaymentSettled(**ABOUT, kept=3000, refunded=2200, currency="EUR")
    till.tell(settle(0))
    work = only(till, PaymentStep.REFUND)
    assert (work.refund, work.refunded) == (3000, 2200)


def test_a_capture_under_way_when_it_stops_being_wanted_is_refunded() -> None:
    till = authorised()
    till.tell(settle(5200))
    work = only(till, PaymentStep.CAPTURE)
    till.tell(settle(0))
    assert till.asked == []
    till.tell(done(work, authorised=5200, captured=5200))
    assert only(till, PaymentStep.REFUND).refund == 5200


@pytest.mark.parametrize(
    ("end", "problem"),
    [
        (StepEnd.REFUSED, PaymentProblem.REFUSED),
        (StepEnd.NOT_CONNECTED, PaymentProblem.NOT_CONNECTED),
    ],
)
def test_a_payment_that_cannot_be_opened_has_failed(end: StepEnd, problem: PaymentProblem) -> None:
    till = Till()
    till.tell(start())
    (told,) = till.tell(done(only(till, PaymentStep.OPEN), end=end, provider_id=None))
    assert isinstance(told, PaymentFailed)
    assert told.problem is problem
    till.tell(check())
    assert till.asked == []
    assert till.tell(settle(0)) == [PaymentSettled(**ABOUT, kept=0, currency="EUR")]


def test_a_capture_that_is_declined_is_told_and_voided_once_it_is_not_wanted() -> None:
    till = authorised()
    till.tell(settle(5200))
    work = only(till, PaymentStep.CAPTURE)
    (told,) = till.tell(done(work, end=StepEnd.DECLINED, authorised=5200))
    assert isinstance(told, PaymentFailed)
    assert till.asked == []
    till.tell(settle(0))
    only(till, PaymentStep.VOID)


def test_a_report_that_comes_twice_or_of_another_payment_changes_nothing() -> None:
    till = opened()
    till.tell(check())
    work = only(till, PaymentStep.AUTHORISE)
    till.tell(done(work, authorised=5200))
    assert till.tell(done(work, authorised=5200)) == []
    assert till.tell(settle(0, payment_id="another")) == []
    assert till.asked == []
