"""What the API says about an order: exactly what the live stream sends, too."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from contracts.billing import FolioProblem
from contracts.deliveries import Courier, DeliveryContent, OrderLine
from contracts.message import Instant
from contracts.money import Amount
from contracts.personal import Personal
from gateway.board.model import NO_END, FolioState, Moment, OrderStatus, OrderView


class TotalDue(StrEnum):
    """Whether the guest owes the total (O14, O18, O21)."""

    AFTER_DELIVERY = "after_delivery"
    NOW = "now"
    NOTHING = "nothing"


class Answer(BaseModel):
    """Base of what the API answers. Absent optional fields are left out."""

    model_config = ConfigDict(frozen=True)


class Sum(Answer):
    """`amount` in minor units of `currency`, tax included."""

    currency: str
    amount: int


class TaxLineAnswer(Answer):
    """One tax line, in minor units of the total's currency."""

    name: str
    rate: str
    net: int
    tax: int
    gross: int


class FolioAnswer(Answer):
    """How far the charge to the room is; `to_post` is what a person must post by hand."""

    state: FolioState
    problem: FolioProblem | None = None
    detail: str | None = None
    to_post: Sum | None = None


class Card(Answer):
    """An order in a list or on the board. `total` is there only when `total_due` is `now`."""

    order_id: str
    property_id: str
    reference: str
    room: str
    guest: Annotated[str, Personal]
    restaurant: str
    status: OrderStatus
    running: bool
    placed_at: Instant
    expected_at: Instant | None = None
    ended_at: Instant | None = None
    leaves_board_at: Instant | None = None
    courier: Courier | None = None
    validation_code: str | None = None
    folio: FolioAnswer
    total_due: TotalDue
    total: Sum | None = None
    updated_at: Instant
    revision: Annotated[int, Field(description="Counts the changes of this order")]


class LineAnswer(Answer):
    """One dish; its price is shown only once the total is due."""

    name: str
    quantity: int
    unit_amount: int | None = None


class OrderDetail(Card):
    """An order with everything that staff may see of it."""

    external_id: str
    guest_phone: Annotated[str, Personal] | None = None
    guest_language: str | None = None
    lines: tuple[LineAnswer, ...]
    tax_lines: tuple[TaxLineAnswer, ...] | None = None
    timeline: tuple[Moment, ...]


class NotPlaced(LookupError):
    """The order is not placed yet as far as this view knows: nobody may see it."""


def total_due(view: OrderView) -> TotalDue:
    """Nobody owes before delivery; nobody owes what was cancelled or taken back."""
    if view.running:
        return TotalDue.AFTER_DELIVERY
    return TotalDue.NOW if view.status is OrderStatus.DELIVERED else TotalDue.NOTHING


def card_of(view: OrderView) -> Card:
    """Raises `NotPlaced`."""
    content, due = _content(view), total_due(view)
    guest = content.guest
    return Card(
        order_id=view.order_id,
        property_id=view.property_id,
        reference=view.reference or "",
        room=content.room,
        guest=" ".join(name for name in (guest.given_name, guest.surname) if name),
        restaurant=content.restaurant.name,
        status=view.status,
        running=view.running,
        placed_at=content.placed_at,
        expected_at=view.expected_at,
        ended_at=view.ended_at,
        leaves_board_at=None if view.board_until == NO_END else view.board_until,
        courier=view.courier,
        validation_code=content.validation_code,
        folio=_folio(view),
        total_due=due,
        total=_sum(content.amount) if due is TotalDue.NOW else None,
        updated_at=view.updated_at or content.placed_at,
        revision=view.revision,
    )


def detail_of(view: OrderView) -> OrderDetail:
    """Raises `NotPlaced`."""
    content = _content(view)
    due = total_due(view) is TotalDue.NOW
    return OrderDetail.model_validate(
        {
            **dict(card_of(view)),
            "external_id": content.external_id,
            "guest_phone": content.guest.phone,
            "guest_language": content.guest.language,
            "lines": tuple(_line(line, priced=due) for line in content.lines),
            "tax_lines": _tax_lines(content.amount) if due else None,
            "timeline": view.timeline,
        }
    )


def _content(view: OrderView) -> DeliveryContent:
    if view.content is None:
        raise NotPlaced(view.order_id)
    return view.content


def _line(line: OrderLine, *, priced: bool) -> LineAnswer:
    """Without its price until the total is due: the prices would add up to it (O14)."""
    price = line.unit_amount if priced else None
    return LineAnswer(name=line.name, quantity=line.quantity, unit_amount=price)


def _folio(view: OrderView) -> FolioAnswer:
    folio = view.folio
    # Before delivery an amount to post would give the total away (O14).
    shown = folio.amount is not None and not view.running
    return FolioAnswer(
        state=folio.state,
        problem=folio.problem,
        detail=folio.detail,
        to_post=_sum(folio.amount) if shown and folio.amount else None,
    )


def _sum(amount: Amount) -> Sum:
    return Sum(currency=amount.currency, amount=amount.total)


def _tax_lines(amount: Amount) -> tuple[TaxLineAnswer, ...]:
    return tuple(
        TaxLineAnswer(name=line.name, rate=line.rate, net=line.net, tax=line.tax, gross=line.gross)
        for line in amount.tax_lines
    )
