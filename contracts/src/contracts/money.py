"""Money in whole minor units, and the tax lines that an amount is made of. Never a float."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from contracts.message import Part

Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$", description="ISO 4217 code")]
# A per cent figure as text, as `10.00` or `5.5`: what the tax is called, never computed with.
Rate = Annotated[str, Field(pattern=r"^[0-9]{1,3}(\.[0-9]{1,4})?$", examples=["10.00"])]
MinorUnits = Annotated[int, Field(ge=-(10**12), le=10**12, description="Minor units of currency")]


# Currencies whose minor unit is not a hundredth. Source: ISO 4217, list one, "CcyMnrUnts".
_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
_TEN_THOUSANDTHS = "CLF UYW"
_MINOR_DIGITS = {
    currency: digits
    for digits, currencies in ((0, _WHOLE), (3, _THOUSANDTHS), (4, _TEN_THOUSANDTHS))
    for currency in currencies.split()
}


def in_main_units(minor_units: int, currency: str) -> Decimal:
    """5950 EUR is 59.50, 5950 JPY is 5950, 5950 TND is 5.950."""
    return Decimal(minor_units).scaleb(-_MINOR_DIGITS.get(currency, 2))


class CurrencyMismatch(ValueError):
    """Two amounts in different currencies met. They are refused, never converted or relabelled."""


class TaxLine(Part):
    """One rate's share of an amount, in minor units of the currency named beside it."""

    name: Annotated[str, Field(min_length=1, max_length=60, examples=["TVA 10 %"])]
    rate: Rate
    net: MinorUnits
    tax: MinorUnits

    @property
    def gross(self) -> int:
        return self.net + self.tax


class Amount(Part):
    """A sum as its tax lines (O16: what is collected is the sum of all of them).

    At most one line per rate, so that two amounts can be compared line by line.
    """

    currency: Currency
    tax_lines: Annotated[tuple[TaxLine, ...], Field(max_length=20)]

    @model_validator(mode="after")
    def _one_line_per_rate(self) -> Self:
        rates = [line.rate for line in self.tax_lines]
        if len(set(rates)) != len(rates):
            raise ValueError("two tax lines have the same rate")
        return self

    @property
    def total(self) -> int:
        """Gross total, in minor units."""
        return sum(line.gross for line in self.tax_lines)

    @classmethod
    def nothing(cls, currency: str) -> Self:
        return cls(currency=currency, tax_lines=())

    def minus(self, other: Amount) -> Amount:
        """This less `other`, per rate, lines that come to nothing left out.

        Raises `CurrencyMismatch`.
        """
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} against {other.currency}")
        return Amount(currency=self.currency, tax_lines=_difference(self, other))

    def plus(self, other: Amount) -> Amount:
        """Both together, per rate. Raises `CurrencyMismatch`."""
        negative = tuple(
            line.model_copy(update={"net": -line.net, "tax": -line.tax}) for line in other.tax_lines
        )
        return self.minus(Amount(currency=other.currency, tax_lines=negative))


def _difference(one: Amount, other: Amount) -> tuple[TaxLine, ...]:
    mine = {line.rate: line for line in one.tax_lines}
    theirs = {line.rate: line for line in other.tax_lines}
    lines = (_line_difference(mine.get(rate), theirs.get(rate)) for rate in _rates(mine, theirs))
    return tuple(line for line in lines if line.net or line.tax)


def _rates(*sides: Iterable[str]) -> list[str]:
    """Each rate once, in the order of first mention: a repeat must give the same bytes."""
    return list(dict.fromkeys(rate for side in sides for rate in side))


def _line_difference(mine: TaxLine | None, theirs: TaxLine | None) -> TaxLine:
    if mine is None:
        assert theirs is not None  # noqa: S101 - a rate comes from one side or the other
        return theirs.model_copy(update={"net": -theirs.net, "tax": -theirs.tax})
    if theirs is None:
        return mine
    return mine.model_copy(update={"net": mine.net - theirs.net, "tax": mine.tax - theirs.tax})
