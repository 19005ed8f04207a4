"""The hotel's claims, from their opening to the partner's decision."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import permutations

import pytest

from contracts.billing import BillingReason, BillingTarget
from contracts.claims import (
    ClaimedItem,
    ClaimEnded,
    ClaimOpened,
    ClaimOutcome,
    ClaimRefusal,
    ClaimRefused,
    ClaimVerdict,
    OpenClaim,
)
from contracts.message import Message
from contracts.refunds import DeliveryRefunded, RefundRefusal, RefundRefused
from contracts.tracking import ReportedStatus
from orders.delivery.claims import CLAIM_LIMIT, ClaimHindrance, claim_hindrance
from orders.delivery.deadlines import AwaitDecision
from orders.delivery.model import Claim
from tests.orders.life import Life
from tests.support.claims import (
    CLAIM,
    claim_content,
    deadline_came,
    decided,
    open_claim,
    rejected,
    withdraw_claim,
)
from tests.support.deliveries import ORDER, PROPERTY, after, place, reported
from tests.support.refunds import lines, refund, refund_of_lines

R = ReportedStatus
V = ClaimVerdict
End = ClaimOutcome


def delivered() -> Life:
    return Life().after(place()).at(after(50), reported(R.DELIVERED, 34))


def claimed() -> Life:
    return delivered().after(open_claim())


def test_a_claim_is_opened_with_a_deadline_and_a_timer_that_watches_it() -> None:
    life = claimed()
    told = life.last(ClaimOpened)
    assert (told.content, told.claim_id) == (claim_content(), CLAIM)
    assert (told.occurred_at, told.deadline) == (after(50), after(50) + timedelta(hours=48))
    assert (told.partner_id, told.external_id) == ("demo-page", "LUM-20261123-0042")
    (timer,) = life.effects
    assert timer.due_at == told.deadline
    assert timer.work == AwaitDecision(property_id=PROPERTY, order_id=ORDER, claim_id=CLAIM)


@pytest.mark.parametrize(
    ("request_", "reason", "field"),
    [
        (open_claim(property_id="hotel-other"), ClaimRefusal.UNKNOWN_ORDER, "order_id"),
        (open_claim(amount=2501), ClaimRefusal.EXCEEDS_ORDER, "content.amount"),
        (open_claim(currency="CHF"), ClaimRefusal.CURRENCY_MISMATCH, "content.currency"),
        (
            open_claim(items=(ClaimedItem(line=0, quantity=1), ClaimedItem(line=1, quantity=1))),
            ClaimRefusal.UNKNOWN_LINE,
            "content.items.1.line",
        ),
        (
            open_claim(items=(ClaimedItem(line=0, quantity=2), ClaimedItem(line=0, quantity=1))),
            ClaimRefusal.EXCEEDS_ORDER,
            "content.items.1.quantity",
        ),
    ],
)
def test_a_claim_that_cannot_be_is_refused_with_its_field(
    request_: OpenClaim, reason: ClaimRefusal, field: str
) -> None:
    life = delivered()
    kept = life.order
    life.after(request_)
    refused = life.last(ClaimRefused)
    assert (refused.reason, refused.field, refused.claim_id) == (reason, field, CLAIM)
    assert life.order == kept
    assert life.effects == []


def test_a_claim_is_too_early_while_the_order_is_on_its_way() -> None:
    life = Life().after(place(), reported(R.NEAR, 30), open_claim())
    assert life.last(ClaimRefused).reason is ClaimRefusal.TOO_EARLY


@pytest.mark.parametrize(("days", "told"), [(7, ClaimOpened), (7.01, ClaimRefused)])
def test_a_claim_is_too_late_a_week_after_the_end(days: float, told: type) -> None:
    life = delivered().at(after(34) + timedelta(days=days), open_claim())
    assert life.events[-1] is told
    if told is ClaimRefused:
        assert life.last(ClaimRefused).reason is ClaimRefusal.TOO_LATE


def test_a_claim_about_what_was_refunded_already_is_refused() -> None:
    life = delivered().after(refund(1500), open_claim(amount=1001))
    assert life.last(ClaimRefused).reason is ClaimRefusal.EXCEEDS_ORDER


def test_what_was_cancelled_is_billed_by_nobody_and_cannot_be_claimed() -> None:
    life = Life().after(place()).at(after(50), reported(R.CANCELLED, 34), open_claim())
    refused = life.last(ClaimRefused)
    assert (refused.reason, refused.field) == (ClaimRefusal.NOT_BILLED, "order_id")


def test_no_refusal_of_a_claim_names_an_amount_that_was_never_shown() -> None:
    life = Life().after(place()).at(after(50), reported(R.FAILED, 34), open_claim(amount=2501))
    assert not re.search(r"\d", life.last(ClaimRefused).detail)


def test_an_order_that_failed_can_be_claimed() -> None:
    life = Life().after(place()).at(after(50), reported(R.FAILED, 34), open_claim())
    assert life.events[-1] is ClaimOpened


def test_one_claim_at_a_time() -> None:
    life = claimed().after(open_claim("claim-2"), withdraw_claim(), open_claim("claim-2"))
    assert life.events[-4:] == [ClaimOpened, ClaimRefused, ClaimEnded, ClaimOpened]
    assert life.last(ClaimRefused).reason is ClaimRefusal.ALREADY_OPEN


def test_the_same_request_again_gets_the_same_answer_and_no_second_timer() -> None:
    life = claimed()
    kept = life.order
    life.at(after(90), open_claim())
    one, again = life.all(ClaimOpened)
    assert one == again
    assert life.order == kept
    assert len(life.effects) == 1


def test_other_content_under_the_id_of_an_open_claim_is_refused() -> None:
    life = claimed().after(open_claim(amount=1))
    assert life.last(ClaimRefused).reason is ClaimRefusal.ALREADY_OPEN


def test_a_claim_that_has_ended_is_not_opened_again() -> None:
    life = claimed().after(rejected(), open_claim())
    assert life.last(ClaimRefused).reason is ClaimRefusal.ALREADY_DECIDED


@pytest.mark.parametrize(
    ("verdict", "refunded", "outcome", "reason"),
    [
        (V.ACCEPTED, 2500, End.ACCEPTED, BillingReason.REFUNDED),
        (V.PARTIALLY_ACCEPTED, 500, End.PARTIALLY_ACCEPTED, BillingReason.PARTIALLY_REFUNDED),
    ],
)
def test_a_decision_ends_the_claim_and_its_refund_comes_off_what_is_due(
    verdict: V, refunded: int, outcome: End, reason: BillingReason
) -> None:
    life = claimed().after(decided(verdict, refunded, note="sorry"))
    assert life.events[-3:] == [ClaimEnded, DeliveryRefunded, BillingTarget]
    ended, told = life.last(ClaimEnded), life.last(DeliveryRefunded)
    assert (ended.outcome, ended.note, ended.occurred_at) == (outcome, "sorry", after(120))
    assert (told.refund_id, told.claim_id, told.amount.total) == (CLAIM, CLAIM, refunded)
    assert life.target is not None
    assert (life.target.amount.total, life.target.reason) == (2500 - refunded, reason)


def test_a_rejected_claim_changes_nothing_that_is_due() -> None:
    life = claimed().after(rejected())
    assert life.events[-1] is ClaimEnded
    assert life.target is not None
    assert life.target.reason is BillingReason.DELIVERED


@pytest.mark.parametrize(
    "again", [refund(1250, 130, claim_id=CLAIM), refund(1250, 130, refund_id=CLAIM)]
)
def test_a_decision_s_refund_that_is_told_again_as_a_refund_counts_once_in_either_order(
    again: Message,
) -> None:
    for messages in permutations([decided(), again]):
        life = claimed().after(*messages)
        assert life.target is not None
        assert life.target.amount.total == 1250
        assert {told.refunded.total for told in life.all(DeliveryRefunded)} == {1250}
        assert life.last(DeliveryRefunded).refund_id == CLAIM
        assert life.last(DeliveryRefunded).claim_id == CLAIM


def test_a_refund_that_says_the_lines_of_a_decision_completes_it() -> None:
    amount = lines(r10=(1000, 100), r20=(125, 25))
    life = claimed().after(decided(), refund_of_lines(amount, 130, claim_id=CLAIM))
    assert life.last(DeliveryRefunded).amount == amount


def test_another_sum_than_the_decision_s_is_refused_and_the_first_stands() -> None:
    life = claimed().after(decided(), refund(1000, 130, claim_id=CLAIM))
    assert life.last(RefundRefused).reason is RefundRefusal.DIFFERS
    assert life.target is not None
    assert life.target.amount.total == 1250


def test_two_refunds_of_one_claim_are_not_taken_for_one() -> None:
    life = claimed().after(
        refund(500, 130, claim_id=CLAIM), refund(500, 131, refund_id="ref-2", claim_id=CLAIM)
    )
    refused = life.last(RefundRefused)
    assert (refused.reason, refused.field) == (RefundRefusal.DIFFERS, "refund_id")


def test_a_claim_without_an_answer_ends_at_its_deadline() -> None:
    life = claimed().at(after(50) + timedelta(hours=48, minutes=3), deadline_came())
    ended = life.last(ClaimEnded)
    assert (ended.outcome, ended.occurred_at) == (
        End.UNANSWERED,
        after(50) + timedelta(hours=48),
    )


def test_a_deadline_after_the_end_or_of_an_unknown_claim_changes_nothing() -> None:
    life = claimed().after(decided())
    told = list(life.told)
    life.after(deadline_came(), deadline_came("other"))
    assert life.told == told


def test_a_decision_after_the_deadline_still_counts() -> None:
    life = claimed().after(deadline_came(), decided(minutes=4000))
    assert [told.outcome for told in life.all(ClaimEnded)] == [End.UNANSWERED, End.ACCEPTED]
    assert life.target is not None
    assert life.target.amount.total == 1250


def test_a_new_claim_may_follow_one_without_an_answer() -> None:
    assert claimed().after(deadline_came(), open_claim("claim-2")).events[-1] is ClaimOpened


def test_of_two_decisions_the_first_stands_however_they_arrive() -> None:
    first, second = decided(V.PARTIALLY_ACCEPTED, 500, 120), rejected(130)
    for messages in permutations([first, second, first]):
        life = claimed().after(*messages)
        (claim,) = life.known.claims
        assert claim.outcome is End.PARTIALLY_ACCEPTED
        assert life.last(ClaimEnded).outcome is End.PARTIALLY_ACCEPTED
        assert life.target is not None
        assert life.target.amount.total == 2000


def test_a_withdrawn_claim_is_said_so_and_said_again() -> None:
    life = claimed().at(after(60), withdraw_claim()).at(after(70), withdraw_claim())
    one, again = life.all(ClaimEnded)
    assert one == again
    assert (one.outcome, one.occurred_at) == (End.WITHDRAWN, after(60))


def test_a_claim_is_withdrawn_after_its_deadline_too() -> None:
    life = claimed().after(deadline_came(), withdraw_claim())
    assert life.last(ClaimEnded).outcome is End.WITHDRAWN


def test_a_decision_about_a_withdrawn_claim_does_not_reopen_it_but_its_money_counts() -> None:
    life = claimed().after(withdraw_claim(), decided())
    (claim,) = life.known.claims
    assert claim.outcome is End.WITHDRAWN
    assert life.target is not None
    assert life.target.amount.total == 1250


@pytest.mark.parametrize(
    ("life", "reason", "field"),
    [
        (Life(), ClaimRefusal.UNKNOWN_ORDER, "order_id"),
        (delivered(), ClaimRefusal.UNKNOWN_CLAIM, "claim_id"),
        (claimed().after(rejected()), ClaimRefusal.ALREADY_DECIDED, "claim_id"),
    ],
)
def test_what_cannot_be_withdrawn_is_refused(life: Life, reason: ClaimRefusal, field: str) -> None:
    refused = life.after(withdraw_claim()).last(ClaimRefused)
    assert (refused.reason, refused.field) == (reason, field)


def test_a_decision_about_a_claim_that_nobody_opened_brings_its_refund_alone() -> None:
    life = delivered().after(decided(claim_id="by-phone"))
    assert ClaimEnded not in life.events
    assert life.target is not None
    assert life.target.amount.total == 1250


@pytest.mark.parametrize(
    ("now", "outcome", "name"),
    [
        *((end, end, ClaimHindrance.ALREADY_SO) for end in End),
        *(
            (End.WITHDRAWN, end, ClaimHindrance.WITHDRAWN_BEFORE)
            for end in End
            if end != "withdrawn"
        ),
        (End.ACCEPTED, End.REJECTED, ClaimHindrance.DECIDED_BEFORE),
        (End.REJECTED, End.ACCEPTED, ClaimHindrance.DECIDED_BEFORE),
        (End.PARTIALLY_ACCEPTED, End.WITHDRAWN, ClaimHindrance.DECIDED_BEFORE),
        (End.ACCEPTED, End.UNANSWERED, ClaimHindrance.DECIDED_BEFORE),
    ],
)
def test_every_end_that_cannot_follow_another_has_a_name(
    now: End, outcome: End, name: ClaimHindrance
) -> None:
    claim = Claim(claim_id=CLAIM, opened_at=after(0), deadline=after(60), outcome=now)
    assert claim_hindrance(claim, outcome) is name


@pytest.mark.parametrize("outcome", End)
def test_an_open_claim_may_end_in_any_way(outcome: End) -> None:
    claim = Claim(claim_id=CLAIM, opened_at=after(0), deadline=after(60))
    assert claim_hindrance(claim, outcome) is None


def test_an_order_keeps_so_many_claims_and_no_more_and_the_texts_of_none_that_ended() -> None:
    life = delivered()
    for n in range(CLAIM_LIMIT + 5):
        life.after(open_claim(f"claim-{n}"), withdraw_claim(f"claim-{n}"))
    assert len(life.known.claims) == CLAIM_LIMIT
    assert {claim.content for claim in life.known.claims} == {None}


def test_decision_and_deadline_in_any_order_with_repeats_end_the_same() -> None:
    messages = [
        decided(V.PARTIALLY_ACCEPTED, 500),
        deadline_came(),
        refund(500, 130, claim_id=CLAIM),
    ]
    lives = [claimed().after(*order, order[0]) for order in permutations(messages)]
    assert all(life.order == lives[0].order for life in lives)
    assert {life.last(ClaimEnded).outcome for life in lives} == {End.PARTIALLY_ACCEPTED}
    assert {life.target.amount.total for life in lives if life.target} == {2000}
