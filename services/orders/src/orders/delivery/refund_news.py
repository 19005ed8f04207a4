"""What is told of an order's refunds: those that count, those that cannot be, and what changed."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.message import Message
from contracts.refunds import DeliveryRefunded, RefundRefusal, RefundRefused
from orders.delivery.model import DeliveryOrder, Refund
from orders.delivery.refunds import (
    REFUND_LIMIT,
    Counted,
    Refused,
    Settlement,
    is_one_too_many,
    settled,
    told_as,
)


def refund_news(before: DeliveryOrder, after: DeliveryOrder) -> Iterator[Message]:
    """What is new in a placed order's refunds: those refused first, then those that count.

    Of each id the last word stands: where a second amount is refused, the first is told again.
    """
    if after.refunds == before.refunds or after.placement is None:
        return
    now = settled(after)
    was = settled(before) if before.placement is not None else None
    told = {told_as(each.refund): each.amount for each in was.counted} if was else {}
    told_refused = {refused.told_by for refused in was.refused} if was else set()
    for refused in now.refused:
        if refused.told_by not in told_refused:
            told.pop(told_as(refused.refund), None)
            yield _refusal(after, refused)
    for each in now.counted:
        if told.get(told_as(each.refund)) != each.amount:
            yield _refunded(after, each, now)


def refused_as_one_too_many(order: DeliveryOrder, refund: Refund) -> list[Message]:
    """The refusal of a report that an order cannot keep; nothing of an order that is not placed."""
    if order.placement is None or not is_one_too_many(order, refund):
        return []
    detail = f"the order has {REFUND_LIMIT} refunds already"
    refused = Refused(refund, RefundRefusal.EXCEEDS_ORDER, "refund_id", detail)
    now, id = settled(order), told_as(refund)
    still = [_refunded(order, each, now) for each in now.counted if told_as(each.refund) == id]
    return [_refusal(order, refused), *still]


def _refunded(order: DeliveryOrder, each: Counted, now: Settlement) -> DeliveryRefunded:
    return DeliveryRefunded(
        property_id=order.property_id,
        order_id=order.order_id,
        refund_id=told_as(each.refund),
        amount=each.amount,
        refunded=now.refunded,
        in_full=now.in_full,
        claim_id=each.refund.claim_id,
        reason=each.refund.reason,
        occurred_at=each.refund.reported_at,
    )


def _refusal(order: DeliveryOrder, refused: Refused) -> RefundRefused:
    return RefundRefused(
        property_id=order.property_id,
        order_id=order.order_id,
        refund_id=told_as(refused.refund),
        total=refused.refund.total,
        currency=refused.refund.currency,
        reason=refused.reason,
        field=refused.field,
        detail=refused.detail,
    )
