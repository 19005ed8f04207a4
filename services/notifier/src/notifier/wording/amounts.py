"""Amounts as a language writes them."""

from __future__ import annotations

from contracts.money import in_main_units


def money(minor_units: int | None, currency: str | None, decimal: str) -> str:
    """With the currency's code: a sign may stand for several. Empty if unknown."""
    if minor_units is None or currency is None:
        return ""
    amount = f"{in_main_units(minor_units, currency):f}".replace(".", decimal)
    return f"{amount}\u00a0{currency}"
