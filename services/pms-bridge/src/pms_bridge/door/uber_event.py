"""Uber Direct's webhooks, read leniently, and what they mean in our words.

Source: Uber Direct, delivery status webhook and courier update webhook (see
docs/guides/connections.md for what of them is used).
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from contracts.deliveries import Courier, Position
from contracts.message import Instant
from contracts.order_ids import guest_id_of, order_id_of
from contracts.tracking import CourierPositionReported, DeliveryStatusReported, ReportedStatus
from pms_bridge.connections import UberDirectAccount

STATUS_KIND = "event.delivery_status"
COURIER_KIND = "event.courier_update"

_STATUSES = {
    "pending": ReportedStatus.PENDING,
    "pickup": ReportedStatus.TO_PICKUP,
    "pickup_complete": ReportedStatus.PICKED_UP,
    "dropoff": ReportedStatus.TO_DROPOFF,
    "delivered": ReportedStatus.DELIVERED,
    "canceled": ReportedStatus.CANCELLED,
    "returned": ReportedStatus.RETURNED,
}


def _absent_if_empty(value: Any) -> Any:
    return None if value in ("", {}) else value


class Wire(BaseModel):
    """Read leniently: Uber's own fields change, and most of them are of no use to us."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", coerce_numbers_to_str=True, allow_inf_nan=False
    )


Moment = Annotated[Instant | None, BeforeValidator(_absent_if_empty)]
EventId = Annotated[str, Field(min_length=1, max_length=200, examples=["evt_0123456789abcdef"])]
DeliveryId = Annotated[str, Field(min_length=1, max_length=200, examples=["del_0123456789"])]
# The ordering page's own reference of the order.
Reference = Annotated[str, Field(min_length=1, max_length=64, examples=["LUM-20261123-0042"])]


class UberLocation(Wire):
    lat: Annotated[float, Field(ge=-90, le=90)]
    lng: Annotated[float, Field(ge=-180, le=180)]


class UberPublicPhone(Wire):
    """A number that reaches the courier from any telephone, by the code that it asks for. It has
    nothing to do with the code that the courier asks for at the door."""

    phone_number: str | None = None
    pin_code: str | None = None

    def to_dial(self) -> str | None:
        """The number, and after a pause the code, as a telephone dials them."""
        number, code = (
            "".join((part or "").split()) for part in (self.phone_number, self.pin_code)
        )
        return f"{number},{code}" if number and code else number or None


class UberCourier(Wire):
    name: str | None = None
    phone_number: str | None = None
    public_phone_info: Annotated[UberPublicPhone | None, BeforeValidator(_absent_if_empty)] = None
    vehicle_type: str | None = None
    vehicle_make: str | None = None
    vehicle_model: str | None = None
    vehicle_color: str | None = None
    location: Annotated[UberLocation | None, BeforeValidator(_absent_if_empty)] = None

    def as_ours(self) -> Courier | None:
        """None while the courier has no name: there is nobody to tell the hotel about."""
        name = (self.name or "").strip()
        if not name:
            return None
        public = self.public_phone_info
        words = (self.vehicle_type, self.vehicle_make, self.vehicle_model, self.vehicle_color)
        vehicle = " ".join(word for word in words if word)
        return Courier(
            name=name[:200],
            phone=((public and public.to_dial()) or self.phone_number or "")[:40] or None,
            vehicle=vehicle[:100] or None,
        )


class UberDelivery(Wire):
    """The `data` of a webhook; `external_id` is the ordering page's own reference."""

    external_id: Reference
    courier_imminent: bool | None = None
    courier: Annotated[UberCourier | None, BeforeValidator(_absent_if_empty)] = None
    dropoff_eta: Moment = None


class UberEvent(Wire):
    """A webhook's envelope."""

    id: EventId
    kind: Annotated[str, Field(examples=[STATUS_KIND])]
    created: Instant
    delivery_id: DeliveryId
    status: Annotated[str, Field(examples=["dropoff"])] = ""
    location: Annotated[UberLocation | None, BeforeValidator(_absent_if_empty)] = None
    data: UberDelivery

    def reported(
        self, account: UberDirectAccount
    ) -> DeliveryStatusReported | CourierPositionReported | None:
        """What it reports; None for a status that we do not know, or no position."""
        if self.kind == COURIER_KIND:
            return self._position(account)
        return self._status(account)

    def _status(self, account: UberDirectAccount) -> DeliveryStatusReported | None:
        status = _STATUSES.get(self.status)
        if status is None:
            return None
        if status is ReportedStatus.TO_DROPOFF and self.data.courier_imminent:
            status = ReportedStatus.NEAR
        return DeliveryStatusReported(
            property_id=account.property_id,
            order_id=order_id_of(account.partner_id, self.data.external_id),
            guest_id=guest_id_of(account.partner_id, self.data.external_id),
            delivery_id=self.delivery_id,
            external_id=self.data.external_id,
            status=status,
            reported_at=self.created,
            courier=self.data.courier.as_ours() if self.data.courier else None,
            expected_at=self.data.dropoff_eta,
        )

    def _position(self, account: UberDirectAccount) -> CourierPositionReported | None:
        courier = self.data.courier
        place = (courier.location if courier else None) or self.location
        if place is None:
            return None
        return CourierPositionReported(
            property_id=account.property_id,
            order_id=order_id_of(account.partner_id, self.data.external_id),
            guest_id=guest_id_of(account.partner_id, self.data.external_id),
            delivery_id=self.delivery_id,
            external_id=self.data.external_id,
            position=Position(latitude=place.lat, longitude=place.lng),
            reported_at=self.created,
            expected_at=self.data.dropoff_eta,
        )
