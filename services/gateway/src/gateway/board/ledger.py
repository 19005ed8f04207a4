"""An order's money as the gateway knows it: refunds, claims, and the charge to the room."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from contracts.billing import FolioProblem
from contracts.claims import ClaimedItem, ClaimOutcome, ClaimReason
from contracts.handovers import HandoverKind
from contracts.message import Instant, Part
from contracts.money import Amount, Currency, MinorUnits

# More postings, claims or handovers than any order has; the oldest go first.
MOST = 200


class RefundView(Part):
    """What the partner took off (O19, O20)."""

    refund_id: str
    amount: Amount
    at: Instant
    claim_id: str | None = None
    reason: str | None = None


class ClaimView(Part):
    """The hotel's complaint (O23); open while `outcome` is absent. `photos` are links."""

    claim_id: str
    reason: ClaimReason
    items: tuple[ClaimedItem, ...]
    amount: MinorUnits
    currency: Currency
    description: str
    photos: tuple[str, ...]
    opened_at: Instant
    deadline: Instant
    by: str | None = None
    outcome: ClaimOutcome | None = None
    note: str | None = None
    ended_at: Instant | None = None


class HandoverView(Part):
    """Whether the partner took what the hotel passed on: an order, a message, a claim."""

    kind: HandoverKind
    about_id: str
    told: bool
    at: Instant
    reason: str | None = None


class FolioState(StrEnum):
    """How far the charge to the guest's room is."""

    NONE = "none"  # nothing posted yet
    POSTING = "posting"
    SETTLED = "settled"
    UNKNOWN = "unknown"  # the PMS did not answer; it is being looked up
    ATTENTION = "attention"  # a person must act
    BY_HAND = "by_hand"  # a person has posted it


class FolioView(Part):
    """`amount` is what a person is to post by hand, where `state` asks for attention."""

    state: FolioState = FolioState.NONE
    problem: FolioProblem | None = None
    detail: str | None = None
    amount: Amount | None = None


class PostingState(StrEnum):
    POSTED = "posted"  # the PMS confirmed it
    UNKNOWN = "unknown"  # no answer yet
    WAITING = "waiting"  # for a person
    TRYING = "trying"  # again, as a person asked for
    BY_HAND = "by_hand"  # a person posted it
    SUPERSEDED = "superseded"  # another amount is asked, or none

    @property
    def held(self) -> bool:
        """Whether the folio holds it."""
        return self in {PostingState.POSTED, PostingState.BY_HAND}


class PostingView(Part):
    """One charge to the folio, negative where it takes an earlier one back.

    `amount` is absent while nobody has said what it comes to; `by` is the actor who decided about
    it last."""

    posting_id: str
    state: PostingState
    at: Instant
    amount: Amount | None = None
    transaction_numbers: tuple[str, ...] = ()
    problem: FolioProblem | None = None
    detail: str | None = None
    by: str | None = None
    note: str | None = None


def upserted(known: Sequence[PostingView], posting: PostingView) -> tuple[PostingView, ...]:
    """The postings with this one as it is now, in its old place; what it leaves out stays."""
    before = next((one for one in known if one.posting_id == posting.posting_id), None)
    if before is None:
        return (*known, posting)[-MOST:]
    kept = {"amount": posting.amount or before.amount}
    now = posting.model_copy(update=kept)
    return tuple(now if one is before else one for one in known)


def folio_of(postings: Sequence[PostingView], otherwise: FolioView) -> FolioView:
    """A charge that waits for a person shows before anything else does."""
    waiting = [one for one in postings if one.state is PostingState.WAITING]
    if not waiting:
        return otherwise
    asked = waiting[-1]
    return FolioView(
        state=FolioState.ATTENTION,
        problem=asked.problem,
        detail=asked.detail,
        amount=asked.amount,
    )
