"""One order as the board shows it, built from the events of several topics in any interleaving."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any

from chassis.documents import Collection, Document, Index
from contracts.deliveries import Courier, DeliveryContent, DeliveryPlaced, Position
from contracts.envelope import format_instant
from contracts.message import Instant, Part
from contracts.money import Amount, MinorUnits
from contracts.personal import Personal
from gateway.board.ledger import (
    MOST,
    ClaimView,
    FolioView,
    HandoverView,
    PostingView,
    RefundView,
    folio_of,
    upserted,
)
from gateway.board.moments import Moment, MomentKind, with_moment
from gateway.board.stages import OrderKind, OrderStatus, Stage, status_of

# What is over stays in the last column so long: for the guest who comes to fetch the meal, or to
# ask where it is.
DESK_TIME = timedelta(minutes=30)
# The instant of what has no end yet: it sorts after every real one.
NO_END = datetime.fromisoformat("2999-12-31T00:00:00+00:00")


class Whereabouts(Part):
    """Where the courier was last seen."""

    position: Position
    at: Instant


class ChatSummary(Part):
    """`unanswered`: the last word is the courier's."""

    messages: int = 0
    unanswered: bool = False


class Sums(Part):
    """What was ordered and what was refunded of it, tax included, in minor units."""

    ordered: MinorUnits
    refunded: MinorUnits


