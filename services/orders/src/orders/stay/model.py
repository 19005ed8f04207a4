"""A stay: what was wanted, what its huts hold for it, and what they are being asked for."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from chassis.documents import Collection, Document
from contracts.carts import AcceptedTerms, Cart, Contact, Price, StaySource, Wish
from contracts.message import Instant, PropertyId
from contracts.payments import KeptCard
from contracts.properties import Language
from contracts.selling import PaymentMeans


class Phase(StrEnum):
    """Where a stay is. The last three are its ends."""

    REQUESTED = "requested"  # its huts are being asked for the places
    PAYING = "paying"  # held while its guest pays
    OPTION = "option"  # held without commitment: PRE-RESA
    FIRM = "firm"  # held and committed: RESA
    REFUSED = "refused"  # nothing was ever held
    CANCELLED = "cancelled"
    EXPIRED = "expired"

    @property
    def live(self) -> bool:
        """Whether it holds places."""
        return self in (Phase.OPTION, Phase.FIRM)


class _Piece(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")


def properties_of(cart: Cart) -> tuple[PropertyId, ...]:
    """The huts of a cart, each once; the first is the one whose order the stay is."""
    return tuple(dict.fromkeys(night.property_id for night in cart.nights))


class Wanted(_Piece):
    """What booking it fixed for good, by which the same request is known again."""

    property_id: PropertyId
    guest_id: str
    cart: Cart
    contact: Contact
    wish: Wish
    source: StaySource
    send_mail: bool
    language: Language
    terms: tuple[AcceptedTerms, ...]


class Holding(_Piece):
    """A cart under the number of the attempt by which its huts know it. `expires_at` is when it
    would end as an option; None where that is on the day of arrival or later."""

    attempt: int
    cart: Cart
    price: Price
    expires_at: Instant | None = None

    @property
    def properties(self) -> tuple[PropertyId, ...]:
        return properties_of(self.cart)


class Asking(Holding):
    """A cart that is not held everywhere yet, and whom it will be told to. `held` are the
    properties that hold their part. `refund` and `at_hut` say what becomes of the difference, where
    the stay was paid online."""

    request_id: str
    property_id: PropertyId
    terms: tuple[AcceptedTerms, ...]
    send_mail: bool
    refund: bool = True
    at_hut: bool = False
    held: tuple[PropertyId, ...] = ()

    @property
    def unanswered(self) -> tuple[PropertyId, ...]:
        return tuple(id for id in self.properties if id not in self.held)

    def answered(self, property_id: PropertyId) -> Self:
        return self.model_copy(update={"held": (*self.held, property_id)})


class PaymentState(StrEnum):
    WAITING = "waiting"  # for the guest
    TAKEN = "taken"  # authorised, and asked to be captured
    KEPT = "kept"  # no money, but a card as a guarantee: it may be charged
    ENDED = "ended"  # nothing of it is kept


class Payment(_Piece):
    """What is paid online for a stay, once. `amount` is what is due, `keep` what is to be ours of
    it and `kept` what is, in minor units of the price's currency. The guest has `within`, until
    `until`, from when the huts hold the places."""

    payment_id: str
    property_id: PropertyId
    request_id: str
    means: PaymentMeans
    amount: int
    return_to: str
    within: timedelta
    until: Instant | None = None
    state: PaymentState = PaymentState.WAITING
    keep: int = 0
    kept: int = 0

    def changed(self, **fields: Any) -> Self:
        return self.model_copy(update=fields)

    @property
    def ends_at(self) -> datetime:
        """Asked only once the huts hold the places."""
        assert self.until is not None  # noqa: S101 - it was set when they answered
        return self.until


class Stay(Document):
    """Kept under the order's id from the moment its huts are asked.

    `attempt` is the newest that any hut was asked under. A stay that is changed is in `holding` as
    it was and in `asking` as it is to be, until all huts have answered. `holding` stays when the
    stay ends: what it was, though nothing is held any more. `lapses_at` is when an option ends,
    whatever its nights are, and `reminds_at` when its guest is reminded of that.

    `payment` is what it was booked with, if it was paid online; `more` are the payments of what
    changes have made due since, the newest last; `at_hut` is how much of that is paid at the hut
    instead. `card` is the one that its guest left as a guarantee.
    """

    order_id: str
    reference: str
    wanted: Wanted
    phase: Phase = Phase.REQUESTED
    attempt: int
    holding: Holding | None = None
    asking: Asking | None = None
    terms: tuple[AcceptedTerms, ...] = ()
    requested_at: Instant
    lapses_at: Instant | None = None
    reminds_at: Instant | None = None
    reminded: bool = False
    firm_at: Instant | None = None
    ended_at: Instant | None = None
    ended_because: str | None = None
    payment: Payment | None = None
    more: tuple[Payment, ...] = ()
    at_hut: int = 0
    card: KeptCard | None = None

    def changed(self, **fields: Any) -> Self:
        return self.model_copy(update=fields)

    @property
    def guest_id(self) -> str:
        return self.wanted.guest_id

    @property
    def booked(self) -> Holding:
        """What it holds, or held until its end. Asked only of a stay that was booked."""
        assert self.holding is not None  # noqa: S101 - it was set when the stay was booked
        return self.holding

    @property
    def being_paid(self) -> Payment:
        """Asked only of a stay that is paid online."""
        assert self.payment is not None  # noqa: S101 - it was set when the stay was asked for
        return self.payment

    @property
    def paid(self) -> int:
        """What is to be ours of what was paid online, in minor units. What is charged to a card
        that was kept is no part of it."""
        paid = (one for one in self.payments if one.means is not PaymentMeans.CARD_CAPTURE)
        return sum(payment.keep for payment in paid)

    @property
    def guarantee(self) -> Payment | None:
        """The card that is kept for it, if one is."""
        payment = self.payment
        return payment if payment and payment.state is PaymentState.KEPT else None

    @property
    def payments(self) -> tuple[Payment, ...]:
        """All of them, the oldest first."""
        return (self.payment, *self.more) if self.payment else ()

    @property
    def due(self) -> int:
        """What its guest is asked to pay online, in minor units, once it is booked."""
        if self.phase is not Phase.FIRM or not self.paid:
            return 0
        return max(0, self.booked.price.due_now - self.paid - self.at_hut)

    @property
    def being_topped_up(self) -> Payment | None:
        """The payment of what is due that its guest is at just now."""
        open = (one for one in self.more if one.state is not PaymentState.ENDED and not one.kept)
        return next(open, None)

    @property
    def properties(self) -> tuple[PropertyId, ...]:
        """Where it is, or was to be."""
        cart = self.holding.cart if self.holding else self.wanted.cart
        return properties_of(cart)

    @property
    def expires_at(self) -> Instant | None:
        """When it ends by itself; None where it does not."""
        if self.phase is not Phase.OPTION or self.holding is None:
            return None
        return self.holding.expires_at


stays = Collection("stays", Stay)
