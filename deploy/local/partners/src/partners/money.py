"""Decimal amounts of the wire to and from integer minor units."""

from decimal import Decimal

_EXPONENTS = {
    "BHD": 3,
    "IQD": 3,
    "JOD": 3,
    "KWD": 3,
    "LYD": 3,
    "OMR": 3,
    "TND": 3,
    "CLP": 0,
    "ISK": 0,
    "JPY": 0,
    "KRW": 0,
    "VND": 0,
    "XAF": 0,
    "XOF": 0,
    "XPF": 0,
}


def exponent(currency: str) -> int:
    """Decimals of an ISO 4217 currency."""
    return _EXPONENTS.get(currency, 2)


def to_minor(amount: Decimal, currency: str) -> int:
    """Minor units of a decimal amount.

    Raises ValueError when the amount has more decimals than the currency: rounding it silently
    would hide a mistake of the caller.
    """
    scaled = amount.scaleb(exponent(currency))
    if not scaled.is_finite() or scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} is not a whole number of minor units of {currency}")
    return int(scaled)


def to_number(minor: int, currency: str) -> float | int:
    """The JSON number for an amount in minor units, such as 59.5 for 5950 EUR."""
    places = exponent(currency)
    return minor if places == 0 else minor / 10**places
