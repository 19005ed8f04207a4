"""Refunds: what a delivery partner takes off an order, in full or per tax line (O19, O20)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import ExternalId, Instant, Message, OrderId, Text
from contracts.money import Amount, Currency, MinorUnits

RefundId = Annotated[str, Field(min_length=1, max_length=100)]


class RefundReported(
    Message,
    type="bridge.delivery.refund-reported.v1",
    topic=topics.BRIDGE_DELIVERY_EVENTS,
    key="order_id",
):
    """A partner refunds part or all of an order; `refund_id` is the partner's and tells repeats.

    `total` is gross, in minor units of `currency`. `amount` says how it falls on the tax lines;
    without it, it is shared out among the order's tax lines in proportion.
    """

    order_id: OrderId
    refund_id: RefundId
    total: Annotated[MinorUnits, Field(gt=0)]
    currency: Currency
    amount: Amount | None = None
    claim_id: str | None = None
    reason: Text | None = None
    reported_at: Instant
    external_id: ExternalId | None = None


class DeliveryRefunded(
    Message,
    type="orders.delivery.refunded.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """An order was refunded by `amount`; all its refunds together come to `refunded`.

    A refund that was told before under one of the ids `same_as` is this one: what was told of it
    there does not count beside it. `differing` are those of its ids, `refund_id` among them, under
    which a report of it was refused as `differs`; a refusal under any other of them is settled.
    """

    order_id: OrderId
    refund_id: RefundId
    same_as: tuple[RefundId, ...] = ()
    differing: tuple[RefundId, ...] = ()
    amount: Amount
    refunded: Amount
    in_full: bool
    claim_id: str | None = None
    reason: Text | None = None
    occurred_at: Instant


class RefundRefusal(StrEnum):
    EXCEEDS_ORDER = "exceeds_order"  # all refunds together would be more than the order's amount
    UNKNOWN_TAX_LINE = "unknown_tax_line"  # the order has no tax line of that rate
    CURRENCY_MISMATCH = "currency_mismatch"  # never converted, never relabelled
    DIFFERS = "differs"  # the same refund id came before with another amount


class RefundRefused(
    Message,
    type="orders.delivery.refund-refused.v1",
    topic=topics.ORDERS_DELIVERY_EVENTS,
    key="order_id",
):
    """A reported refund cannot be: which field, and why. The folio stays as it is; a person asks
    the partner. `stands`: the refund counts all the same, as another report has it; without it,
    nothing that was told of this id counts any more."""

    order_id: OrderId
    refund_id: RefundId
    total: MinorUnits
    currency: Currency
    reason: RefundRefusal
    field: str
    detail: str
    stands: bool = False
