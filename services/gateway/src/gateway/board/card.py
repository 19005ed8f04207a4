"""What a card says about an order: exactly what the live stream sends, too."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from contracts.billing import FolioProblem
from contracts.chats import OPEN_AFTER_END
from contracts.deliveries import Courier, DeliveryContent
from contracts.message import Instant
from contracts.money import Amount
from contracts.personal import Personal
from gateway.board.ledger import FolioState
from gateway.board.model import NO_END, OrderView, Whereabouts
from gateway.board.stages import OrderKind, OrderStatus, Stage


class TotalDue(StrEnum):
    """Whether the guest owes the total (O14, O18 to O21)."""

    AFTER_DELIVERY = "after_delivery"
    NOW = "now"
    NOTHING = "nothing"


class Answer(BaseModel):
    """Base of what the API answers. Absent optional fields are left out."""

    model_config = ConfigDict(frozen=True)


class Sum(Answer):
    """`amount` in minor units of `currency`, tax included."""

    currency: Annotated[str, Field(examples=["EUR"])]
    amount: Annotated[int, Field(examples=[2500])]


class FolioAnswer(Answer):
    """How far the charge to the room is; `to_post` is what a person must post by hand."""

    state: FolioState
    problem: FolioProblem | None = None
    detail: str | None = None
    to_post: Sum | None = None


class ChatState(Answer):
    """`opened` once a courier is assigned (O08); nothing can be sent after `closes_at`."""

    opened: bool
    closes_at: Instant | None = None
    messages: int
    unanswered: Annotated[bool, Field(description="The last word is the courier's")]


class Card(Answer):
    """An order in a list or on the board. `status` is what reception goes by, `stage` how far the
    meal is. `total` is what is to be collected, there only when `total_due` is `now`."""

    order_id: str
    property_id: str
    kind: OrderKind
    reference: Annotated[str, Field(examples=["9K3TZ7"])]
    room: Annotated[str, Field(examples=["204"])]
    guest: Annotated[str, Personal]
    restaurant: str
    status: OrderStatus
    stage: Stage
    running: bool
    placed_at: Instant
    expected_at: Instant | None = None
    ended_at: Instant | None = None
    end_reason: str | None = None
    leaves_board_at: Instant | None = None
    courier: Courier | None = None
    courier_seen: Whereabouts | None = None
    validation_code: str | None = None
    chat: ChatState
    open_tasks: Annotated[int, Field(description="What only a person can do about it")]
    folio: FolioAnswer
    total_due: TotalDue
    total: Sum | None = None
    updated_at: Instant
    revision: Annotated[int, Field(description="Counts the changes of this order")]


class NotPlaced(LookupError):
    """The order is not placed yet as far as this view knows: nobody may see it."""


def total_due(view: OrderView) -> TotalDue:
    """Nobody owes before delivery; nobody owes what did not come, was taken back or refunded."""
    if view.running:
        return TotalDue.AFTER_DELIVERY
    owed = view.status in {OrderStatus.DELIVERED, OrderStatus.PARTIALLY_REFUNDED}
    return TotalDue.NOW if owed else TotalDue.NOTHING


def shows_amounts(view: OrderView) -> bool:
    """Once the meal was at the hotel, and not before (O14)."""
    return view.delivered_at is not None and not view.running


def owed(view: OrderView) -> Amount:
    """What is to be collected as the order stands, per tax line (O16). Raises `NotPlaced`."""
    nothing = Amount.nothing(content_of(view).amount.currency)
    return view.left() or nothing if total_due(view) is TotalDue.NOW else nothing


def card_of(view: OrderView) -> Card:
    """Raises `NotPlaced`."""
    content, due = content_of(view), total_due(view)
    guest = content.guest
    return Card(
        order_id=view.order_id,
        property_id=view.property_id,
        kind=view.kind,
        reference=view.reference or "",
        room=view.room or content.room,
        guest=" ".join(name for name in (guest.given_name, guest.surname) if name),
        restaurant=content.restaurant.name,
        status=view.status,
        stage=view.stage,
        running=view.running,
        placed_at=content.placed_at,
        expected_at=view.expected_at,
        ended_at=view.ended_at,
        end_reason=view.end_reason,
        leaves_board_at=None if view.board_until == NO_END else view.board_until,
        courier=view.courier,
        courier_seen=view.seen if view.running else None,
        validation_code=view.validation_code,
        chat=_chat(view),
        open_tasks=len(view.open_tasks),
        folio=_folio(view),
        total_due=due,
        total=sum_of(owed(view)) if due is TotalDue.NOW else None,
        updated_at=view.updated_at or content.placed_at,
        revision=view.revision,
    )


def content_of(view: OrderView) -> DeliveryContent:
    """Raises `NotPlaced`."""
    if view.content is None:
        raise NotPlaced(view.order_id)
    return view.content


def sum_of(amount: Amount) -> Sum:
    return Sum(currency=amount.currency, amount=amount.total)


def chat_closes_at(view: OrderView) -> datetime | None:
    return None if view.ended_at is None else view.ended_at + OPEN_AFTER_END


def _chat(view: OrderView) -> ChatState:
    return ChatState(
        opened=view.courier is not None,
        closes_at=chat_closes_at(view),
        messages=view.chat.messages,
        unanswered=view.chat.unanswered,
    )


def _folio(view: OrderView) -> FolioAnswer:
    folio = view.folio
    shown = folio.amount is not None and shows_amounts(view)
    return FolioAnswer(
        state=folio.state,
        problem=folio.problem,
        detail=folio.detail,
        to_post=sum_of(folio.amount) if shown and folio.amount else None,
    )
