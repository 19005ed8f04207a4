"""A folio as far as one order goes: what it should hold, what was posted, what is on its way.

It converges: whatever comes late, twice or out of order, the difference between target and postings
is all that is ever posted.
"""

from __future__ import annotations

from typing import Any, Self

from chassis.documents import Collection, Document, Index
from contracts.billing import (
    BillingTarget,
    FolioProblem,
    PostingConfirmed,
    PostingRejected,
    PostingUnknown,
)
from contracts.deliveries import Guest
from contracts.message import Instant
from contracts.money import Amount
from pms_bridge.folio.posting import (
    Decision,
    NotInFlight,
    NotWaiting,
    Posting,
    PostingState,
    UnknownPosting,
)


class Folio(Document):
    """Kept under the order's id. `target_number` counts the targets received; `settled` is the
    number of the last one that was announced as reached. The order belongs to the day it was placed
    on: `placed_at`."""

    order_id: str
    property_id: str
    guest_id: str
    reference: str
    room: str
    guest: Guest
    description: str
    partner_id: str | None = None
    external_id: str | None = None
    placed_at: Instant
    target: Amount
    target_number: int
    settled: int = 0
    postings: tuple[Posting, ...] = ()

    @classmethod
    def opened(cls, target: BillingTarget) -> Self:
        """Without the time of placing, the day on which the target arose has to do."""
        placed_at = target.placed_at or target.since
        return cls(
            order_id=target.order_id, placed_at=placed_at, target_number=1, **_taken_from(target)
        )

    def aimed_at(self, target: BillingTarget) -> Self:
        """The newest target takes the place of the old one, whatever is on its way."""
        placed_at = target.placed_at or self.placed_at
        number = self.target_number + 1
        return self._but(target_number=number, placed_at=placed_at, **_taken_from(target))

    @property
    def in_flight(self) -> Posting | None:
        return next((posting for posting in self.postings if posting.in_flight), None)

    @property
    def waiting(self) -> Posting | None:
        """The posting that a person is asked about."""
        waiting = (one for one in self.postings if one.state is PostingState.WAITING)
        return next(waiting, None)

    @property
    def reservation_id(self) -> str | None:
        """Where the order was posted first, and so where everything else of it belongs: a
        reversal goes to who was charged, even when the guest has changed rooms since."""
        known = (posting.reservation_id for posting in self.postings if posting.reservation_id)
        return next(known, None)

    @property
    def known_to_people_only(self) -> bool:
        """Whether all that was charged was posted by hand: only they know to whom."""
        by_hand = any(posting.state is PostingState.BY_HAND for posting in self.postings)
        return by_hand and self.reservation_id is None

    def difference(self) -> Amount:
        """What is still to be posted per tax line; lines without a gross amount are left out, as a
        PMS knows gross amounts only.

        What is held in another currency than the target's is taken back first, in its own: nothing
        is ever converted or relabelled.
        """
        currencies = [posting.amount.currency for posting in self.postings]
        for currency in dict.fromkeys(currencies):
            if currency != self.target.currency:
                rest = self._lacking(Amount.nothing(currency))
                if rest.tax_lines:
                    return rest
        return self._lacking(self.target)

    def _lacking(self, wanted: Amount) -> Amount:
        rest = wanted
        for posting in self.postings:
            if posting.amount.currency == wanted.currency:
                rest = rest.minus(posting.held)
        lines = tuple(line for line in rest.tax_lines if line.gross)
        return Amount(currency=rest.currency, tax_lines=lines)

    def announced(self) -> Self:
        return self._but(settled=self.target_number)

    def asking_pms(self, posting_id: str, amount: Amount, now: Instant) -> Self:
        """Add a posting that the PMS is asked for."""
        return self._with(self._posting(posting_id, amount, now))

    def asking_person(
        self, posting_id: str, amount: Amount, now: Instant, problem: FolioProblem
    ) -> Self:
        """Add a posting that a person is asked for."""
        asked = self._posting(posting_id, amount, now)
        return self._with(
            asked.model_copy(update={"state": PostingState.WAITING, "problem": problem})
        )

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
        return self._reported(
            report.posting_id,
            state=PostingState.POSTED,
            copies=report.copies,
            reservation_id=report.reservation_id,
            transaction_numbers=report.transaction_numbers,
        )

    def rejected(self, report: PostingRejected) -> Self:
        """requested | unknown -> waiting for a person, or -> withdrawn where another target came
        meanwhile. Raises `NotInFlight`, `UnknownPosting`."""
        late = self.superseded(report.posting_id)
        state = PostingState.WITHDRAWN if late else PostingState.WAITING
        return self._reported(report.posting_id, state=state, problem=report.problem)

    def doubted(self, report: PostingUnknown) -> Self:
        """requested | unknown -> unknown. Raises `NotInFlight`, `UnknownPosting`."""
        return self._reported(report.posting_id, state=PostingState.UNKNOWN)

    def tried_again(self, posting_id: str, decision: Decision) -> Self:
        """waiting -> requested. Raises `NotWaiting`, `UnknownPosting`."""
        return self._decided(
            posting_id, state=PostingState.REQUESTED, problem=None, decided=decision
        )

    def ticked_off(self, posting_id: str, decision: Decision) -> Self:
        """waiting -> by hand. Raises `NotWaiting`, `UnknownPosting`."""
        return self._decided(posting_id, state=PostingState.BY_HAND, decided=decision)

    def withdrawn(self, posting_id: str) -> Self:
        """waiting -> withdrawn. Raises `NotWaiting`, `UnknownPosting`."""
        return self._decided(posting_id, state=PostingState.WITHDRAWN)

    def _posting(self, posting_id: str, amount: Amount, now: Instant) -> Posting:
        return Posting(
            posting_id=posting_id, amount=amount, for_target=self.target_number, asked_at=now
        )

    def _reported(self, posting_id: str, **change: Any) -> Self:
        before = self.posting(posting_id)
        if not before.in_flight:
            raise NotInFlight(f"posting {posting_id} is {before.state} already")
        return self._moved(before, change)

    def _decided(self, posting_id: str, **change: Any) -> Self:
        before = self.posting(posting_id)
        if before.state is not PostingState.WAITING:
            raise NotWaiting(f"posting {posting_id} is {before.state}")
        return self._moved(before, change)

    def _moved(self, before: Posting, change: dict[str, Any]) -> Self:
        after = before.model_copy(update=change)
        return self._but(
            postings=tuple(after if posting is before else posting for posting in self.postings)
        )

    def _with(self, posting: Posting) -> Self:
        return self._but(postings=(*self.postings, posting))

    def _but(self, **change: Any) -> Self:
        return self.model_copy(update=change)


# A day's folios of a property are read together (`pms_bridge.reconciliation`).
folios = Collection("folios", Folio, (Index((("property_id", 1), ("placed_at", 1))),))


def _taken_from(target: BillingTarget) -> dict[str, Any]:
    return {
        "property_id": target.property_id,
        "guest_id": target.guest_id,
        "reference": target.reference,
        "room": target.room,
        "guest": target.guest,
        "description": target.description,
        "partner_id": target.partner_id,
        "external_id": target.external_id,
        "target": target.amount,
    }
