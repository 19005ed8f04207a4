"""What is told of an order's refunds: those that count, those that cannot be, and what changed."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.message import Message
from contracts.refunds import DeliveryRefunded, RefundRefusal, RefundRefused
from orders.delivery.model import DeliveryOrder, Refund
from orders.delivery.one_refund import ids_of, told_as
from orders.delivery.refunds import (
    REFUND_LIMIT,
    Counted,
    Refused,
    Settlement,
    is_one_too_many,
    settled,
)


def refund_news(before: DeliveryOrder, after: DeliveryOrder) -> Iterator[Message]:
    """What is new in a placed order's refunds: those refused first, then those that count.

    Of each id the last word stands: where a report of a refund that counts is refused, the refund
    is told again after it.
    """
    if after.refunds == before.refunds or after.placement is None:
        return
    told_of = before if before.placement is not None else after.changed(refunds=())
    now, was = settled(after), settled(told_of)
    refusals = [one for one in now.refused if not _was_told(one, was)]
    for refused in refusals:
        yield _refusal(after, refused)
    told = {_standing(each) for each in was.counted}
    named = _names_told(was)
    for each in now.counted:
        renamed = named & each.one.ids - {each.one.name}
        asked = any(ids_of(one.refund) & each.one.ids for one in refusals)
        if _standing(each) not in told or renamed or asked:
            yield _refunded(after, each, now)


def _standing(each: Counted) -> tuple[object, ...]:
    """What is told of a refund that counts. That it has one more name is nothing to tell, unless
    something was told under that name."""
    one, refund = each.one, each.refund
    said = (one.name, one.claim_id, refund.reason, refund.reported_at)
    return (*said, each.amount.model_dump_json(), each.differing)


def _names_told(was: Settlement) -> set[str]:
    """The ids under which refunds were told, or refused and are asked about."""
    refused = {told_as(one.refund) for one in was.refused if not one.stands}
    return refused | {each.one.name for each in was.counted}


def _was_told(refused: Refused, was: Settlement) -> bool:
    """Told again only where its refund stood as another report had it, and does not any more."""
    same = [one for one in was.refused if one.told_by == refused.told_by]
    return any(not one.stands or refused.stands for one in same)


def refused_as_one_too_many(order: DeliveryOrder, refund: Refund | None) -> list[Message]:
    """The refusal of a report that an order cannot keep; nothing of an order that is not placed."""
    if refund is None or order.placement is None or not is_one_too_many(order, refund):
        return []
    now, ids = settled(order), ids_of(refund)
    still = [_refunded(order, each, now) for each in now.counted if each.one.ids & ids]
    detail = f"the order has {REFUND_LIMIT} refunds already"
    reason = RefundRefusal.EXCEEDS_ORDER
    refused = Refused(refund, reason, "refund_id", detail, stands=bool(still))
    return [_refusal(order, refused), *still]


def _refunded(order: DeliveryOrder, each: Counted, now: Settlement) -> DeliveryRefunded:
    return DeliveryRefunded(
        property_id=order.property_id,
        order_id=order.order_id,
        refund_id=each.one.name,
        same_as=each.one.other_names,
        differing=each.differing,
        amount=each.amount,
        refunded=now.refunded,
        in_full=now.in_full,
        claim_id=each.one.claim_id,
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
        stands=refused.stands,
    )
