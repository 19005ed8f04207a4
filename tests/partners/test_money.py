"""The simulators reckon in the same minor units as we do, though they share no code with us."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from string import ascii_uppercase

from contracts.money import in_main_units
from partners.money import exponent, to_minor


def test_every_currency_has_the_same_minor_unit_on_both_sides() -> None:
    for letters in product(ascii_uppercase, repeat=3):
        currency = "".join(letters)
        assert in_main_units(1, currency) == Decimal(1).scaleb(-exponent(currency)), currency


def test_an_amount_goes_over_the_wire_and_back() -> None:
    for currency in ("EUR", "JPY", "TND", "CLF"):
        assert to_minor(in_main_units(5950, currency), currency) == 5950
