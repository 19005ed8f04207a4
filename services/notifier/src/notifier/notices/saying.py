"""What a notice says: which sentences, and the facts in them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from contracts.deliveries import DeliveryContent
from contracts.message import Instant
from contracts.properties import Language


class Saying(StrEnum):
    """Each has its words in every language. Those of claims and tasks are named after the
    contracts' outcomes, problems and kinds of handover."""

    NEW_ORDER = "new_order"
    COURIER_MESSAGE = "courier_message"
    COURIER_NEAR = "courier_near"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    DELIVERY_FAILED = "delivery_failed"
    DELIVERY_RETURNED = "delivery_returned"
    REFUNDED = "refunded"
    PARTLY_REFUNDED = "partly_refunded"
    CLAIM_ACCEPTED = "claim_accepted"
    CLAIM_PARTIALLY_ACCEPTED = "claim_partially_accepted"
    CLAIM_REJECTED = "claim_rejected"
    CLAIM_WITHDRAWN = "claim_withdrawn"
    CLAIM_UNANSWERED = "claim_unanswered"
    TASK_NOT_FOUND = "task_not_found"
    TASK_NOT_IN_HOUSE = "task_not_in_house"
    TASK_AMBIGUOUS = "task_ambiguous"
    TASK_NO_POST = "task_no_post"
    TASK_INVALID_CODE = "task_invalid_code"
    TASK_WRONG_CURRENCY = "task_wrong_currency"
    TASK_POSTED_BY_HAND = "task_posted_by_hand"
    TASK_REFUSED = "task_refused"
    TASK_NOT_CONNECTED = "task_not_connected"
    TASK_ORDER = "task_order"
    TASK_CHAT_MESSAGE = "task_chat_message"
    TASK_CLAIM = "task_claim"
    TASK_CLAIM_WITHDRAWAL = "task_claim_withdrawal"
    GUEST_PLACED = "guest_placed"
    GUEST_CANCELLED = "guest_cancelled"


class News(BaseModel):
    """What an event adds to the facts of its order. `amount` is in minor units of `currency`.
    `under_way` says that the courier, the expected time and the code still matter."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    courier: str | None = None
    message: str | None = None
    reason: str | None = None
    amount: int | None = None
    currency: str | None = None
    under_way: bool = False


class Facts(BaseModel):
    """All that the words of a notice may name. No amount is in it before delivery (O14)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    reference: str
    room: str
    guest_name: str
    restaurant: str
    placed_at: Instant
    validation_code: str | None = None
    expected_at: Instant | None = None
    courier: str | None = None
    message: str | None = None
    reason: str | None = None
    amount: int | None = None
    currency: str | None = None


class Order(BaseModel):
    """What is known of an order, as it is now, for those who are told of it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    facts: Facts
    phone: str | None = None
    language: Language | None = None

    @classmethod
    def of(cls, reference: str, content: DeliveryContent) -> Self:
        names = (content.guest.given_name, content.guest.surname)
        facts = Facts(
            reference=reference,
            room=content.room,
            guest_name=" ".join(name for name in names if name),
            restaurant=content.restaurant.name,
            placed_at=content.placed_at,
            validation_code=content.validation_code,
            expected_at=content.expected_at,
        )
        return cls(facts=facts, phone=content.guest.phone, language=content.guest.language)

    def changed(self, **facts: Any) -> Self:
        return self.model_copy(update={"facts": self.facts.model_copy(update=facts)})

    def facts_with(self, news: News) -> Facts:
        """The order's facts and what is new; what no longer matters is left out."""
        on_the_way = ("validation_code", "expected_at", "courier")
        over = {} if news.under_way else dict.fromkeys(on_the_way)
        said = news.model_dump(exclude={"under_way"}, exclude_none=True)
        return self.facts.model_copy(update={**over, **said})
