"""The hotel's claims: opened, decided, withdrawn, or left without an answer (O19, O23)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from contracts.claims import (
    ClaimDecisionReported,
    ClaimEnded,
    ClaimOpened,
    ClaimOutcome,
    ClaimVerdict,
    OpenClaim,
)
from contracts.message import Message
from orders.delivery.model import Claim, DeliveryOrder, Placement

# Claims that one order keeps, the newest; a decision about an older one still brings its refund.
CLAIM_LIMIT = 20

OUTCOMES: dict[ClaimVerdict, ClaimOutcome] = {
    ClaimVerdict.ACCEPTED: ClaimOutcome.ACCEPTED,
    ClaimVerdict.PARTIALLY_ACCEPTED: ClaimOutcome.PARTIALLY_ACCEPTED,
    ClaimVerdict.REJECTED: ClaimOutcome.REJECTED,
}


class ClaimHindrance(StrEnum):
    """Why a claim that has come to its end does not come to another one."""

    ALREADY_SO = "already_so"  # the same end again
    DECIDED_BEFORE = "decided_before"  # the partner's first decision stands
    WITHDRAWN_BEFORE = "withdrawn_before"  # the hotel has taken it back


def claim_hindrance(
    claim: Claim, outcome: ClaimOutcome, decided_at: datetime | None = None
) -> ClaimHindrance | None:
    """What keeps a claim from ending as `outcome`; None if nothing does.

    An open claim may end as any. After its deadline it may still be decided or withdrawn. Of two
    decisions the first stands, by the partner's time and then by arrival.
    """
    now = claim.outcome
    if now is None or (now is ClaimOutcome.UNANSWERED and outcome is not now):
        return None
    if decided_at is not None and claim.decided_at is not None and decided_at < claim.decided_at:
        return None
    if now is outcome:
        return ClaimHindrance.ALREADY_SO
    if now is ClaimOutcome.WITHDRAWN:
        return ClaimHindrance.WITHDRAWN_BEFORE
    return ClaimHindrance.DECIDED_BEFORE


def claim_of(order: DeliveryOrder, claim_id: str) -> Claim | None:
    return next((claim for claim in order.claims if claim.claim_id == claim_id), None)


def same_request(order: DeliveryOrder, request: OpenClaim) -> Claim | None:
    """The open claim that the same request opened before, if it comes again."""
    claim = claim_of(order, request.claim_id)
    return claim if claim is not None and claim.content == request.content else None


def with_claim(order: DeliveryOrder, claim: Claim) -> DeliveryOrder:
    """The order with a new claim, the oldest one too many left out."""
    return order.changed(claims=(*order.claims, claim)[-CLAIM_LIMIT:])


def with_end(
    order: DeliveryOrder,
    claim_id: str,
    outcome: ClaimOutcome,
    at: datetime,
    *,
    decided_at: datetime | None = None,
    note: str | None = None,
) -> DeliveryOrder:
    """The order whose claim ended so, or the very same order where it cannot."""
    claim = claim_of(order, claim_id)
    if claim is None or claim_hindrance(claim, outcome, decided_at) is not None:
        return order
    fields = {"outcome": outcome, "ended_at": at, "decided_at": decided_at, "note": note}
    ended = claim.model_copy(update={**fields, "content": None})
    claims = tuple(ended if each is claim else each for each in order.claims)
    return order.changed(claims=claims)


def with_decision(order: DeliveryOrder, report: ClaimDecisionReported) -> DeliveryOrder:
    """The order whose claim the partner decided so; what is refunded is another matter."""
    at = report.reported_at
    outcome = OUTCOMES[report.verdict]
    return with_end(order, report.claim_id, outcome, at, decided_at=at, note=report.note)


def unanswered(order: DeliveryOrder, claim_id: str) -> DeliveryOrder:
    """The order whose claim's deadline has come, or the very same order where it has ended."""
    claim = claim_of(order, claim_id)
    if claim is None:
        return order
    return with_end(order, claim_id, ClaimOutcome.UNANSWERED, claim.deadline)


def claim_news(before: DeliveryOrder, after: DeliveryOrder) -> Iterator[Message]:
    """The claims that have come to an end, or to another one."""
    if after.claims == before.claims:
        return
    ends = {claim.claim_id: (claim.outcome, claim.ended_at) for claim in before.claims}
    for claim in after.claims:
        if (claim.outcome, claim.ended_at) != ends.get(claim.claim_id):
            yield from claim_end(after, claim.claim_id)


def claim_end(order: DeliveryOrder, claim_id: str) -> Iterator[ClaimEnded]:
    """How a claim ended; nothing of one that is open."""
    claim = claim_of(order, claim_id)
    if claim is not None and claim.outcome is not None and claim.ended_at is not None:
        yield ClaimEnded(
            property_id=order.property_id,
            order_id=order.order_id,
            claim_id=claim.claim_id,
            outcome=claim.outcome,
            note=claim.note,
            occurred_at=claim.ended_at,
        )


def claim_opened(placement: Placement, claim: Claim, request: OpenClaim) -> ClaimOpened:
    return ClaimOpened(
        property_id=request.property_id,
        order_id=request.order_id,
        claim_id=request.claim_id,
        content=request.content,
        partner_id=placement.content.partner_id,
        external_id=placement.content.external_id,
        deadline=claim.deadline,
        occurred_at=claim.opened_at,
    )
