"""The claims' part of the delivery order's table."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.claims import (
    ClaimDeadlineCame,
    ClaimDecisionReported,
    ClaimOutcome,
    OpenClaim,
    WithdrawClaim,
)
from orders.delivery.claiming import new_claim, opening_refusal, withdrawal_refusal
from orders.delivery.claims import (
    claim_end,
    claim_opened,
    same_request,
    unanswered,
    with_claim,
    with_decision,
    with_end,
)
from orders.delivery.deadlines import deadline_of
from orders.delivery.model import DeliveryOrder, deliveries, placement_at
from orders.delivery.refund_news import refused_as_one_too_many
from orders.delivery.refunds import refund_decided, with_refund
from orders.delivery.reports import taken
from orders.delivery.telling import refusing, told

table = HandlerTable("orders")


@table.on(OpenClaim, document=deliveries)
def open_claim(
    order: DeliveryOrder | None, message: OpenClaim, context: Context
) -> Outcome[DeliveryOrder]:
    """Complain to the partner, who has until the deadline to answer (O23)."""
    placement = placement_at(order, message.property_id)
    if order is not None and placement is not None and (known_as := same_request(order, message)):
        return Outcome(events=[claim_opened(placement, known_as, message)])
    refused = opening_refusal(order, message, context.now)
    if order is None or placement is None or refused is not None:
        return refusing(refused)
    claim = new_claim(message, context.now)
    events = [claim_opened(placement, claim, message)]
    return Outcome(with_claim(order, claim), events, [deadline_of(order, claim)])


@table.on(WithdrawClaim, document=deliveries)
def withdraw_claim(
    order: DeliveryOrder | None, message: WithdrawClaim, context: Context
) -> Outcome[DeliveryOrder]:
    """Take back a claim that is not decided yet; say so again where it has been taken back."""
    refused = withdrawal_refusal(order, message)
    if order is None or refused is not None:
        return refusing(refused)
    after = with_end(order, message.claim_id, ClaimOutcome.WITHDRAWN, context.now)
    return told(order, after, [] if after is not order else [*claim_end(order, message.claim_id)])


@table.on(ClaimDecisionReported, document=deliveries)
def claim_was_decided(
    order: DeliveryOrder | None, message: ClaimDecisionReported, context: Context
) -> Outcome[DeliveryOrder]:
    """End the claim as the partner says, and take off what it refunds (O19, O20)."""
    refund = refund_decided(message)
    return taken(
        order,
        message,
        context,
        lambda known: with_refund(with_decision(known, message), refund),
        lambda before, _: refused_as_one_too_many(before, refund),
    )


@table.on(ClaimDeadlineCame, document=deliveries)
def claim_deadline_came(
    order: DeliveryOrder | None, message: ClaimDeadlineCame, context: Context
) -> Outcome[DeliveryOrder]:
    """End a claim that nobody has answered; a late decision still counts."""
    return Outcome() if order is None else told(order, unanswered(order, message.claim_id))
