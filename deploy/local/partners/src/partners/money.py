"""Decimal amounts of the wire to and from integer minor units."""

from decimal import Decimal

# Currencies whose minor unit is not a hundredth. Source: ISO 4217, list one, "CcyMnrUnts".
_EXPONENTS = {
    currency: places
    for places, currencies in (
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    )
    for currency in currencies.split()
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
