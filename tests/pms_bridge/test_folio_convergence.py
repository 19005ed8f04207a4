"""Whatever happens on the way, the PMS ends with the last target."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.billing import FolioProblem, FolioSettled
from contracts.money import Amount
from tests.support.folios import NOTHING, FolioRun, confirmed, euros, rejected, target, unknown

amounts = st.builds(euros, st.integers(0, 5000), st.integers(0, 900))
# A target, or how the posting on its way goes on: silence, so many copies, or a refusal.
happenings = st.lists(
    st.one_of(amounts, st.sampled_from(["silence", "refused"]), st.integers(1, 3)), max_size=25
)


def play(run: FolioRun, happening: Amount | str | int, ledger: list[Amount]) -> None:
    flying = run.folio.in_flight if run.folio else None
    if isinstance(happening, Amount):
        run.handle(target(happening))
    elif flying is None:
        return
    elif isinstance(happening, int):
        ledger.extend([flying.amount] * happening)
        run.handle(confirmed(flying.posting_id, copies=happening))
    elif happening == "silence":
        run.handle(unknown(flying.posting_id))
    else:
        run.handle(rejected(flying.posting_id, FolioProblem.REFUSED))


@settings(max_examples=100, deadline=None)
@given(happenings, amounts)
def test_the_pms_ends_with_the_last_target_per_tax_line(
    path: list[Amount | str | int], last: Amount
) -> None:
    run, ledger = FolioRun(), list[Amount]()
    for happening in path:
        play(run, happening, ledger)
        in_flight = run.now.postings if run.folio else ()
        assert sum(posting.state in ("requested", "unknown") for posting in in_flight) <= 1
    run.handle(target(last))
    for _ in range(3):
        play(run, 1, ledger)
    held = NOTHING
    for amount in ledger:
        held = held.plus(amount)
    rest = last.minus(held)
    assert [line for line in rest.tax_lines if line.gross] == []
    assert run.messages(FolioSettled)[-1].amount == last