class OrderView(Document):
    """An order as staff see it.

    Events of different topics come in any order, so each field is written from one topic alone or
    by an operation whose order does not matter. Until `content` is there the view is in no list.
    `status` follows from stage and refunds, `sums` from lines and refunds (there once the order is
    placed, for an index to hold), `folio` from postings. `delivered_at` stays when a
    delivery is taken back: amounts are shown from then on. `position` sorts by placing time and is
    unique; `board_until` is when the card leaves the board; `revision` counts the changes.
    """

    order_id: str
    property_id: str
    guest_id: str | None = None
    reference: str | None = None
    content: DeliveryContent | None = None
    kind: OrderKind = OrderKind.DELIVERY
    room: str | None = None
    validation_code: str | None = None
    stage: Stage = Stage.PLACED
    status: OrderStatus = OrderStatus.IN_PROGRESS
    running: bool = True
    courier: Courier | None = None
    seen: Whereabouts | None = None
    expected_at: Instant | None = None
    delivered_at: Instant | None = None
    ended_at: Instant | None = None
    end_reason: str | None = None
    chat: ChatSummary = ChatSummary()
    refunds: tuple[RefundView, ...] = ()
    sums: Sums | None = None
    claims: tuple[ClaimView, ...] = ()
    handovers: tuple[HandoverView, ...] = ()
    postings: tuple[PostingView, ...] = ()
    folio: FolioView = FolioView()
    settled: Amount | None = None
    open_tasks: tuple[str, ...] = ()
    has_task: bool = False
    timeline: tuple[Moment, ...] = ()
    position: str | None = None
    board_until: Instant | None = None
    updated_at: Instant | None = None
    revision: int = 0

    def but(self, **changes: Any) -> OrderView:
        return self.model_copy(update=changes)

    def touched(self, at: datetime) -> OrderView:
        """One revision on."""
        updated = at if self.updated_at is None else max(self.updated_at, at)
        return self.but(updated_at=updated, revision=self.revision + 1)

    def with_moment(self, moment: Moment) -> OrderView:
        """One revision on, the moment in its place in the timeline."""
        return self.touched(moment.at).but(timeline=with_moment(self.timeline, moment))

    def placed(self, message: DeliveryPlaced) -> OrderView:
        content = message.content
        return self.but(
            guest_id=message.guest_id,
            reference=message.reference,
            content=content,
            room=content.room,
            validation_code=content.validation_code,
            expected_at=content.expected_at,
            position=f"{format_instant(content.placed_at)}/{message.order_id}",
            board_until=NO_END,
        ).judged()

    def moving(self, stage: Stage) -> OrderView:
        """On to a stage of the road, unless it is past that."""
        return self.but(stage=stage) if stage.rank > self.stage.rank else self

    def ended(self, stage: Stage, at: datetime, reason: str | None = None) -> OrderView:
        """Over, and still on the board for a while: somebody comes for the meal, or asks for it."""
        delivered = at if stage is Stage.DELIVERED else self.delivered_at
        if stage.rank <= self.stage.rank:
            return self.but(delivered_at=delivered)
        return self.but(
            stage=stage,
            running=False,
            delivered_at=delivered,
            ended_at=at,
            end_reason=reason,
            board_until=at + DESK_TIME,
        ).judged()

    def seen_at(self, position: Position, at: datetime) -> OrderView:
        if self.seen is not None and self.seen.at >= at:
            return self
        return self.but(seen=Whereabouts(position=position, at=at))

    def refunded(self, refund: RefundView, same_as: Sequence[str] = ()) -> OrderView:
        """With a refund as it was told last, in place of what was told of it under other ids."""
        ids = {refund.refund_id, *same_as}
        others = (one for one in self.refunds if one.refund_id not in ids)
        known = sorted((*others, refund), key=lambda one: (one.at, one.refund_id))
        return self.but(refunds=tuple(known)).judged()

    def without_refund(self, refund_id: str) -> OrderView:
        """What was told of a refund last stands: this one does not count any more."""
        known = tuple(one for one in self.refunds if one.refund_id != refund_id)
        return self.but(refunds=known).judged()

    def left(self) -> Amount | None:
        """What was ordered less what was refunded; None before the order is placed."""
        if self.content is None:
            return None
        left = self.content.amount
        for refund in self.refunds:
            left = left.minus(refund.amount)
        return left

    def judged(self) -> OrderView:
        """With the status that stage and refunds make, and what they come to."""
        left, refunded = self.left(), bool(self.refunds)
        in_full = refunded and left is not None and left.total <= 0
        status = status_of(self.stage, refunded=refunded, in_full=in_full)
        return self.but(status=status, sums=self._sums(left))

    def _sums(self, left: Amount | None) -> Sums | None:
        if self.content is None or left is None:
            return None
        ordered = self.content.amount.total
        return Sums(ordered=ordered, refunded=ordered - left.total)

    def with_claim(self, claim: ClaimView) -> OrderView:
        others = (one for one in self.claims if one.claim_id != claim.claim_id)
        known = sorted((*others, claim), key=lambda one: (one.opened_at, one.claim_id))
        return self.but(claims=tuple(known[-MOST:]))

    def with_handover(self, handover: HandoverView) -> OrderView:
        about = (handover.kind, handover.about_id)
        others = (one for one in self.handovers if (one.kind, one.about_id) != about)
        known = sorted((*others, handover), key=lambda one: (one.at, one.kind, one.about_id))
        return self.but(handovers=tuple(known[-MOST:]))

    def charged(self, folio: FolioView, posting: PostingView | None = None) -> OrderView:
        """With a posting as it is now, and the state of the charge that this brings about."""
        postings = self.postings if posting is None else upserted(self.postings, posting)
        return self.but(postings=postings, folio=folio_of(postings, folio))

    def with_task(self, task_id: str, *, open: bool) -> OrderView:
        others = {one for one in self.open_tasks if one != task_id}
        tasks = tuple(sorted(others | {task_id} if open else others))
        return self.but(open_tasks=tasks, has_task=bool(tasks))

    def without_tasks(self, *task_ids: str) -> OrderView:
        tasks = tuple(one for one in self.open_tasks if one not in task_ids)
        return self.but(open_tasks=tasks, has_task=bool(tasks))


class ActivityEntry(Document):
    """One line of a property's feed; room, guest and restaurant are read from the order's view."""

    property_id: str
    order_id: str
    guest_id: str | None = None
    kind: MomentKind
    at: Instant
    note: Annotated[str, Personal] | None = None
    by: str | None = None
    position: str


# The second index serves every choice of kind, status and task: what is not chosen is named whole.
# The last one holds all that the figures sum up, so that no order is read for them.
ORDERS = Collection(
    "orders",
    OrderView,
    indexes=(
        Index((("property_id", 1), ("position", -1))),
        Index((("property_id", 1), ("kind", 1), ("status", 1), ("has_task", 1), ("position", -1))),
        Index((("property_id", 1), ("board_until", 1), ("position", -1))),
        Index(
            (
                *(("property_id", 1), ("position", 1), ("status", 1), ("delivered_at", 1)),
                *(("content.expected_at", 1), ("expected_at", 1), ("content.restaurant.name", 1)),
                *(("content.amount.currency", 1), ("sums.ordered", 1), ("sums.refunded", 1)),
            )
        ),
    ),
)
ACTIVITY = Collection(
    "activity", ActivityEntry, indexes=(Index((("property_id", 1), ("position", -1))),)
)
