"""Amounts on OPERA's wire are exact."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.money import in_main_units
from pms_bridge.opera.amounts import json_number, minor_units


@given(st.integers(-(10**12), 10**12), st.sampled_from(["EUR", "JPY", "TND", "CLF"]))
def test_the_number_on_the_wire_reads_back_as_the_same_amount(minor: int, currency: str) -> None:
    amount = in_main_units(minor, currency)
    written = json.dumps(json_number(amount))
    assert json.loads(written, parse_float=Decimal, parse_int=Decimal) == amount
    assert minor_units(json.loads(written, parse_float=Decimal), currency) == minor


def test_a_number_that_would_be_rounded_is_refused() -> None:
    with pytest.raises(ValueError, match="too many digits"):
        json_number(Decimal("12345678901234567.89"))


@pytest.mark.parametrize("amount", [None, "59.50", True, 59.5, Decimal("59.505"), [], {}])
def test_what_is_no_amount_of_the_currency_is_none(amount: object) -> None:
    assert minor_units(amount, "EUR") is None
