"""What we send to an ordering page, as docs/guides/partner-events.md describes it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict

from contracts.chats import CourierMessageSent
from contracts.claims import ClaimEnded, ClaimOpened
from contracts.deliveries import DeliveryPlaced
from contracts.handovers import HandoverKind
from contracts.message import Instant, Part


class Callback(BaseModel):
    """What every callback says. `id` is the same at each try."""

    model_config = ConfigDict(frozen=True)
    KIND: ClassVar[HandoverKind]

    id: str
    type: str
    property_id: str
    external_id: str
    order_id: str
    occurred_at: Instant

    def body(self) -> str:
        """The body as it is sent, the same at each try; what is absent is left out."""
        return self.model_dump_json(exclude_none=True)


class OrderPlaced(Callback):
    """Reception placed an order on a guest's behalf: carry it out as if the guest had. The fields
    are those of the intake. `external_id` is made by us."""

    KIND = HandoverKind.ORDER

    reference: str
    room: str
    guest: dict[str, Any]
    restaurant: dict[str, str]
    lines: list[dict[str, Any]]
    currency: str
    tax_lines: list[dict[str, Any]]
    total: int
    placed_at: Instant
    expected_at: Instant | None = None
    validation_code: str | None = None

    @classmethod
    def of(cls, placed: DeliveryPlaced, id: str) -> Self:
        content = placed.content
        return cls(
            id=id,
            type=cls.KIND,
            property_id=placed.property_id,
            external_id=content.external_id,
            order_id=placed.order_id,
            occurred_at=content.placed_at,
            reference=placed.reference,
            room=content.room,
            guest=_without_absent(content.guest),
            restaurant={"name": content.restaurant.name},
            lines=[_without_absent(line) for line in content.lines],
            currency=content.amount.currency,
            tax_lines=[_without_absent(line) for line in content.amount.tax_lines],
            total=content.amount.total,
            placed_at=content.placed_at,
            expected_at=content.expected_at,
            validation_code=content.validation_code,
        )


class ChatMessage(Callback):
    """The hotel writes to the courier (O08, O09)."""

    KIND = HandoverKind.CHAT_MESSAGE

    message_id: str
    text: str

    @classmethod
    def of(cls, sent: CourierMessageSent, id: str) -> Self:
        return cls(
            id=id,
            type=cls.KIND,
            property_id=sent.property_id,
            external_id=sent.external_id,
            order_id=sent.order_id,
            occurred_at=sent.occurred_at,
            message_id=sent.message_id,
            text=sent.text,
        )


class Claim(Callback):
    """The hotel complains and asks money back (O19, O23). `claim_id` comes back in the decision."""

    KIND = HandoverKind.CLAIM

    claim_id: str
    deadline: Instant
    reason: str
    items: list[dict[str, int]]
    amount: int
    currency: str
    description: str
    photos: list[str]

    @classmethod
    def of(cls, opened: ClaimOpened, id: str) -> Self:
        return cls(
            id=id,
            type=cls.KIND,
            property_id=opened.property_id,
            external_id=opened.external_id,
            order_id=opened.order_id,
            occurred_at=opened.occurred_at,
            claim_id=opened.claim_id,
            deadline=opened.deadline,
            **opened.content.model_dump(mode="json"),
        )


class ClaimWithdrawal(Callback):
    """The hotel takes its claim back."""

    KIND = HandoverKind.CLAIM_WITHDRAWAL

    claim_id: str

    @classmethod
    def of(cls, ended: ClaimEnded, external_id: str, id: str) -> Self:
        return cls(
            id=id,
            type=cls.KIND,
            property_id=ended.property_id,
            external_id=external_id,
            order_id=ended.order_id,
            occurred_at=ended.occurred_at,
            claim_id=ended.claim_id,
        )


def _without_absent(part: Part) -> dict[str, Any]:
    return part.model_dump(mode="json", exclude_none=True)
