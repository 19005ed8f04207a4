"""Amounts on OPERA's wire are exact."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pms_bridge.opera.amounts import decimal_amount, json_number


@pytest.mark.parametrize(
    ("minor_units", "currency", "text"),
    [
        (5950, "EUR", "59.50"),
        (-5, "EUR", "-0.05"),
        (5950, "JPY", "5950"),
        (5950, "TND", "5.950"),
        (5950, "CLF", "0.5950"),
    ],
)
def test_minor_units_become_decimals_by_the_currency(
    minor_units: int, currency: str, text: str
) -> None:
    assert decimal_amount(minor_units, currency) == Decimal(text)


@given(st.integers(-(10**12), 10**12), st.sampled_from(["EUR", "JPY", "TND", "CLF"]))
def test_the_number_on_the_wire_reads_back_as_the_same_amount(
    minor_units: int, currency: str
) -> None:
    amount = decimal_amount(minor_units, currency)
    written = json.dumps(json_number(amount))
    assert json.loads(written, parse_float=Decimal, parse_int=Decimal) == amount


def test_a_number_that_would_be_rounded_is_refused() -> None:
    with pytest.raises(ValueError, match="too many digits"):
        json_number(Decimal("12345678901234567.89"))
