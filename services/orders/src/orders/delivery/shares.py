"""How much of an amount a refund takes from each of its tax lines. Whole minor units throughout.

What is taken never leaves a residue: net and tax go down together, each to nothing and no further,
so that a refund of all that is left leaves no line at all. Errors name no amount: what they say is
shown before the order's amounts are (O14).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from contracts.money import Amount, TaxLine


class UnknownRate(ValueError):
    """A refund names a tax rate that the amount does not have."""


class TooMuch(ValueError):
    """A refund takes more from an amount, or from one of its tax lines, than is left there."""


def line_of(amount: Amount, rate: str) -> TaxLine | None:
    """The amount's tax line of that rate: `10` and `10.00` are the same rate."""
    return next((line for line in amount.tax_lines if Decimal(line.rate) == Decimal(rate)), None)


def share_out(total: int, left: Amount) -> Amount:
    """`total`, gross, as it falls on what is left of each tax line, in proportion.

    The minor units that proportion leaves over go to the largest remainders, first line first.
    Raises `TooMuch`.
    """
    if total > left.total:
        raise TooMuch("more than is left of the order")
    if total == left.total:
        return left
    lines = [line for line in left.tax_lines if line.gross > 0]
    parts = _proportional(total, [line.gross for line in lines])
    taken = [_part_of(line, gross) for line, gross in zip(lines, parts, strict=True) if gross]
    return Amount(currency=left.currency, tax_lines=tuple(taken))


def take_lines(asked: Amount, whole: Amount, left: Amount) -> Amount:
    """`asked`, line by line, under the names and rates of `whole`, of which `left` is left.

    The gross of each line is as asked. Its net and tax are so too where they fit into what is left
    of them, else they follow the line's own ratio. Raises `UnknownRate` and `TooMuch`.
    """
    if unknown := next((x.rate for x in asked.tax_lines if line_of(whole, x.rate) is None), None):
        raise UnknownRate(f"there is no tax line of {unknown} %")
    taken = [_taken(line, left) for line in _same_rates_together(asked, whole)]
    return Amount(currency=whole.currency, tax_lines=tuple(line for line in taken if line.gross))


def _same_rates_together(asked: Amount, whole: Amount) -> list[TaxLine]:
    """One line per line of `whole` that is asked of, for who writes one rate in two ways."""
    together: list[TaxLine] = []
    for line in whole.tax_lines:
        same = [each for each in asked.tax_lines if line_of(whole, each.rate) is line]
        net, tax = sum(each.net for each in same), sum(each.tax for each in same)
        together += [line.model_copy(update={"net": net, "tax": tax})] if same else []
    return together


def _taken(asked: TaxLine, left: Amount) -> TaxLine:
    line = line_of(left, asked.rate)
    there = 0 if line is None else line.gross
    if not 0 <= asked.gross <= there:
        raise TooMuch(f"more than is left at {asked.rate} %, or less than nothing")
    if line is None or asked.gross == there:
        return line or asked
    fits = 0 <= asked.net <= line.net and 0 <= asked.tax <= line.tax
    return asked if fits else _part_of(line, asked.gross)


def _part_of(line: TaxLine, gross: int) -> TaxLine:
    """So much of a tax line, net and tax in its own ratio, the half unit rounded to net."""
    net = (2 * line.net * gross + line.gross) // (2 * line.gross)
    return line.model_copy(update={"net": net, "tax": gross - net})


def _proportional(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in whole parts by weight; no part is more than its weight while `total` is not more
    than all of them."""
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    largest = sorted(range(len(weights)), key=lambda place: (-remainders[place], place))
    for place in largest[: total - sum(parts)]:
        parts[place] += 1
    return parts
