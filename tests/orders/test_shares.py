"""How a refund falls on tax lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.money import Amount, TaxLine
from orders.delivery.shares import TooMuch, UnknownRate, share_out, take_lines
from tests.support.deliveries import AMOUNT
from tests.support.refunds import lines

NOTHING = Amount.nothing("EUR")
UNEVEN = lines(r5=(95, 5), r10=(91, 9), r20=(84, 16))


def test_a_sum_falls_on_the_tax_lines_in_proportion_to_their_gross() -> None:
    assert share_out(1000, AMOUNT) == Amount(
        currency="EUR",
        tax_lines=(
            TaxLine(name="TVA 10 %", rate="10.00", net=800, tax=80),
            TaxLine(name="TVA 20 %", rate="20.00", net=100, tax=20),
        ),
    )


def test_the_cent_that_proportion_leaves_over_goes_to_the_first_of_equal_remainders() -> None:
    shared = share_out(100, UNEVEN)
    assert [line.gross for line in shared.tax_lines] == [34, 33, 33]


def test_a_share_of_nothing_leaves_its_line_out() -> None:
    assert [line.rate for line in share_out(1, AMOUNT).tax_lines] == ["10.00"]


def test_all_that_is_left_is_taken_as_it_stands() -> None:
    assert share_out(AMOUNT.total, AMOUNT) == AMOUNT


def test_more_than_is_left_is_too_much() -> None:
    with pytest.raises(TooMuch, match="more than is left of the order"):
        share_out(2501, AMOUNT)


def test_a_discount_line_takes_no_share_until_everything_is_taken() -> None:
    discounted = lines(r10=(1000, 100), r20=(-100, -20))
    assert share_out(500, discounted).tax_lines[0].gross == 500
    assert share_out(980, discounted) == discounted


def test_lines_are_taken_as_asked_where_they_fit() -> None:
    asked = lines(r20=(100, 21))
    assert take_lines(asked, AMOUNT, AMOUNT) == asked


def test_a_rate_written_otherwise_is_the_same_rate_and_gets_the_order_s_name() -> None:
    asked = Amount(
        currency="EUR",
        tax_lines=(
            TaxLine(name="VAT", rate="20", net=100, tax=20),
            TaxLine(name="VAT", rate="20.0", net=50, tax=10),
        ),
    )
    assert take_lines(asked, AMOUNT, AMOUNT) == lines(r20=(150, 30))


def test_net_and_tax_that_do_not_fit_follow_the_line_s_own_ratio() -> None:
    assert take_lines(lines(r20=(120, 0)), AMOUNT, lines(r20=(100, 20), r10=(10, 1))) == lines(
        r20=(100, 20)
    )
    assert take_lines(lines(r20=(110, 0)), AMOUNT, lines(r20=(100, 20))) == lines(r20=(92, 18))


def test_an_unknown_rate_is_refused() -> None:
    with pytest.raises(UnknownRate, match=r"5\.50"):
        take_lines(
            Amount(currency="EUR", tax_lines=(TaxLine(name="TVA", rate="5.50", net=10, tax=1),)),
            AMOUNT,
            AMOUNT,
        )


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        (lines(r20=(251, 50)), AMOUNT),
        (lines(r20=(1, 0)), lines(r10=(2000, 200))),
        (lines(r20=(-1, 0)), AMOUNT),
    ],
)
def test_more_than_a_line_has_left_or_less_than_nothing_is_refused(
    asked: Amount, left: Amount
) -> None:
    with pytest.raises(TooMuch):
        take_lines(asked, AMOUNT, left)


amounts = st.lists(
    st.tuples(st.integers(0, 5000), st.integers(0, 1000)), min_size=1, max_size=5
).map(
    lambda parts: Amount(
        currency="EUR",
        tax_lines=tuple(
            TaxLine(name=f"TVA {n}", rate=f"{n}.00", net=net, tax=tax)
            for n, (net, tax) in enumerate(parts)
        ),
    )
)


@given(amounts, st.lists(st.integers(1, 4000), max_size=8))
def test_repeated_partial_refunds_add_up_and_leave_no_residue(
    whole: Amount, totals: list[int]
) -> None:
    left = whole
    for total in (*totals, left.total):
        taken = share_out(min(total, left.total), left)
        assert taken.total == min(total, left.total)
        left = left.minus(taken)
        assert all(line.net >= 0 and line.tax >= 0 and line.gross for line in left.tax_lines)
    assert left.tax_lines == ()
