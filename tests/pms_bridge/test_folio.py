"""A folio converges on its target, whatever the PMS answers and in whatever order."""

from __future__ import annotations

import pytest

from contracts.billing import (
    FolioNeedsAttention,
    FolioPosted,
    FolioPostingUnknown,
    FolioProblem,
    FolioSettled,
)
from contracts.deliveries import Guest
from contracts.money import Amount, TaxLine
from pms_bridge.folio.charge import PostCharge
from pms_bridge.folio.model import Folio
from pms_bridge.folio.posting import NotInFlight, Posting, PostingState, UnknownPosting
from tests.support.contexts import NOW
from tests.support.folios import (
    NOTHING,
    FolioRun,
    confirmed,
    euros,
    rejected,
    target,
    unknown,
)


def posted(run: FolioRun, amount: Amount = euros(2200, 300)) -> FolioRun:  # noqa: B008 - frozen
    run.handle(target(amount))
    run.handle(confirmed(run.work[-1].posting_id))
    return run


def test_the_whole_target_is_posted_once_per_tax_line() -> None:
    run = FolioRun()
    outcome = run.handle(target(euros(2200, 300)))
    (effect,) = outcome.effects
    assert isinstance(effect.work, PostCharge)
    assert [line.gross for line in effect.work.amount.tax_lines] == [2200, 300]
    assert (effect.lane, effect.partner) == (run.now.order_id, "opera:hotel-lumiere")
    assert outcome.events == ()


def test_a_confirmed_posting_is_told_and_the_folio_settled() -> None:
    run = posted(FolioRun())
    (fact,) = run.messages(FolioPosted)
    assert (fact.amount, fact.transaction_numbers) == (euros(2200, 300), ("7000001",))
    (settled,) = run.messages(FolioSettled)
    assert settled.amount == euros(2200, 300)
    assert len(run.work) == 1


def test_a_target_of_nothing_takes_back_what_was_posted_where_it_was_posted() -> None:
    run = posted(FolioRun())
    run.handle(target(NOTHING, room="415", guest=Guest(surname="Le Guennec")))
    back = run.work[-1]
    assert [line.gross for line in back.amount.tax_lines] == [-2200, -300]
    assert back.reservation_id == "934171"
    run.handle(confirmed(back.posting_id))
    assert [settled.amount.total for settled in run.messages(FolioSettled)] == [2500, 0]


def test_a_smaller_target_takes_back_only_the_tax_line_that_changed() -> None:
    run = posted(FolioRun())
    run.handle(target(euros(2200, 120)))
    assert [(line.rate, line.gross) for line in run.work[-1].amount.tax_lines] == [("20.00", -180)]


def test_nothing_is_added_while_a_posting_is_on_its_way_and_its_report_catches_up() -> None:
    run = FolioRun()
    run.handle(target(euros(2200)))
    run.handle(target(euros(1000)))
    run.handle(target(NOTHING))
    assert len(run.work) == 1
    run.handle(confirmed(run.work[0].posting_id))
    assert [work.amount.total for work in run.work] == [2200, -2200]
    assert run.messages(FolioSettled) == []


def test_an_unknown_posting_counts_as_on_its_way() -> None:
    run = FolioRun()
    run.handle(target(euros(2200)))
    run.handle(unknown(run.work[0].posting_id))
    run.handle(target(NOTHING))
    assert len(run.work) == 1


def test_an_unknown_posting_is_told_once_however_long_the_silence() -> None:
    run = FolioRun()
    run.handle(target(euros(2200)))
    for _ in range(3):
        run.handle(unknown(run.work[0].posting_id))
    assert len(run.messages(FolioPostingUnknown)) == 1
    run.handle(confirmed(run.work[0].posting_id))
    assert len(run.messages(FolioSettled)) == 1


def test_a_doubt_that_comes_after_the_end_changes_nothing() -> None:
    run = posted(FolioRun())
    before = run.now
    outcome = run.handle(unknown(run.work[0].posting_id))
    assert (run.now, outcome.events, outcome.effects) == (before, (), ())


def test_a_rejection_is_told_to_a_person_and_not_tried_again() -> None:
    run = FolioRun()
    run.handle(target(euros(2200)))
    outcome = run.handle(rejected(run.work[0].posting_id, FolioProblem.NO_POST))
    (attention,) = run.messages(FolioNeedsAttention)
    assert (attention.problem, attention.amount) == (FolioProblem.NO_POST, euros(2200))
    assert outcome.effects == ()
    assert run.messages(FolioSettled) == []


def test_a_new_target_tries_again_after_a_rejection() -> None:
    run = FolioRun()
    run.handle(target(euros(2200)))
    run.handle(rejected(run.work[0].posting_id))
    run.handle(target(euros(2200), room="204"))
    assert [work.room for work in run.work] == ["203", "204"]
    assert run.work[0].posting_id != run.work[1].posting_id


