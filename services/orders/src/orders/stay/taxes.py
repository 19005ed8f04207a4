"""What a gross price holds of tax, and the sums of a bill per tax rate."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from contracts.carts import PricedLine
from contracts.money import Amount, TaxLine

_RATE_SCALE = 10_000  # a rate has up to four decimals
_WHOLE = 100 * _RATE_SCALE


def net_of(gross: int, rate: str) -> int:
    """What is left of a gross sum without its tax, in minor units, half a unit rounded up."""
    with_tax = _WHOLE + int(Decimal(rate) * _RATE_SCALE)
    return (2 * gross * _WHOLE + with_tax) // (2 * with_tax)


def amount_of(lines: Iterable[PricedLine], currency: str) -> Amount:
    """The lines' sum, one tax line per rate, in the order of first mention. Each line's tax is
    rounded by itself, so that every line of a bill can be checked alone."""
    found: dict[Decimal, TaxLine] = {}
    for line in lines:
        rate = Decimal(line.tax_rate)  # 10 and 10.00 are one rate
        net = net_of(line.total, line.tax_rate)
        before = found.get(rate) or _none_at(line)
        found[rate] = before.model_copy(
            update={"net": before.net + net, "tax": before.tax + line.total - net}
        )
    return Amount(currency=currency, tax_lines=tuple(found.values()))


def _none_at(line: PricedLine) -> TaxLine:
    name = line.tax_name or f"{line.tax_rate} %"
    return TaxLine(name=name, rate=line.tax_rate, net=0, tax=0)
