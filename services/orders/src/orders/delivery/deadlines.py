"""Timers of orders: the end of the time that a partner has to answer a claim (O23)."""

from __future__ import annotations

from datetime import timedelta

from chassis.effects import Attempt, Done, EffectTable, Ending
from chassis.outcome import Effect, Work
from contracts.claims import ClaimDeadlineCame
from orders.delivery.model import Claim, DeliveryOrder

# Nothing is asked of anybody: a try is over at once.
TRY_WITHIN = timedelta(seconds=5)


class AwaitDecision(Work, kind="orders.await-decision"):
    """Say when the deadline of a claim has come."""

    property_id: str
    order_id: str
    claim_id: str


def deadline_of(order: DeliveryOrder, claim: Claim) -> Effect:
    """A timer that goes off at the claim's deadline, whatever has become of it by then."""
    return Effect(
        AwaitDecision(
            property_id=order.property_id, order_id=order.order_id, claim_id=claim.claim_id
        ),
        due_at=claim.deadline,
    )


def timers() -> EffectTable:
    """The carriers of this service."""
    table = EffectTable()
    table.on(AwaitDecision, deadline=TRY_WITHIN)(deadline_came)
    return table


async def deadline_came(work: AwaitDecision, attempt: Attempt) -> Ending:
    return Done(
        [
            ClaimDeadlineCame(
                property_id=work.property_id, order_id=work.order_id, claim_id=work.claim_id
            )
        ]
    )
