"""A task: something that only a person can do about an order, until it is done or needless."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from chassis.documents import Collection, Document, Index
from contracts.billing import Candidates
from contracts.claims import ClaimId
from contracts.doubts import Contradiction
from contracts.envelope import format_instant
from contracts.handovers import HandoverKind
from contracts.message import Instant
from contracts.money import Currency, MinorUnits
from contracts.notices import Occasion
from contracts.personal import Personal
from contracts.refunds import RefundRefusal


class TaskKind(StrEnum):
    FOLIO = "folio"  # a charge to post, a guest to choose, a setting to mend
    PARTNER_NOT_TOLD = "partner_not_told"  # the partner did not take something: call them
    REFUND_REFUSED = "refund_refused"  # the partner refunds what cannot be: ask them
    CLAIM_UNANSWERED = "claim_unanswered"  # the partner let the deadline pass
    ORDER_REFUSED = "order_refused"  # a partner's order was not taken: ask them, tell the guest
    ORDER_MISSING = "order_missing"  # the partner reports on an order that never came: ask them
    CONTRADICTION = "contradiction"  # the partner says it came after all: ask if it did
    GUEST_NOT_TOLD = "guest_not_told"  # the guest's text message did not arrive: tell them
    PMS_SIGN_IN = "pms_sign_in"  # the PMS refuses our sign-in: mend the settings

    @property
    def by_hand(self) -> bool:
        """Whether a person says when it is done. What is asked about a charge is answered to the
        folio; whether the PMS lets us in shows by itself."""
        return self not in {TaskKind.FOLIO, TaskKind.PMS_SIGN_IN}


class TaskEnd(StrEnum):
    """How a task ended."""

    BY_HAND = "by_hand"  # a person did it in the PMS
    TRYING = "trying"  # it is being tried again
    SUPERSEDED = "superseded"  # another amount is asked, or none
    PARTNER_TOLD = "partner_told"  # the partner took it after all
    REFUNDED = "refunded"  # a later refund took the place of the refused one
    DECIDED = "decided"  # the partner has answered the claim after all
    PLACED = "placed"  # the order came after all
    GUEST_TOLD = "guest_told"  # a later text message has arrived
    DONE = "done"  # a person did what was asked, and said so
    SIGNED_IN = "signed_in"  # the PMS lets us in again


class TaskView(Document):
    """Kept under its id: the posting's for a charge, else made of its kind and what it is about.

    `order_id` is absent where it is about the whole property; room and guest are read from the
    order's view. `amount` in minor units of `currency`; it is shown only once the order's amounts
    are (O14). `position` sorts by `since` and is unique.
    """

    task_id: str
    property_id: str
    order_id: str | None = None
    guest_id: str | None = None
    kind: TaskKind
    problem: str
    detail: str
    amount: MinorUnits | None = None
    currency: Currency | None = None
    about: HandoverKind | None = None
    candidates: Annotated[Candidates, Personal] = ()
    since: Instant
    position: str
    open: bool = True
    ended_at: Instant | None = None
    end: TaskEnd | None = None
    by: str | None = None
    note: str | None = None

    def ended(
        self, at: datetime, end: TaskEnd, by: str | None = None, note: str | None = None
    ) -> TaskView:
        changes = {"open": False, "ended_at": at, "end": end, "by": by, "note": note}
        return self.model_copy(update=changes)


def position_of(since: datetime, task_id: str) -> str:
    return f"{format_instant(since)}/{task_id}"


def handover_task(kind: HandoverKind, about_id: str) -> str:
    return f"partner:{kind}:{about_id}"


def refund_task(order_id: str, refund_id: str, refused_for: RefundRefusal | None = None) -> str:
    """A second amount under the id of a refund that stands is a question of its own: that the first
    one stands is no answer to it."""
    differs = ":differs" if refused_for is RefundRefusal.DIFFERS else ""
    return f"refund:{order_id}:{refund_id}{differs}"


def claim_task(claim_id: ClaimId) -> str:
    return f"claim:{claim_id}"


def refused_task(order_id: str, property_id: str) -> str:
    """The order may be placed at another property than the one that refuses it."""
    return f"refused:{order_id}:{property_id}"


def missing_task(order_id: str, property_id: str) -> str:
    return f"missing:{order_id}:{property_id}"


def contradiction_task(order_id: str, contradiction: Contradiction) -> str:
    return f"contradiction:{order_id}:{contradiction}"


def guest_task(order_id: str, occasion: Occasion | None) -> str:
    """One per thing that the guest was to be told, however often it is tried."""
    return f"guest:{order_id}:{occasion or 'notice'}"


def sign_in_task(property_id: str) -> str:
    """One per property, opened anew each time."""
    return f"sign-in:{property_id}"


TASKS = Collection(
    "tasks",
    TaskView,
    indexes=(
        Index((("property_id", 1), ("open", 1), ("position", -1))),
        Index((("property_id", 1), ("position", -1))),
        Index((("property_id", 1), ("kind", 1), ("open", 1), ("position", -1))),
    ),
)
