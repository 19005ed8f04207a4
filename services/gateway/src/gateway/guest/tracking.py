"""One order as its guest may see it: no room, no names but the courier's first, and nothing of
money before the meal is there (O14)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from contracts.message import Instant
from contracts.properties import Language, PropertySheet
from gateway.board.card import Answer, NotPlaced, Sum, card_of
from gateway.board.model import OrderView
from gateway.board.stages import Stage
from gateway.guest.words import WORDS


class GuestStatus(StrEnum):
    """How far the order is, in a guest's words."""

    RECEIVED = "received"
    PREPARING = "preparing"
    ON_THE_WAY = "on_the_way"
    NEAR = "near"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    FAILED = "failed"
    RETURNED = "returned"


STATUS = {
    Stage.PLACED: GuestStatus.RECEIVED,
    Stage.ACCEPTED: GuestStatus.RECEIVED,
    Stage.PREPARING: GuestStatus.PREPARING,
    Stage.ON_THE_WAY: GuestStatus.ON_THE_WAY,
    Stage.NEAR: GuestStatus.NEAR,
    Stage.DELIVERED: GuestStatus.DELIVERED,
    Stage.CANCELLED: GuestStatus.CANCELLED,
    Stage.FAILED: GuestStatus.FAILED,
    Stage.RETURNED: GuestStatus.RETURNED,
}


class GuestOrder(Answer):
    """`what_now` says in the guest's language what happens next, and that nothing is charged where
    the meal does not come. `total` is what is on the room's bill, from delivery on."""

    reference: Annotated[str, Field(examples=["9K3TZ7"])]
    property: Annotated[str, Field(examples=["Hôtel Lumière"])]
    restaurant: Annotated[str, Field(examples=["Chez Lina"])]
    status: GuestStatus
    running: bool
    expected_at: Instant | None = None
    courier: Annotated[str | None, Field(description="First name", examples=["Marc"])] = None
    language: Language
    time_zone: Annotated[str, Field(examples=["Europe/Paris"])]
    status_text: str
    what_now: str
    total: Sum | None = None
    updated_at: Instant


def guest_order(view: OrderView, sheet: PropertySheet, asked: Language | None = None) -> GuestOrder:
    """In the language that was asked for, else the guest's own, else the property's first. Raises
    `gateway.board.card.NotPlaced`."""
    content = view.content
    if content is None:
        raise NotPlaced(view.order_id)
    card, status = card_of(view), STATUS[view.stage]
    language = asked or content.guest.language or sheet.languages[0]
    words = WORDS[language]
    names = view.courier.name.split() if view.courier and view.running else []
    return GuestOrder(
        reference=card.reference,
        property=sheet.name,
        restaurant=content.restaurant.name,
        status=status,
        running=view.running,
        expected_at=view.expected_at if view.running else None,
        courier=names[0] if names else None,
        language=language,
        time_zone=sheet.time_zone,
        status_text=words[f"status.{status}"],
        what_now=words[f"now.{status}"],
        total=card.total,
        updated_at=card.updated_at,
    )
