"""A hut's own share of a stay: its nights, its lines, its money."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from chassis.documents import Collection, Document, Index
from contracts.carts import Contact, PricedLine, PropertyShare, StaySource, Wish
from contracts.envelope import format_instant
from contracts.message import Count, Instant, OrderId, Part, PropertyId, Text
from contracts.money import MinorUnits
from contracts.personal import Personal
from contracts.properties import Language
from contracts.selling import Night
from contracts.stay_payments import CardState
from gateway.stays.words import found_by, words_of_stay

# A stay that is changed for ever stays small.
LONGEST_HISTORY = 100


class ShareState(StrEnum):
    """What became of the share. What is over is neither PRE-RESA nor RESA any more (R41)."""

    OPTION = "option"
    FIRM = "firm"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    MOVED = "moved"  # a change of the stay has left this hut

    @property
    def active(self) -> bool:
        return self in (ShareState.OPTION, ShareState.FIRM)


class StepKind(StrEnum):
    BOOKED = "booked"
    CHANGED = "changed"
    PAID = "paid"  # what a change had made due
    CARD_CHARGED = "card_charged"
    CARD_DECLINED = "card_declined"
    CARD_RELEASED = "card_released"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Step(Part):
    """What happened, when, and what the share was afterwards: `amount` in minor units. `by` is the
    actor, where a person or a program of the hut did it; `note` the reason that was given."""

    at: Instant
    kind: StepKind
    state: ShareState
    amount: MinorUnits
    by: str | None = None
    note: Annotated[str, Personal] | None = None


class CardKept(Part):
    """The card that a provider keeps as a guarantee, up to `most`; `amount` is what is charged, or
    being charged, in minor units. `state` is None while nobody has touched it."""

    keeper: Text
    until: Night
    most: MinorUnits
    state: CardState | None = None
    amount: MinorUnits = 0


class StayShare(Document):
    """One stay at one hut. `stay_id` is the property and the order, `hut-1/stay-9`.

    `nights` are those that it occupies, in order, and none once it is over; `lines`, `share` and
    its `total`, in minor units, stay as they were last. `paid` is what was paid online, and
    `refunded` what of that was given back at its end; `due` is what its guest is asked to
    pay online; `card` is kept as a guarantee. `properties` are all that the stay has a
    share at. `position` sorts by booking time and is unique. `words` and `terms` are what it is
    found by.
    """

    stay_id: str
    property_id: PropertyId
    order_id: OrderId
    guest_id: str
    reference: Text
    contact: Contact
    state: ShareState
    source: StaySource
    wish: Wish
    language: Language
    send_mail: bool
    accepted_terms: Count | None = None
    properties: tuple[PropertyId, ...]
    lines: tuple[PricedLine, ...]
    share: PropertyShare
    total: MinorUnits
    paid: MinorUnits = 0
    refunded: MinorUnits = 0
    due: MinorUnits = 0
    card: CardKept | None = None
    nights: tuple[Night, ...] = ()
    booked_at: Instant
    expires_at: Instant | None = None
    ended_at: Instant | None = None
    history: tuple[Step, ...] = ()
    position: str
    words: Annotated[tuple[str, ...], Personal] = ()
    terms: Annotated[tuple[str, ...], Personal] = ()
    revision: int = 0

    @property
    def currency(self) -> str:
        return self.share.amount.currency

    def but(self, **changes: Any) -> StayShare:
        return self.model_copy(update=changes)

    def sold(self, lines: tuple[PricedLine, ...], share: PropertyShare) -> StayShare:
        """With these lines at this price, and their nights."""
        nights = tuple(sorted({line.night for line in lines if _occupies(line) and line.night}))
        return self.but(lines=lines, share=share, total=share.amount.total, nights=nights)

    def over(self, state: ShareState, at: datetime) -> StayShare:
        """Its places are given back."""
        return self.but(state=state, nights=(), ended_at=at, expires_at=None)

    def stepped(self, kind: StepKind, at: datetime, by: str | None, note: str | None) -> StayShare:
        """One step and one revision on."""
        step = Step(at=at, kind=kind, state=self.state, amount=self.total, by=by, note=note)
        history = (*self.history, step)[-LONGEST_HISTORY:]
        return self.but(history=history, revision=self.revision + 1)

    def findable(self) -> StayShare:
        """With what it is found by."""
        words = words_of_stay(self.reference, self.contact)
        return self.but(words=words, terms=found_by(words))


# By booking time for the sales, by state too; by night for the day's list; by words; and what the
# totals sum up, so that no stay is read for them.
STAYS = Collection(
    "stays",
    StayShare,
    indexes=(
        Index((("property_id", 1), ("position", -1))),
        Index((("property_id", 1), ("state", 1), ("position", -1))),
        Index((("property_id", 1), ("nights", 1), ("position", 1))),
        Index((("property_id", 1), ("terms", 1), ("position", -1))),
        # All shares of a stay, for its guest.
        Index((("order_id", 1),)),
        Index(
            (
                *(("property_id", 1), ("position", 1), ("state", 1)),
                *(("share.amount.currency", 1), ("total", 1)),
            )
        ),
    ),
)


def stay_id_of(property_id: str, order_id: str) -> str:
    """Under which id a hut's share of a stay is kept, and told."""
    return f"{property_id}/{order_id}"


def position_of(booked_at: datetime, order_id: str) -> str:
    return f"{format_instant(booked_at)}/{order_id}"


def _occupies(line: PricedLine) -> bool:
    return line.stock_type_id is not None
