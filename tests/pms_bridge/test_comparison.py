"""Each way in which three amounts can differ has its reason, and no other."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from contracts.billing import FolioProblem
from contracts.reconciliation import DayRead, Mismatch, MismatchReason
from pms_bridge.folio.model import Folio
from pms_bridge.folio.posting import PostingState
from pms_bridge.reconciliation.comparison import Day, Held, compare, to_read
from pms_bridge.reconciliation.statement import Statement
from tests.support.contexts import NOW
from tests.support.folios import a_property
from tests.support.reconciliations import DAY, folio, posting, statement

REASON = MismatchReason


def compared(
    folios: Sequence[Folio], statements: Sequence[Statement] = (), held: Held | None = None
) -> DayRead:
    return compare(Day(a_property(), DAY, folios, statements, held or {}), NOW, None)


def only(read: DayRead) -> Mismatch:
    assert read.mismatch_count == 1
    (mismatch,) = read.mismatches
    return mismatch


def waiting(amount: int = 2200) -> object:
    return posting(amount=amount, state=PostingState.WAITING, problem=FolioProblem.NOT_FOUND)


def test_three_equal_amounts_are_no_mismatch_and_are_added_up() -> None:
    folios = [folio(posting(1)), folio(posting(2, 300), number=2, owed=300)]
    read = compared(folios, [statement(("X1", 2200), ("X2", 300))], {"p-1": 2200, "p-2": 300})
    assert (read.partner_total, read.ledger_total, read.folio_total) == (2500, 2500, 2500)
    assert (read.orders, read.mismatch_count, read.mismatches) == (2, 0, ())


@pytest.mark.parametrize(
    ("of", "held", "shown", "reasons"),
    [
        (folio(), {}, 0, (REASON.FOLIO_MISSING,)),
        (folio(posting()), {"p-1": 0}, 0, (REASON.FOLIO_MISSING,)),
        (folio(posting()), {"p-1": 2000}, 2000, (REASON.FOLIO_DIFFERS,)),
        (folio(posting()), {"p-1": 4400}, 4400, (REASON.FOLIO_TWICE,)),
        (folio(posting()), {"p-1": None}, None, (REASON.FOLIO_UNREADABLE,)),
        (folio(posting()), {}, None, (REASON.FOLIO_UNREADABLE,)),
        (
            folio(posting(state=PostingState.WAITING)),
            {},
            0,
            (REASON.WAITS_FOR_A_PERSON,),
        ),
        (
            folio(posting(), posting(2, -700, state=PostingState.WAITING), owed=1500),
            {"p-1": 2200},
            2200,
            (REASON.WAITS_FOR_A_PERSON,),
        ),
        (
            folio(posting(), posting(2, -700, state=PostingState.WAITING), owed=1500),
            {"p-1": 2000},
            2000,
            (REASON.WAITS_FOR_A_PERSON, REASON.FOLIO_DIFFERS),
        ),
        (
            folio(posting(state=PostingState.UNKNOWN)),
            {"p-1": 0},
            0,
            (REASON.STILL_POSTING,),
        ),
        (
            folio(posting(state=PostingState.REQUESTED)),
            {"p-1": 0},
            0,
            (REASON.STILL_POSTING,),
        ),
    ],
)
def test_a_folio_that_differs_says_why(
    of: Folio, held: Held, shown: int | None, reasons: tuple[MismatchReason, ...]
) -> None:
    mismatch = only(compared([of], [statement(("X1", of.target.total))], held))
    assert (mismatch.order_id, mismatch.reference, mismatch.external_id) == ("order-1", "R1", "X1")
    assert (mismatch.ledger, mismatch.folio) == (of.target.total, shown)
    assert mismatch.reasons == reasons


@pytest.mark.parametrize(
    ("of", "held"),
    [
        (folio(posting(state=PostingState.BY_HAND)), {}),
        (folio(posting(state=PostingState.UNKNOWN)), {"p-1": 2200}),
        (folio(posting(copies=2), posting(2, -2200)), {"p-1": 4400, "p-2": -2200}),
        (folio(posting(state=PostingState.WITHDRAWN), posting(2)), {"p-2": 2200}),
        (folio(posting(), posting(2, -2200), owed=0), {"p-1": 2200, "p-2": -2200}),
    ],
    ids=["ticked off", "found while in doubt", "found twice and taken back", "asked anew", "back"],
)
def test_what_holds_what_it_should_is_no_mismatch(of: Folio, held: Held) -> None:
    assert compared([of], [statement(("X1", of.target.total))], held).mismatches == ()


@pytest.mark.parametrize(
    ("lines", "owed", "reason", "partner"),
    [
        ([], 2200, REASON.PARTNER_MISSING, None),
        ([("X1", 1500)], 2200, REASON.PARTNER_DIFFERS, 1500),
        ([("X1", 2200), ("X1", 2200)], 2200, REASON.PARTNER_DIFFERS, 4400),
        ([("X1", 2200)], 0, REASON.PARTNER_DIFFERS, 2200),
    ],
)
def test_a_partner_that_differs_says_how(
    lines: list[tuple[str, int]], owed: int, reason: MismatchReason, partner: int | None
) -> None:
    of = folio(posting(amount=owed), owed=owed)
    mismatch = only(compared([of], [statement(*lines)], {"p-1": owed}))
    assert (mismatch.reasons, mismatch.partner) == ((reason,), partner)


def test_both_sides_may_differ_at_once() -> None:
    mismatch = only(compared([folio(posting())], [statement(("X1", 100))], {"p-1": 0}))
    assert mismatch.reasons == (REASON.FOLIO_MISSING, REASON.PARTNER_DIFFERS)


@pytest.mark.parametrize("lines", [[], [("X1", 0)]])
def test_an_order_that_owes_nothing_need_not_be_billed(lines: list[tuple[str, int]]) -> None:
    assert compared([folio(owed=0)], [statement(*lines)]).mismatches == ()


def test_an_order_that_we_do_not_know_is_not_ours() -> None:
    mismatch = only(compared([], [statement(("X9", 900), ("X8", 0))]))
    assert (mismatch.reasons, mismatch.external_id, mismatch.partner) == (
        (REASON.NOT_OURS,),
        "X9",
        900,
    )
    assert mismatch.order_id is None


def test_the_same_reference_of_another_partner_is_another_order() -> None:
    of = folio(posting(), partner_id="other-page")
    read = compared([of], [statement(("X1", 2200))], {"p-1": 2200})
    assert [one.reasons for one in read.mismatches] == [(REASON.NOT_OURS,), (REASON.NO_STATEMENT,)]


def test_a_partner_that_sent_no_statement_is_said_once_with_what_its_orders_come_to() -> None:
    folios = [folio(posting(1)), folio(posting(2, 300), number=2, owed=300)]
    read = compared(folios, (), {"p-1": 2200, "p-2": 300})
    mismatch = only(read)
    assert (mismatch.reasons, mismatch.ledger, mismatch.folio) == (
        (REASON.NO_STATEMENT,),
        2500,
        2500,
    )
    assert read.partner_total is None


def test_a_day_without_orders_and_statements_is_in_order() -> None:
    read = compared([])
    assert (read.orders, read.mismatch_count, read.partner_total) == (0, 0, None)


def test_another_currency_is_shown_and_never_added_up() -> None:
    foreign = folio(posting(state=PostingState.WAITING), currency="CHF")
    bill = statement(("X1", 2200)).model_copy(update={"currency": "CHF"})
    read = compared([foreign, folio(posting(2), number=2)], [bill], {"p-2": 2200})
    assert (read.ledger_total, read.folio_total, read.partner_total) == (2200, 2200, None)
    assert [(one.order_id, one.ledger, one.reasons) for one in read.mismatches] == [
        ("order-1", None, (REASON.WAITS_FOR_A_PERSON,)),
        (None, 2200, (REASON.NO_STATEMENT,)),
    ]


def test_a_flood_of_mismatches_is_counted_whole_and_shown_in_part() -> None:
    lines = [(f"Y{number}", 100) for number in range(600)]
    read = compared([], [statement(*lines)])
    assert (read.mismatch_count, len(read.mismatches)) == (600, 500)


def test_only_what_the_pms_may_hold_is_asked_for() -> None:
    states = {state: posting(state=state) for state in PostingState}
    asked = {one.state for _, one in to_read([folio(*states.values())])}
    assert asked == {PostingState.POSTED, PostingState.REQUESTED, PostingState.UNKNOWN}
