"""What waits for a person: asked once, decided once, and never held before it is ticked off."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest

from contracts.billing import (
    AttentionEnd,
    Candidate,
    FolioAttentionEnded,
    FolioNeedsAttention,
    FolioPosted,
    FolioProblem,
    FolioSettled,
)
from contracts.folio_requests import (
    FolioRequestRefusal,
    FolioRequestRefused,
    FolioRequestTaken,
)
from contracts.message import Message
from contracts.properties import PmsMode
from pms_bridge.folio.posting import Decision, DecisionKind, NotWaiting, PostingState
from tests.support.folios import (
    NOTHING,
    FolioRun,
    a_property,
    choose,
    confirmed,
    euros,
    rejected,
    retry,
    target,
    tick_off,
    unknown,
)

Decide = Callable[[str], Message]

CLARA = "person:clara"
LEA = Candidate(reservation_id="1", guest_name="Léa Martin", room="203")
PAUL = Candidate(reservation_id="2", guest_name="Paul Martin", room="203")


def by_hand(pms: PmsMode = PmsMode.ONE_WAY) -> FolioRun:
    run = FolioRun(a_property(pms))
    run.handle(target(euros(2200)))
    return run


def refused_by_pms(problem: FolioProblem = FolioProblem.AMBIGUOUS) -> FolioRun:
    run = FolioRun()
    run.handle(target(euros(2200)))
    run.handle(rejected(run.asked, problem, (LEA, PAUL)))
    return run


def types(messages: object) -> list[type[Message]]:
    assert isinstance(messages, list | tuple)
    return [type(message) for message in messages]


def refusal(run: FolioRun, message: Message) -> FolioRequestRefused:
    before = run.folio
    outcome = run.handle(message)
    (answer,) = outcome.events
    assert isinstance(answer, FolioRequestRefused)
    assert (run.folio, outcome.effects) == (before, ())
    return answer


@pytest.mark.parametrize("pms", [PmsMode.ONE_WAY, PmsMode.NONE])
def test_a_property_that_takes_no_charges_gets_the_difference_as_a_task(pms: PmsMode) -> None:
    run = by_hand(pms)
    assert (run.task.problem, run.task.amount) == (FolioProblem.NOT_CONNECTED, euros(2200))
    assert (run.work, run.messages(FolioSettled)) == ([], [])


def test_what_a_person_posted_by_hand_is_held_once_it_is_ticked_off() -> None:
    run = by_hand()
    outcome = run.handle(tick_off(run.task.posting_id, note="window 2"), CLARA)
    assert types(outcome.events) == [FolioAttentionEnded, FolioRequestTaken, FolioSettled]
    (ended,) = run.messages(FolioAttentionEnded)
    assert (ended.end, ended.by, ended.note) == (AttentionEnd.BY_HAND, CLARA, "window 2")
    assert ended.amount == euros(2200)
    run.handle(target(euros(1500)))
    assert run.task.amount.total == -700


def test_a_new_target_withdraws_what_was_asked_and_asks_for_the_new_difference() -> None:
    run = by_hand()
    first = run.task
    outcome = run.handle(target(euros(1500)))
    assert types(outcome.events) == [FolioAttentionEnded, FolioNeedsAttention]
    (ended,) = run.messages(FolioAttentionEnded)
    assert (ended.posting_id, ended.end) == (first.posting_id, AttentionEnd.SUPERSEDED)
    assert run.task.amount.total == 1500
    assert run.task.posting_id != first.posting_id


def test_what_is_no_longer_owed_is_no_longer_asked_for() -> None:
    for run in (by_hand(), refused_by_pms()):
        outcome = run.handle(target(NOTHING))
        assert types(outcome.events) == [FolioAttentionEnded, FolioSettled]
        assert run.now.waiting is None


def test_a_task_that_is_withdrawn_can_no_longer_be_ticked_off() -> None:
    run = by_hand()
    first = run.task.posting_id
    run.handle(target(euros(1500)))
    answer = refusal(run, tick_off(first))
    assert (answer.reason, answer.field) == (FolioRequestRefusal.NOT_WAITING, "posting_id")
    assert "amount has changed" in answer.detail


def test_several_matches_are_shown_to_reception_and_not_guessed_between() -> None:
    run = refused_by_pms()
    assert run.task.problem is FolioProblem.AMBIGUOUS
    assert run.task.candidates == (LEA, PAUL)
    assert run.task.guest_id == run.now.guest_id
    assert len(run.work) == 1


def test_the_reservation_that_reception_chose_is_charged_and_keeps_the_order() -> None:
    run = refused_by_pms()
    posting_id = run.task.posting_id
    outcome = run.handle(choose(posting_id, "2"), CLARA)
    assert types(outcome.events) == [FolioAttentionEnded, FolioRequestTaken]
    (ended,) = run.messages(FolioAttentionEnded)
    assert (ended.end, ended.by) == (AttentionEnd.TRYING, CLARA)
    work = run.work[-1]
    assert (work.posting_id, work.reservation_id) == (posting_id, "2")
    assert work.asked_before is not None
    run.handle(confirmed(posting_id, reservation_id="2"))
    assert len(run.messages(FolioPosted)) == len(run.messages(FolioSettled)) == 1
    run.handle(target(NOTHING))
    assert run.work[-1].reservation_id == "2"


def test_a_choice_that_the_pms_refuses_is_forgotten_and_asked_again() -> None:
    run = refused_by_pms()
    posting_id = run.task.posting_id
    run.handle(choose(posting_id, "2"))
    run.handle(rejected(posting_id, FolioProblem.NO_POST))
    assert (run.task.posting_id, run.task.problem) == (posting_id, FolioProblem.NO_POST)
    run.handle(retry(posting_id))
    assert run.work[-1].reservation_id is None


def test_a_retry_asks_the_pms_again_under_the_same_reference() -> None:
    run = refused_by_pms(FolioProblem.INVALID_CODE)
    posting_id = run.task.posting_id
    run.handle(retry(posting_id), CLARA)
    assert [work.posting_id for work in run.work] == [posting_id, posting_id]
    run.handle(confirmed(posting_id))
    assert [settled.amount.total for settled in run.messages(FolioSettled)] == [2200]


def test_a_rejected_charge_can_be_ticked_off_too() -> None:
    run = refused_by_pms(FolioProblem.NOT_IN_HOUSE)
    outcome = run.handle(tick_off(run.task.posting_id), CLARA)
    assert types(outcome.events) == [FolioAttentionEnded, FolioRequestTaken, FolioSettled]


def test_what_was_posted_by_hand_is_taken_back_by_hand_as_nobody_else_knows_where() -> None:
    run = refused_by_pms(FolioProblem.NOT_FOUND)
    run.handle(tick_off(run.task.posting_id))
    run.handle(target(euros(1000)))
    assert (run.task.problem, run.task.amount.total) == (FolioProblem.POSTED_BY_HAND, -1200)
    assert len(run.work) == 1
    run.handle(choose(run.task.posting_id, "934172"))
    assert (run.work[-1].reservation_id, run.work[-1].amount.total) == ("934172", -1200)


def test_a_task_is_overtaken_before_it_is_asked_and_given_once_at_the_new_amount() -> None:
    run = FolioRun()
    run.handle(target(euros(2200)))
    run.of = a_property(PmsMode.NONE)
    run.handle(target(euros(1000)))
    run.handle(rejected(run.asked, FolioProblem.NOT_CONNECTED))
    assert [task.amount.total for task in run.messages(FolioNeedsAttention)] == [1000]
    assert run.messages(FolioAttentionEnded) == []


@pytest.mark.parametrize("decide", [choose, retry])
def test_a_property_without_a_pms_cannot_have_it_tried(decide: Decide) -> None:
    run = by_hand()
    answer = refusal(run, decide(run.task.posting_id))
    assert (answer.reason, answer.field) == (FolioRequestRefusal.NOT_CONNECTED, "property_id")


def test_a_task_by_hand_can_be_tried_once_the_property_is_connected() -> None:
    run = by_hand()
    run.of = a_property()
    run.handle(retry(run.task.posting_id))
    assert run.asked == run.task.posting_id


@pytest.mark.parametrize("decide", [tick_off, choose, retry])
def test_the_same_decision_again_is_answered_alike_and_done_once(decide: Decide) -> None:
    run = refused_by_pms()
    first = run.handle(decide(run.task.posting_id))
    again = run.handle(decide(run.task.posting_id))
    assert types(first.events)[1] is FolioRequestTaken
    assert list(again.events) == [first.events[1]]
    assert again.effects == ()


@pytest.mark.parametrize(
    ("first", "second"), list(itertools.permutations([tick_off, choose, retry], 2))
)
def test_the_first_of_two_decisions_stands(first: Decide, second: Decide) -> None:
    run = refused_by_pms()
    posting_id = run.task.posting_id
    run.handle(first(posting_id))
    assert refusal(run, second(posting_id)).reason is FolioRequestRefusal.NOT_WAITING


def test_another_reservation_than_the_one_being_tried_comes_too_late() -> None:
    run = refused_by_pms()
    run.handle(choose(run.task.posting_id, "1"))
    answer = refusal(run, choose(run.task.posting_id, "2"))
    assert answer.reason is FolioRequestRefusal.NOT_WAITING


def test_nothing_can_be_decided_while_a_posting_is_in_doubt_or_done() -> None:
    run = FolioRun()
    run.handle(target(euros(2200)))
    run.handle(unknown(run.asked))
    assert refusal(run, tick_off(run.asked)).detail == "it is being looked up in the PMS"
    run.handle(confirmed(run.asked))
    assert refusal(run, tick_off(run.asked)).detail == "the PMS holds it"


def test_a_decision_about_nothing_is_refused_by_name() -> None:
    for run in (FolioRun(), refused_by_pms()):
        assert refusal(run, tick_off("nobody's")).reason is FolioRequestRefusal.UNKNOWN_POSTING


def test_another_propertys_task_is_none_of_theirs() -> None:
    run = refused_by_pms()
    foreign = tick_off(run.task.posting_id, property_id="hotel-aurore")
    run_of_other = refusal(run, foreign)
    assert run_of_other.reason is FolioRequestRefusal.UNKNOWN_POSTING


@pytest.mark.parametrize("state", [one for one in PostingState if one != "waiting"])
def test_the_model_moves_only_what_waits(state: PostingState) -> None:
    run = refused_by_pms()
    posting_id = run.task.posting_id
    (posting,) = run.now.postings
    ended = run.now.model_copy(update={"postings": (posting.model_copy(update={"state": state}),)})
    decision = Decision(kind=DecisionKind.AGAIN)
    with pytest.raises(NotWaiting, match=str(state)):
        ended.ticked_off(posting_id, decision)
    with pytest.raises(NotWaiting, match=str(state)):
        ended.tried_again(posting_id, decision)
    with pytest.raises(NotWaiting, match=str(state)):
        ended.withdrawn(posting_id)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_tick_off_and_new_targets_end_alike_in_any_order(order: tuple[int, ...]) -> None:
    """A person posts 22.00; the order is refunded to 15.00. Whoever comes first, the folio holds
    what it should, or a person is asked for exactly the rest."""
    run = by_hand()
    steps = [tick_off(run.task.posting_id), target(euros(1500)), target(euros(1500))]
    for index in order:
        run.handle(steps[index])
    held = NOTHING
    for posting in run.now.postings:
        held = held.plus(posting.held)
    waiting = run.now.waiting
    assert waiting is not None
    assert held.plus(waiting.amount).total == 1500
