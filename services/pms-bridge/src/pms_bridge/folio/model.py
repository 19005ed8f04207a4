"""A folio as far as one order goes: what it should hold, what was posted, what is on its way.

It converges: whatever comes late, twice or out of order, the difference between target and postings
is all that is ever posted.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from chassis.documents import Collection, Document
from contracts.billing import (
    BillingTarget,
    FolioProblem,
    PostingConfirmed,
    PostingRejected,
    PostingUnknown,
)
from contracts.deliveries import Guest
from contracts.money import Amount


class PostingState(StrEnum):
    """requested -> posted | rejected | by hand, with unknown in between while nobody can say."""

    REQUESTED = "requested"
    UNKNOWN = "unknown"
    POSTED = "posted"
    REJECTED = "rejected"
    BY_HAND = "by_hand"  # given to a person, whose work counts as done


IN_FLIGHT = frozenset({PostingState.REQUESTED, PostingState.UNKNOWN})


class UnknownPosting(LookupError):
    """A report about a posting that this folio never asked for."""


class NotInFlight(ValueError):
    """A report about a posting whose end is known already."""


class Posting(BaseModel):
    """One request to the PMS. `amount` is what one copy of it comes to; negative takes back.

    `for_target` is the number of the target that it was made for.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    posting_id: str
    amount: Amount
    for_target: int
    state: PostingState = PostingState.REQUESTED
    copies: int = 1
    reservation_id: str | None = None
    transaction_numbers: tuple[str, ...] = ()
    problem: FolioProblem | None = None

    @property
    def held(self) -> Amount:
        """What the PMS, or the person, holds of it now."""
        if self.state is PostingState.POSTED:
            return _times(self.amount, self.copies)
        if self.state is PostingState.BY_HAND:
            return self.amount
        return Amount.nothing(self.amount.currency)


class Folio(Document):
    """Kept under the order's id. `target_number` counts the targets received; `settled` is the
    number of the last one that was announced as reached."""

    order_id: str
    property_id: str
    guest_id: str
    reference: str
    room: str
    guest: Guest
    description: str
    target: Amount
    target_number: int
    settled: int = 0
    postings: tuple[Posting, ...] = ()

    @classmethod
    def opened(cls, target: BillingTarget) -> Self:
        return cls(order_id=target.order_id, target_number=1, **_taken_from(target))

    def aimed_at(self, target: BillingTarget) -> Self:
        """The newest target takes the place of the old one, whatever is on its way."""
        return self._but(target_number=self.target_number + 1, **_taken_from(target))

    @property
    def in_flight(self) -> Posting | None:
        return next((posting for posting in self.postings if posting.state in IN_FLIGHT), None)

    @property
    def reservation_id(self) -> str | None:
        """Where the order was posted first, and so where everything else of it belongs: a
        reversal goes to who was charged, even when the guest has changed rooms since."""
        known = (posting.reservation_id for posting in self.postings if posting.reservation_id)
        return next(known, None)

    @property
    def left_to_people(self) -> bool:
        return any(posting.state is PostingState.BY_HAND for posting in self.postings)

    def difference(self) -> Amount:
        """What is still to be posted per tax line; lines without a gross amount are left out, as a
        PMS knows gross amounts only. Raises `CurrencyMismatch`."""
        rest = self.target
        for posting in self.postings:
            rest = rest.minus(posting.held)
        lines = tuple(line for line in rest.tax_lines if line.gross)
        return Amount(currency=rest.currency, tax_lines=lines)

    def announced(self) -> Self:
        return self._but(settled=self.target_number)

    def with_posting(self, posting_id: str, amount: Amount, state: PostingState) -> Self:
        """Add what is asked of the PMS, or of a person."""
        posting = Posting(
            posting_id=posting_id, amount=amount, for_target=self.target_number, state=state
        )
        return self._but(postings=(*self.postings, posting))

    def posting(self, posting_id: str) -> Posting:
        """Raises `UnknownPosting`."""
        for posting in self.postings:
            if posting.posting_id == posting_id:
                return posting
        raise UnknownPosting(f"order {self.order_id} has no posting {posting_id}")

    def superseded(self, posting_id: str) -> bool:
        """Whether the target has changed since the posting was asked for."""
        return self.posting(posting_id).for_target < self.target_number

    def confirmed(self, report: PostingConfirmed) -> Self:
        """requested | unknown -> posted. Raises `NotInFlight`, `UnknownPosting`."""
        return self._moved(
            report.posting_id,
            state=PostingState.POSTED,
            copies=report.copies,
            reservation_id=report.reservation_id,
            transaction_numbers=report.transaction_numbers,
        )

    def rejected(self, report: PostingRejected) -> Self:
        """requested | unknown -> rejected, or -> by hand where the PMS takes nothing from us and a
        person is told of it. Raises `NotInFlight`, `UnknownPosting`."""
        by_hand = report.problem is FolioProblem.NOT_CONNECTED
        by_hand = by_hand and not self.superseded(report.posting_id)
        state = PostingState.BY_HAND if by_hand else PostingState.REJECTED
        return self._moved(report.posting_id, state=state, problem=report.problem)

    def doubted(self, report: PostingUnknown) -> Self:
        """requested | unknown -> unknown. Raises `NotInFlight`, `UnknownPosting`."""
        return self._moved(report.posting_id, state=PostingState.UNKNOWN)

    def _moved(self, posting_id: str, **change: Any) -> Self:
        before = self.posting(posting_id)
        if before.state not in IN_FLIGHT:
            raise NotInFlight(f"posting {posting_id} is {before.state} already")
        after = before.model_copy(update=change)
        return self._but(
            postings=tuple(after if posting is before else posting for posting in self.postings)
        )

    def _but(self, **change: Any) -> Self:
        return self.model_copy(update=change)


folios = Collection("folios", Folio)


def _taken_from(target: BillingTarget) -> dict[str, Any]:
    return {
        "property_id": target.property_id,
        "guest_id": target.guest_id,
        "reference": target.reference,
        "room": target.room,
        "guest": target.guest,
        "description": target.description,
        "target": target.amount,
    }


def _times(amount: Amount, copies: int) -> Amount:
    lines = tuple(
        line.model_copy(update={"net": line.net * copies, "tax": line.tax * copies})
        for line in amount.tax_lines
    )
    return Amount(currency=amount.currency, tax_lines=lines)
