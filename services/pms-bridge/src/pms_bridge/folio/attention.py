"""What a person is asked about a posting, and how the asking ends."""

from __future__ import annotations

from contracts.billing import (
    AttentionEnd,
    Candidate,
    FolioAttentionEnded,
    FolioNeedsAttention,
    FolioProblem,
)
from pms_bridge.folio.model import Folio


def attention(
    folio: Folio, posting_id: str, detail: str, candidates: tuple[Candidate, ...] = ()
) -> FolioNeedsAttention:
    """A task for reception, known by the posting's id."""
    posting = folio.posting(posting_id)
    return FolioNeedsAttention(
        property_id=folio.property_id,
        order_id=folio.order_id,
        guest_id=folio.guest_id,
        posting_id=posting_id,
        problem=posting.problem or FolioProblem.REFUSED,
        detail=detail,
        amount=posting.amount,
        candidates=candidates,
    )


def attention_ended(
    folio: Folio, posting_id: str, end: AttentionEnd, by: str, note: str | None = None
) -> FolioAttentionEnded:
    """`by` is the actor whose decision, or whose new target, ended it."""
    return FolioAttentionEnded(
        property_id=folio.property_id,
        order_id=folio.order_id,
        posting_id=posting_id,
        end=end,
        by=by,
        amount=folio.posting(posting_id).amount,
        note=note,
    )
