"""One order as the board shows it, built from the events of several topics in any interleaving."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any

from chassis.documents import Collection, Document, Index
from contracts.billing import FolioProblem
from contracts.deliveries import Courier, DeliveryContent, DeliveryPlaced
from contracts.envelope import format_instant
from contracts.message import Instant, Part
from contracts.money import Amount
from contracts.personal import Personal
from gateway.board.words import searchable

# A delivered meal stays in the last column so long, for the guest who comes to fetch it.
DESK_TIME = timedelta(minutes=30)
# The instant of what has no end yet: it sorts after every real one.
NO_END = datetime(2999, 12, 31, tzinfo=UTC)
# A timeline is cut to its newest moments: an order that a partner reports on for ever stays small.
LONGEST_TIMELINE = 200


class OrderStatus(StrEnum):
    PLACED = "placed"
    ON_THE_WAY = "on_the_way"
    NEAR = "near"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURNED = "returned"


RUNNING = frozenset({OrderStatus.PLACED, OrderStatus.ON_THE_WAY, OrderStatus.NEAR})


class FolioState(StrEnum):
    """How far the charge to the guest's room is."""

    NONE = "none"  # nothing posted yet
    POSTING = "posting"
    SETTLED = "settled"
    UNKNOWN = "unknown"  # the PMS did not answer; it is being looked up
    ATTENTION = "attention"  # a person must act


class FolioView(Part):
    """`amount` is what a person is to post by hand, where `state` asks for attention."""

    state: FolioState = FolioState.NONE
    problem: FolioProblem | None = None
    detail: str | None = None
    amount: Amount | None = None


class MomentKind(StrEnum):
    """What may happen to an order, in the words of timeline and activity."""

    PLACED = "placed"
    REFUSED = "refused"
    COURIER_ASSIGNED = "courier_assigned"
    EXPECTED_TIME_CHANGED = "expected_time_changed"
    PICKED_UP = "picked_up"
    NEAR = "near"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    RETURNED = "returned"
    FOLIO_POSTED = "folio_posted"
    FOLIO_SETTLED = "folio_settled"
    FOLIO_UNKNOWN = "folio_unknown"
    FOLIO_ATTENTION = "folio_attention"
    NOTICE_SENT = "notice_sent"
    NOTICE_FAILED = "notice_failed"


class Moment(Part):
    """One thing that happened. `note` says which courier, which time, which channel, which problem;
    never an amount (O14: an amount shows only once it is due)."""

    at: Instant
    kind: MomentKind
    note: Annotated[str, Personal] | None = None

    @property
    def order(self) -> tuple[str, str, str]:
        return (format_instant(self.at), self.kind, self.note or "")


class OrderView(Document):
    """An order as staff see it.

    Events of different topics come in any order, so each field is written from one topic alone or
    by an operation whose order does not matter. Until `content` is there the view is in no list.
    `position` sorts by placing time and is unique; `board_until` is when the card leaves the board;
    `revision` counts the changes.
    """

    order_id: str
    property_id: str
    guest_id: str | None = None
    reference: str | None = None
    content: DeliveryContent | None = None
    status: OrderStatus = OrderStatus.PLACED
    running: bool = True
    courier: Courier | None = None
    expected_at: Instant | None = None
    ended_at: Instant | None = None
    folio: FolioView = FolioView()
    timeline: tuple[Moment, ...] = ()
    words: tuple[str, ...] = ()
    position: str | None = None
    board_until: Instant | None = None
    updated_at: Instant | None = None
    revision: int = 0

    def _with(self, **changes: Any) -> OrderView:
        return self.model_copy(update=changes)

    def with_moment(self, moment: Moment) -> OrderView:
        """This view one revision on, the moment in its place in the timeline."""
        timeline = sorted((*self.timeline, moment), key=lambda known: known.order)
        return self._with(
            timeline=tuple(timeline[-LONGEST_TIMELINE:]),
            updated_at=moment.at if self.updated_at is None else max(self.updated_at, moment.at),
            revision=self.revision + 1,
        )

    def placed(self, message: DeliveryPlaced) -> OrderView:
        content = message.content
        return self._with(
            guest_id=message.guest_id,
            reference=message.reference,
            content=content,
            expected_at=content.expected_at,
            words=searchable(
                message.reference,
                content.room,
                content.guest.surname,
                content.guest.given_name,
                content.restaurant.name,
                content.external_id,
            ),
            position=f"{format_instant(content.placed_at)}/{message.order_id}",
            board_until=NO_END,
        )

    def with_courier(self, courier: Courier) -> OrderView:
        return self._with(courier=courier)

    def expected(self, at: datetime) -> OrderView:
        return self._with(expected_at=at)

    def moving(self, status: OrderStatus) -> OrderView:
        return self._with(status=status)

    def ended(self, status: OrderStatus, at: datetime) -> OrderView:
        """Over: a delivered meal waits at the desk for a while, anything else leaves the board."""
        stays = DESK_TIME if status is OrderStatus.DELIVERED else timedelta(0)
        return self._with(status=status, running=False, ended_at=at, board_until=at + stays)

    def with_folio(self, folio: FolioView) -> OrderView:
        return self._with(folio=folio)


class ActivityEntry(Document):
    """One line of a property's feed; room, guest and restaurant are read from the order's view."""

    property_id: str
    order_id: str
    kind: MomentKind
    at: Instant
    note: str | None = None
    position: str


ORDERS = Collection(
    "orders",
    OrderView,
    indexes=(
        Index((("property_id", 1), ("position", -1))),
        Index((("property_id", 1), ("status", 1), ("position", -1))),
        Index((("property_id", 1), ("words", 1), ("position", -1))),
        Index((("property_id", 1), ("board_until", 1))),
        Index((("order_id", 1),)),
    ),
)
ACTIVITY = Collection(
    "activity", ActivityEntry, indexes=(Index((("property_id", 1), ("position", -1))),)
)