def test_a_rejection_that_a_new_target_has_overtaken_is_not_told_but_acted_upon() -> None:
    run = FolioRun()
    run.handle(target(euros(2200)))
    run.handle(target(euros(1000)))
    run.handle(rejected(run.work[0].posting_id))
    assert run.messages(FolioNeedsAttention) == []
    assert [work.amount.total for work in run.work] == [2200, 1000]


def test_a_rejected_charge_that_is_no_longer_owed_leaves_the_folio_settled() -> None:
    run = FolioRun()
    run.handle(target(euros(2200)))
    run.handle(rejected(run.work[0].posting_id))
    run.handle(target(NOTHING))
    assert [settled.amount.total for settled in run.messages(FolioSettled)] == [0]
    assert len(run.work) == 1


def test_a_posting_found_twice_is_taken_back_once_and_told_as_it_is() -> None:
    run = FolioRun()
    run.handle(target(euros(2200)))
    first = run.work[0].posting_id
    run.handle(confirmed(first, copies=2, transaction_numbers=("7000001", "7000002")))
    assert run.messages(FolioPosted)[0].amount.total == 4400
    assert [work.amount.total for work in run.work] == [2200, -2200]
    run.handle(confirmed(run.work[1].posting_id))
    assert len(run.work) == 2
    assert sum(fact.amount.total for fact in run.messages(FolioPosted)) == 2200
    assert [settled.amount.total for settled in run.messages(FolioSettled)] == [2200]


def test_a_line_that_is_free_of_charge_is_not_posted() -> None:
    free = TaxLine(name="TVA 0 %", rate="0", net=0, tax=0)
    moved = TaxLine(name="TVA 10 %", rate="10.00", net=1, tax=-1)
    run = FolioRun()
    run.handle(target(Amount(currency="EUR", tax_lines=(free, moved))))
    assert run.work == []
    assert len(run.messages(FolioSettled)) == 1


def test_a_repeated_message_makes_the_same_posting_id() -> None:
    ids = set()
    for _ in range(2):
        run = FolioRun()
        run.handle(target(euros(2200)))
        ids.add(run.work[0].posting_id)
    assert len(ids) == 1


def test_a_confirmation_of_what_has_ended_is_refused_by_name() -> None:
    run = posted(FolioRun())
    with pytest.raises(NotInFlight, match="posted already"):
        run.handle(confirmed(run.work[0].posting_id))


def test_a_rejection_of_what_has_ended_is_refused_by_name() -> None:
    run = posted(FolioRun())
    with pytest.raises(NotInFlight, match="posted already"):
        run.handle(rejected(run.work[0].posting_id))


def test_a_doubt_about_what_has_ended_is_refused_by_the_model() -> None:
    run = posted(FolioRun())
    with pytest.raises(NotInFlight, match="posted already"):
        run.now.doubted(unknown(run.work[0].posting_id))


@pytest.mark.parametrize("report", [confirmed("nobody's"), rejected("nobody's"), unknown("no")])
def test_a_report_about_a_posting_never_asked_for_is_refused_by_name(report: object) -> None:
    for run in (FolioRun(), posted(FolioRun())):
        with pytest.raises(UnknownPosting):
            run.handle(report)  # type: ignore[arg-type]


def test_a_folio_and_its_work_survive_being_stored() -> None:
    run = posted(FolioRun())
    stored = run.now.model_dump(mode="json") | {"of_a_newer_release": 1}
    again = Folio.model_validate(stored, strict=False)
    assert again.postings == run.now.postings
    assert again.model_dump(mode="json") == stored
    work = run.work[0]
    assert PostCharge.model_validate(work.model_dump(mode="json"), strict=False) == work


def test_only_what_is_posted_or_ticked_off_counts_as_held() -> None:
    held = {
        state: Posting(
            posting_id="p", amount=euros(100), for_target=1, asked_at=NOW, state=state, copies=3
        ).held.total
        for state in PostingState
    }
    assert {state: total for state, total in held.items() if total} == {
        PostingState.POSTED: 300,
        PostingState.BY_HAND: 100,
    }


def test_what_is_held_in_another_currency_is_taken_back_in_its_own_and_never_relabelled() -> None:
    run = posted(FolioRun())
    francs = Amount(
        currency="CHF", tax_lines=(TaxLine(name="TVA 8,1 %", rate="8.10", net=2000, tax=162),)
    )
    run.handle(target(francs))
    back = run.work[-1].amount
    assert (back.currency, back.total) == ("EUR", -2500)
    run.handle(confirmed(run.asked))
    assert run.work[-1].amount == francs
