"""Whatever happens on the way, the folio ends with the last target."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.billing import FolioProblem, FolioSettled
from contracts.money import Amount
from contracts.properties import PmsMode
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

amounts = st.builds(euros, st.integers(0, 5000), st.integers(0, 900))
REPORTS, DECISIONS = ("silence", "refused"), ("tick off", "choose", "retry")
# A target, how the posting on its way goes on (silence, a refusal, so many copies), or what a
# person decides about the one that waits.
happenings = st.lists(
    st.one_of(amounts, st.sampled_from([*REPORTS, *DECISIONS]), st.integers(1, 3)), max_size=25
)
modes = st.sampled_from([PmsMode.TWO_WAY, PmsMode.ONE_WAY])


def play(run: FolioRun, happening: Amount | str | int, ledger: list[Amount]) -> None:
    """`ledger` is what the hotel's books hold, whoever wrote it there."""
    if isinstance(happening, Amount):
        run.handle(target(happening))
    elif happening in DECISIONS:
        decide(run, str(happening), ledger)
    else:
        report(run, happening, ledger)


def decide(run: FolioRun, decision: str, ledger: list[Amount]) -> None:
    waiting = run.folio.waiting if run.folio else None
    if waiting is None:
        return
    if decision == "tick off":
        ledger.append(waiting.amount)
        run.handle(tick_off(waiting.posting_id))
    else:
        run.handle((choose if decision == "choose" else retry)(waiting.posting_id))


def report(run: FolioRun, happening: str | int, ledger: list[Amount]) -> None:
    flying = run.folio.in_flight if run.folio else None
    if flying is None:
        return
    if isinstance(happening, int):
        ledger.extend([flying.amount] * happening)
        run.handle(confirmed(flying.posting_id, copies=happening))
    elif happening == "silence":
        run.handle(unknown(flying.posting_id))
    else:
        run.handle(rejected(flying.posting_id, FolioProblem.REFUSED))


@settings(max_examples=200, deadline=None)
@given(happenings, amounts, modes, modes)
def test_the_books_end_with_the_last_target_per_tax_line(
    path: list[Amount | str | int], last: Amount, mode: PmsMode, later: PmsMode
) -> None:
    run, ledger = FolioRun(a_property(mode)), list[Amount]()
    for happening in path:
        play(run, happening, ledger)
        postings = run.now.postings if run.folio else ()
        open_ones = [one for one in postings if one.in_flight or one.state == "waiting"]
        assert len(open_ones) <= 1
    run.of = a_property(later)
    run.handle(target(last))
    for _ in range(4):
        play(run, 1, ledger)
        play(run, "tick off", ledger)
    held = NOTHING
    for amount in ledger:
        held = held.plus(amount)
    rest = last.minus(held)
    assert [line for line in rest.tax_lines if line.gross] == []
    assert run.messages(FolioSettled)[-1].amount == last
