"""What an ordering page reports of its orders, in the format of docs/guides/partner-events.md.

Each event stands for itself: one that cannot be read does not hold up the others.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from contracts.chats import ChatMessageId, CourierMessageReported
from contracts.claims import ClaimDecisionReported, ClaimId, ClaimVerdict
from contracts.deliveries import Courier, Position
from contracts.message import Message, PropertyId
from contracts.money import Amount, Currency
from contracts.order_ids import guest_id_of, order_id_of
from contracts.refunds import RefundId, RefundReported
from contracts.tracking import CourierPositionReported, DeliveryStatusReported, ReportedStatus
from pms_bridge.door.fields import (
    MOST,
    Body,
    ExternalId,
    Line,
    Moment,
    SentTaxLine,
    tax_contradictions,
)
from pms_bridge.door.problems import FieldError

Reason = Annotated[Line, Field(max_length=200, examples=["Kitchen closed"])]
Gross = Annotated[int, Field(strict=True, ge=0, le=MOST, description="minor units, tax incl.")]


def _readable(text: str) -> str:
    """Several lines are fine, other control characters and a blank are not."""
    if not text.strip() or not text.replace("\n", "").replace("\t", "").isprintable():
        raise ValueError("must be printable text")
    return text


class PartnerEvent(Body):
    """What all events say. `id` is the page's own and names this event for ever."""

    id: Annotated[str, Field(pattern=r"^[!-~]{1,100}$", examples=["ev-7781"])]
    property_id: Annotated[PropertyId, Field(examples=["hotel-lumiere"])]
    external_id: ExternalId
    occurred_at: Annotated[Moment, Field(examples=["2026-11-23T19:52:00Z"])]

    def contradictions(self) -> list[FieldError]:
        """What does not add up, by field."""
        return []

    def reported(self, partner_id: str) -> Message:
        """The event in our words."""
        raise NotImplementedError

    def about(self, partner_id: str) -> dict[str, str]:
        """Which order, under the ids that its intake and its webhooks have."""
        order_id = order_id_of(partner_id, self.external_id)
        return {
            "property_id": self.property_id,
            "order_id": order_id,
            "external_id": self.external_id,
        }

    def about_guest(self, partner_id: str) -> dict[str, str]:
        return self.about(partner_id) | {"guest_id": guest_id_of(partner_id, self.external_id)}


