"""One request to a PMS, from the asking to its end, with the person's part in between."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from contracts.billing import FolioProblem
from contracts.message import Instant
from contracts.money import Amount


class PostingState(StrEnum):
    """requested -> posted | waiting, with unknown in between while nobody can say.

    waiting -> requested (a person has it tried again) | by hand | withdrawn (another target came).
    """

    REQUESTED = "requested"
    UNKNOWN = "unknown"
    POSTED = "posted"
    WAITING = "waiting"  # a person is asked
    BY_HAND = "by_hand"  # a person posted it and ticked it off
    WITHDRAWN = "withdrawn"  # never posted, and no longer asked for


IN_FLIGHT = frozenset({PostingState.REQUESTED, PostingState.UNKNOWN})


class UnknownPosting(LookupError):
    """A report about a posting that this folio never asked for."""


class NotInFlight(ValueError):
    """A report about a posting whose end is known already."""


class NotWaiting(ValueError):
    """Nobody is asked about this posting, so nobody can decide about it."""


class DecisionKind(StrEnum):
    POSTED_BY_HAND = "posted_by_hand"
    AT_RESERVATION = "at_reservation"
    AGAIN = "again"


class Decision(BaseModel):
    """What a person last decided about a posting; the same again is answered alike."""

    model_config = ConfigDict(frozen=True, extra="allow")

    kind: DecisionKind
    reservation_id: str | None = None


class Posting(BaseModel):
    """`amount` is what one copy of it comes to; negative takes back.

    `for_target` is the number of the target that it was made for. `asked_at` is when it was first
    asked for: the PMS has held nothing of it before. `reservation_id` is where the PMS holds it.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    posting_id: str
    amount: Amount
    for_target: int
    asked_at: Instant
    state: PostingState = PostingState.REQUESTED
    copies: int = 1
    reservation_id: str | None = None
    transaction_numbers: tuple[str, ...] = ()
    problem: FolioProblem | None = None
    decided: Decision | None = None

    @property
    def in_flight(self) -> bool:
        return self.state in IN_FLIGHT

    @property
    def held(self) -> Amount:
        """What the PMS holds of it now, as it said or as a person said."""
        if self.state is PostingState.POSTED:
            return _times(self.amount, self.copies)
        if self.state is PostingState.BY_HAND:
            return self.amount
        return Amount.nothing(self.amount.currency)


def _times(amount: Amount, copies: int) -> Amount:
    lines = tuple(
        line.model_copy(update={"net": line.net * copies, "tax": line.tax * copies})
        for line in amount.tax_lines
    )
    return Amount(currency=amount.currency, tax_lines=lines)
