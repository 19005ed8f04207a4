import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts.money import Amount, CurrencyMismatch, TaxLine

RATES = ("10.00", "5.50", "20", "2.1")
minor_units = st.integers(-(10**9), 10**9)


def line(rate: str, net: int, tax: int) -> TaxLine:
    return TaxLine(name=f"TVA {rate} %", rate=rate, net=net, tax=tax)


def euros(*lines: TaxLine) -> Amount:
    return Amount(currency="EUR", tax_lines=lines)


amounts = st.lists(
    st.builds(line, st.sampled_from(RATES), minor_units, minor_units), unique_by=lambda x: x.rate
).map(lambda lines: euros(*lines))


def per_rate(amount: Amount) -> dict[str, tuple[int, int]]:
    """Net and tax by rate, rates that come to nothing left out."""
    return {one.rate: (one.net, one.tax) for one in amount.tax_lines if one.net or one.tax}


@given(amounts, amounts)
def test_what_is_added_and_taken_away_again_leaves_the_same_per_rate(
    one: Amount, other: Amount
) -> None:
    assert per_rate(one.plus(other).minus(other)) == per_rate(one)


@given(amounts, amounts)
def test_the_total_of_a_sum_is_the_sum_of_the_totals(one: Amount, other: Amount) -> None:
    assert one.plus(other).total == one.total + other.total
    assert one.minus(other).total == one.total - other.total


@given(amounts, amounts)
def test_the_order_of_a_sum_changes_nothing_per_rate(one: Amount, other: Amount) -> None:
    assert per_rate(one.plus(other)) == per_rate(other.plus(one))


@given(amounts, amounts)
def test_posting_the_difference_reaches_the_target(target: Amount, posted: Amount) -> None:
    """The arithmetic on which billing converges: posted plus (target less posted) is the target."""
    assert per_rate(posted.plus(target.minus(posted))) == per_rate(target)


@given(amounts)
def test_an_amount_less_itself_has_no_line_left(amount: Amount) -> None:
    assert amount.minus(amount) == Amount.nothing("EUR")


@given(amounts, amounts)
def test_the_same_difference_has_the_same_bytes(one: Amount, other: Amount) -> None:
    assert one.minus(other).model_dump_json() == one.minus(other).model_dump_json()


@given(amounts)
def test_an_amount_survives_its_json(amount: Amount) -> None:
    assert Amount.model_validate_json(amount.model_dump_json()) == amount


def test_a_partial_refund_touches_only_its_tax_line() -> None:
    meal = euros(line("10.00", 3182, 318), line("5.50", 474, 26))
    assert meal.minus(euros(line("5.50", 474, 26))) == euros(line("10.00", 3182, 318))


def test_a_rate_that_only_the_other_has_comes_out_negative() -> None:
    assert Amount.nothing("EUR").minus(euros(line("20", 100, 20))) == euros(line("20", -100, -20))


def test_a_line_whose_net_comes_to_nothing_keeps_its_tax() -> None:
    left = euros(line("20", 100, 21)).minus(euros(line("20", 100, 20)))
    assert left == euros(line("20", 0, 1))


@pytest.mark.parametrize("operation", [Amount.minus, Amount.plus])
def test_amounts_in_two_currencies_are_refused(operation: object) -> None:
    assert callable(operation)
    with pytest.raises(CurrencyMismatch, match="EUR against CHF"):
        operation(Amount.nothing("EUR"), Amount.nothing("CHF"))


def test_an_amount_has_one_line_per_rate() -> None:
    with pytest.raises(ValidationError, match="same rate"):
        euros(line("20", 1, 0), line("20", 2, 0))


@pytest.mark.parametrize("figure", [1.0, "100", True, None, 10**12 + 1])
def test_minor_units_are_whole_numbers_within_bounds(figure: object) -> None:
    with pytest.raises(ValidationError):
        TaxLine.model_validate({"name": "TVA", "rate": "20", "net": figure, "tax": 0})


@pytest.mark.parametrize("rate", ["", "10,0", "-5", "1000", "10.", ".5", "١٠", "10.00 "])
def test_a_rate_is_a_plain_percent_figure(rate: str) -> None:
    with pytest.raises(ValidationError):
        line(rate, 1, 0)


@pytest.mark.parametrize("currency", ["eur", "EURO", "€", "E1R", ""])
def test_a_currency_is_three_capital_letters(currency: str) -> None:
    with pytest.raises(ValidationError):
        Amount.nothing(currency)
