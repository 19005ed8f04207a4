"""Amounts as OPERA writes them: decimals of the main unit, as JSON numbers."""

from __future__ import annotations

from decimal import Decimal

from contracts.money import in_main_units


def json_number(amount: Decimal) -> float | int:
    """The JSON number that reads as exactly this amount.

    A float is written by its shortest digits, which give back any decimal of up to 15 significant
    digits; `MinorUnits` has at most 13. No sum is ever reckoned in it. Raises ValueError beyond.
    """
    number = float(amount)
    if Decimal(repr(number)) != amount:
        raise ValueError(f"{amount} has too many digits for a JSON number")
    return int(amount) if amount == amount.to_integral_value() else number


def minor_units(amount: object, currency: str) -> int | None:
    """59.50 EUR is 5950; None for what is no amount of that currency, such as 59.505 EUR."""
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        return None
    minor = Decimal(amount) / in_main_units(1, currency)
    return int(minor) if minor == minor.to_integral_value() else None
