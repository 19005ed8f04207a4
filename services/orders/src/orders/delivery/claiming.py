"""What a claim may ask for, and when; and when it may be withdrawn (O23)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from contracts.claims import (
    ClaimContent,
    ClaimOutcome,
    ClaimRefusal,
    ClaimRefused,
    OpenClaim,
    WithdrawClaim,
)
from orders.delivery.claims import claim_hindrance, claim_of
from orders.delivery.model import Claim, DeliveryOrder, placement_at
from orders.delivery.refunds import settled
from orders.delivery.transitions import DeliveryStatus

# No partner's public interface says by when it answers. Two days let its office look at it on a
# working day; a person is then reminded to ask, and a later decision still counts.
ANSWER_WITHIN = timedelta(hours=48)
# Nor until when it takes claims. A week covers the stay of most guests who may complain.
CLAIM_WITHIN = timedelta(days=7)


def new_claim(request: OpenClaim, now: datetime) -> Claim:
    """An open claim, with the time by which the partner is to answer."""
    return Claim(
        claim_id=request.claim_id,
        opened_at=now,
        deadline=now + ANSWER_WITHIN,
        content=request.content,
    )


class Objection(NamedTuple):
    reason: ClaimRefusal
    field: str
    detail: str


def opening_refusal(
    order: DeliveryOrder | None, request: OpenClaim, now: datetime
) -> ClaimRefused | None:
    """The first thing that speaks against a new claim; None if nothing does."""
    objection = next(_objections(order, request, now), None)
    return None if objection is None else _refusal(request, objection)


def withdrawal_refusal(order: DeliveryOrder | None, request: WithdrawClaim) -> ClaimRefused | None:
    """Why a claim cannot be withdrawn; None if it can, or has been."""
    if order is None or placement_at(order, request.property_id) is None:
        return _refusal(request, _no_such_order())
    claim = claim_of(order, request.claim_id)
    if claim is None:
        detail = "the order has no such claim"
        return _refusal(request, Objection(ClaimRefusal.UNKNOWN_CLAIM, "claim_id", detail))
    if claim.outcome is not ClaimOutcome.WITHDRAWN and claim_hindrance(
        claim, ClaimOutcome.WITHDRAWN
    ):
        detail = f"the partner has {str(claim.outcome).replace('_', ' ')} it"
        return _refusal(request, Objection(ClaimRefusal.ALREADY_DECIDED, "claim_id", detail))
    return None


def _objections(
    order: DeliveryOrder | None, request: OpenClaim, now: datetime
) -> Iterator[Objection]:
    if order is None or placement_at(order, request.property_id) is None:
        yield _no_such_order()
        return
    yield from _about_the_other_claims(order, request)
    yield from _about_the_time(order, now)
    yield from _about_the_lines(order, request.content)
    yield from _about_the_amount(order, request.content)


def _about_the_other_claims(order: DeliveryOrder, request: OpenClaim) -> Iterator[Objection]:
    same = claim_of(order, request.claim_id)
    if same is not None and same.outcome is not None:
        detail = f"this claim has ended: {same.outcome}"
        yield Objection(ClaimRefusal.ALREADY_DECIDED, "claim_id", detail)
    if any(claim.outcome is None for claim in order.claims):
        detail = "another claim of this order is open"
        yield Objection(ClaimRefusal.ALREADY_OPEN, "claim_id", detail)


def _about_the_time(order: DeliveryOrder, now: datetime) -> Iterator[Objection]:
    if not order.status.ended or order.status_at is None:
        yield Objection(ClaimRefusal.TOO_EARLY, "order_id", "the order is still on its way")
    elif order.status is DeliveryStatus.CANCELLED:
        detail = "the order was cancelled: the partner bills nothing for it"
        yield Objection(ClaimRefusal.NOT_BILLED, "order_id", detail)
    elif now > order.status_at + CLAIM_WITHIN:
        detail = f"the order ended more than {CLAIM_WITHIN.days} days ago"
        yield Objection(ClaimRefusal.TOO_LATE, "order_id", detail)


def _about_the_lines(order: DeliveryOrder, content: ClaimContent) -> Iterator[Objection]:
    lines = order.placement.content.lines if order.placement else ()
    claimed: Counter[int] = Counter()
    for place, item in enumerate(content.items):
        field = f"content.items.{place}"
        if item.line >= len(lines):
            detail = f"the order has {len(lines)} lines, counted from 0"
            yield Objection(ClaimRefusal.UNKNOWN_LINE, f"{field}.line", detail)
            return
        claimed[item.line] += item.quantity
        if claimed[item.line] > lines[item.line].quantity:
            detail = f"{lines[item.line].quantity} were ordered"
            yield Objection(ClaimRefusal.EXCEEDS_ORDER, f"{field}.quantity", detail)


def _about_the_amount(order: DeliveryOrder, content: ClaimContent) -> Iterator[Objection]:
    left = settled(order).left
    if content.currency != left.currency:
        detail = f"the order is in {left.currency}"
        yield Objection(ClaimRefusal.CURRENCY_MISMATCH, "content.currency", detail)
    elif content.amount > left.total:
        detail = "more than what is left of the order's amount"  # no figure: O14
        yield Objection(ClaimRefusal.EXCEEDS_ORDER, "content.amount", detail)


def _no_such_order() -> Objection:
    return Objection(ClaimRefusal.UNKNOWN_ORDER, "order_id", "no such order")


def _refusal(request: OpenClaim | WithdrawClaim, objection: Objection) -> ClaimRefused:
    return ClaimRefused(
        property_id=request.property_id,
        order_id=request.order_id,
        claim_id=request.claim_id,
        reason=objection.reason,
        field=objection.field,
        detail=objection.detail,
    )