class PartnerStatus(StrEnum):
    """Where an order is, as the page says it."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    PREPARING = "preparing"
    COURIER_ASSIGNED = "courier_assigned"
    PICKED_UP = "picked_up"
    ON_THE_WAY = "on_the_way"
    NEAR = "near"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    FAILED = "failed"
    RETURNED = "returned"


_REPORTED_AS = {
    PartnerStatus.PENDING: ReportedStatus.PENDING,
    PartnerStatus.ACCEPTED: ReportedStatus.ACCEPTED,
    PartnerStatus.PREPARING: ReportedStatus.PREPARING,
    PartnerStatus.COURIER_ASSIGNED: ReportedStatus.TO_PICKUP,
    PartnerStatus.PICKED_UP: ReportedStatus.PICKED_UP,
    PartnerStatus.ON_THE_WAY: ReportedStatus.TO_DROPOFF,
    PartnerStatus.NEAR: ReportedStatus.NEAR,
    PartnerStatus.DELIVERED: ReportedStatus.DELIVERED,
    PartnerStatus.CANCELLED: ReportedStatus.CANCELLED,
    PartnerStatus.FAILED: ReportedStatus.FAILED,
    PartnerStatus.RETURNED: ReportedStatus.RETURNED,
}


class SentCourier(Body):
    name: Annotated[Line, Field(max_length=200, examples=["Malik"])]
    phone: Annotated[Line, Field(max_length=40, examples=["+33600000001"])] | None = None
    vehicle: Annotated[Line, Field(max_length=100, examples=["bicycle"])] | None = None


class StatusEvent(PartnerEvent):
    """The order is so far; with it what else is known: courier, expected time, code, reason."""

    type: Literal["status"]
    status: PartnerStatus
    reason: Reason | None = None
    validation_code: Annotated[Line, Field(max_length=20, examples=["4821"])] | None = None
    courier: SentCourier | None = None
    expected_at: Annotated[Moment, Field(examples=["2026-11-23T20:15:00Z"])] | None = None

    def contradictions(self) -> list[FieldError]:
        if self.status is PartnerStatus.COURIER_ASSIGNED and self.courier is None:
            return [FieldError(field="courier", reason="courier_assigned names the courier")]
        return []

    def reported(self, partner_id: str) -> DeliveryStatusReported:
        return DeliveryStatusReported(
            **self.about_guest(partner_id),
            delivery_id=self.external_id,
            status=_REPORTED_AS[self.status],
            reported_at=self.occurred_at,
            courier=Courier(**self.courier.model_dump()) if self.courier else None,
            expected_at=self.expected_at,
            validation_code=self.validation_code,
            reason=self.reason,
        )


class PositionEvent(PartnerEvent):
    """Where the courier is."""

    type: Literal["position"]
    latitude: Annotated[float, Field(ge=-90, le=90, examples=[45.9237])]
    longitude: Annotated[float, Field(ge=-180, le=180, examples=[6.8694])]
    expected_at: Moment | None = None

    def reported(self, partner_id: str) -> CourierPositionReported:
        return CourierPositionReported(
            **self.about_guest(partner_id),
            delivery_id=self.external_id,
            position=Position(latitude=self.latitude, longitude=self.longitude),
            reported_at=self.occurred_at,
            expected_at=self.expected_at,
        )


class MessageEvent(PartnerEvent):
    """The courier writes to the hotel (O06, O08)."""

    type: Literal["message"]
    message_id: Annotated[ChatMessageId, Field(examples=["m-318"])]
    text: Annotated[
        str, AfterValidator(_readable), Field(max_length=1000, examples=["I am at the door."])
    ]

    def reported(self, partner_id: str) -> CourierMessageReported:
        return CourierMessageReported(
            **self.about_guest(partner_id),
            message_id=self.message_id,
            text=self.text,
            sent_at=self.occurred_at,
        )


class _Refunding(PartnerEvent):
    """`tax_lines` says how a refund falls on the tax lines; without it, it is shared out."""

    currency: Annotated[Currency, Field(examples=["EUR"])]
    tax_lines: Annotated[tuple[SentTaxLine, ...], Field(min_length=1, max_length=20)] | None = None

    def _amount(self) -> Amount | None:
        if self.tax_lines is None:
            return None
        lines = tuple(line.as_ours() for line in self.tax_lines)
        return Amount(currency=self.currency, tax_lines=lines)

    def _lines_against(self, total: int, name: str) -> list[FieldError]:
        lines = self.tax_lines or ()
        found = tax_contradictions(lines, total, name) if lines else []
        if any(line.net < 0 or line.tax < 0 for line in lines):
            found.append(FieldError(field="tax_lines", reason="a refund has no negative tax line"))
        return found


class RefundEvent(_Refunding):
    """The order is refunded by `total`, in full or in part (O19, O20)."""

    type: Literal["refund"]
    refund_id: Annotated[RefundId, Field(examples=["rf-55"])]
    total: Annotated[Gross, Field(gt=0, examples=[1250])]
    claim_id: ClaimId | None = None
    reason: Reason | None = None

    def contradictions(self) -> list[FieldError]:
        return self._lines_against(self.total, "total")

    def reported(self, partner_id: str) -> RefundReported:
        return RefundReported(
            **self.about(partner_id),
            refund_id=self.refund_id,
            total=self.total,
            currency=self.currency,
            amount=self._amount(),
            claim_id=self.claim_id,
            reason=self.reason,
            reported_at=self.occurred_at,
        )


class ClaimDecisionEvent(_Refunding):
    """The page decided a claim of the hotel (O19, O23)."""

    type: Literal["claim_decision"]
    claim_id: ClaimId
    verdict: ClaimVerdict
    refunded: Gross = 0
    note: Reason | None = None

    def contradictions(self) -> list[FieldError]:
        found = self._lines_against(self.refunded, "refunded")
        if self.verdict is ClaimVerdict.REJECTED and self.refunded:
            found.append(FieldError(field="refunded", reason="a rejected claim refunds nothing"))
        return found

    def reported(self, partner_id: str) -> ClaimDecisionReported:
        return ClaimDecisionReported(
            **self.about(partner_id),
            claim_id=self.claim_id,
            verdict=self.verdict,
            refunded=self.refunded,
            currency=self.currency,
            amount=self._amount(),
            note=self.note,
            reported_at=self.occurred_at,
        )


AnyEvent = StatusEvent | PositionEvent | MessageEvent | RefundEvent | ClaimDecisionEvent
EVENTS: dict[str, type[AnyEvent]] = {
    "status": StatusEvent,
    "position": PositionEvent,
    "message": MessageEvent,
    "refund": RefundEvent,
    "claim_decision": ClaimDecisionEvent,
}

AT_ONCE = 100


class EventList(Body):
    """What is read first: a list of objects, each looked at by itself afterwards."""

    events: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=AT_ONCE)]


class PartnerEvents(Body):
    """A list of events, as documented."""

    events: Annotated[
        list[Annotated[AnyEvent, Field(discriminator="type")]],
        Field(min_length=1, max_length=AT_ONCE),
    ]
