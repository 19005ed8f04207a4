"""Timers of orders: until when a partner is to answer a claim (O23), and an order to be placed."""

from __future__ import annotations

from datetime import datetime, timedelta

from chassis.effects import Attempt, Done, EffectTable, Ending
from chassis.outcome import Effect, Work
from contracts.claims import ClaimDeadlineCame
from contracts.doubts import PlacementDeadlineCame
from orders.delivery.model import Claim, DeliveryOrder

# An ordering page books its courier about when it hands over the order. Half an hour later the meal
# is nearly here, and reception is to know that somebody comes.
PLACED_WITHIN = timedelta(minutes=30)
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


class AwaitPlacement(Work, kind="orders.await-placement"):
    """Say when an order of which a partner has spoken should have been placed."""

    property_id: str
    order_id: str


def placement_deadline(order: DeliveryOrder, now: datetime) -> Effect:
    """A timer that goes off half an hour after the first report, whether the order came or not."""
    work = AwaitPlacement(property_id=order.property_id, order_id=order.order_id)
    return Effect(work, due_at=now + PLACED_WITHIN)


def timers() -> EffectTable:
    """The carriers of this service."""
    table = EffectTable()
    table.on(AwaitDecision, deadline=TRY_WITHIN)(deadline_came)
    table.on(AwaitPlacement, deadline=TRY_WITHIN)(placement_deadline_came)
    return table


async def deadline_came(work: AwaitDecision, attempt: Attempt) -> Ending:
    return Done(
        [
            ClaimDeadlineCame(
                property_id=work.property_id, order_id=work.order_id, claim_id=work.claim_id
            )
        ]
    )


async def placement_deadline_came(work: AwaitPlacement, attempt: Attempt) -> Ending:
    return Done([PlacementDeadlineCame(property_id=work.property_id, order_id=work.order_id)])
