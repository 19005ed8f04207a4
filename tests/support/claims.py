"""Claims of the hotel and what the partner decides about them, with ordinary values."""

from __future__ import annotations

from typing import Any

from contracts.claims import (
    ClaimContent,
    ClaimDeadlineCame,
    ClaimDecisionReported,
    ClaimedItem,
    ClaimReason,
    ClaimVerdict,
    OpenClaim,
    WithdrawClaim,
)
from tests.support.deliveries import ORDER, PROPERTY, after

CLAIM = "claim-1"


def claim_content(**fields: Any) -> ClaimContent:
    return ClaimContent(
        **{
            "reason": ClaimReason.MISSING_ITEM,
            "items": (ClaimedItem(line=0, quantity=1),),
            "amount": 1250,
            "currency": "EUR",
            "description": "One of two pizzas is missing.",
            "photos": ("https://comptoir.example/media/1?token=t",),
            **fields,
        }
    )


def open_claim(
    claim_id: str = CLAIM, *, order_id: str = ORDER, property_id: str = PROPERTY, **fields: Any
) -> OpenClaim:
    """A request to open a claim; `fields` are those of its content."""
    return OpenClaim(
        property_id=property_id,
        order_id=order_id,
        claim_id=claim_id,
        content=claim_content(**fields),
    )


def withdraw_claim(claim_id: str = CLAIM, *, property_id: str = PROPERTY) -> WithdrawClaim:
    return WithdrawClaim(property_id=property_id, order_id=ORDER, claim_id=claim_id)


def decided(
    verdict: ClaimVerdict = ClaimVerdict.ACCEPTED,
    refunded: int = 1250,
    minutes: float = 120,
    *,
    claim_id: str = CLAIM,
    **fields: Any,
) -> ClaimDecisionReported:
    """A decision, so many minutes after the order was placed."""
    return ClaimDecisionReported(
        **{
            "property_id": PROPERTY,
            "order_id": ORDER,
            "claim_id": claim_id,
            "verdict": verdict,
            "refunded": refunded,
            "currency": "EUR",
            "reported_at": after(minutes),
            **fields,
        }
    )


def rejected(minutes: float = 120, **fields: Any) -> ClaimDecisionReported:
    return decided(ClaimVerdict.REJECTED, 0, minutes, **fields)


def deadline_came(claim_id: str = CLAIM) -> ClaimDeadlineCame:
    return ClaimDeadlineCame(property_id=PROPERTY, order_id=ORDER, claim_id=claim_id)
