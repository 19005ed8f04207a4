"""Refunds as a delivery partner reports them, with ordinary values."""

from __future__ import annotations

from typing import Any

from contracts.money import Amount, TaxLine
from contracts.refunds import RefundReported
from tests.support.deliveries import AMOUNT, ORDER, PROPERTY, after


def refund(
    total: int, minutes: float = 60, *, refund_id: str = "ref-1", **fields: Any
) -> RefundReported:
    """A refund of so many minor units, reported so many minutes after the order was placed."""
    return RefundReported(
        **{
            "property_id": PROPERTY,
            "order_id": ORDER,
            "refund_id": refund_id,
            "total": total,
            "currency": "EUR",
            "reported_at": after(minutes),
            **fields,
        }
    )


def lines(**rates: tuple[int, int]) -> Amount:
    """An amount by tax line: `lines(r10=(net, tax))` is that of 10 per cent."""
    return Amount(
        currency="EUR",
        tax_lines=tuple(
            TaxLine(name=f"TVA {rate[1:]} %", rate=f"{rate[1:]}.00", net=net, tax=tax)
            for rate, (net, tax) in rates.items()
        ),
    )


def refund_of_lines(amount: Amount, minutes: float = 60, **fields: Any) -> RefundReported:
    """A refund that says how it falls on the tax lines."""
    return refund(amount.total, minutes, amount=amount, **fields)


def refund_of_everything(minutes: float = 60, **fields: Any) -> RefundReported:
    return refund(AMOUNT.total, minutes, **fields)
