"""Amounts as OPERA writes them: decimals of the main unit, as JSON numbers."""

from __future__ import annotations

from decimal import Decimal

# Currencies whose minor unit is not a hundredth. Source: ISO 4217, list one, "CcyMnrUnts".
_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
_TEN_THOUSANDTHS = "CLF UYW"
_MINOR_DIGITS = {
    currency: digits
    for digits, currencies in ((0, _WHOLE), (3, _THOUSANDTHS), (4, _TEN_THOUSANDTHS))
    for currency in currencies.split()
}


def decimal_amount(minor_units: int, currency: str) -> Decimal:
    """5950 EUR is 59.50, 5950 JPY is 5950, 5950 TND is 5.950."""
    return Decimal(minor_units).scaleb(-_MINOR_DIGITS.get(currency, 2))


def json_number(amount: Decimal) -> float | int:
    """The JSON number that reads as exactly this amount.

    A float is written by its shortest digits, which give back any decimal of up to 15 significant
    digits; `MinorUnits` has at most 13. No sum is ever reckoned in it. Raises ValueError beyond.
    """
    number = float(amount)
    if Decimal(repr(number)) != amount:
        raise ValueError(f"{amount} has too many digits for a JSON number")
    return int(amount) if amount == amount.to_integral_value() else number
