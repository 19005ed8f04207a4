"""Properties, delivery orders and what partners report of them, with ordinary values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.deliveries import (
    Courier,
    DeliveryContent,
    DeliveryPlaced,
    Guest,
    OrderLine,
    PlaceDeliveryOrder,
    Position,
    Restaurant,
    reference_of,
)
from contracts.money import Amount, TaxLine
from contracts.properties import (
    Integrations,
    Language,
    PmsMode,
    PropertyKind,
    PropertySheet,
)
from contracts.tracking import CourierPositionReported, DeliveryStatusReported, ReportedStatus

PROPERTY = "hotel-lumiere"
ORDER = "6b7f4c1e-0000-5000-8000-000000000042"
GUEST = "guest-7"
EVENING = datetime(2026, 11, 23, 19, 40, tzinfo=UTC)
AMOUNT = Amount(
    currency="EUR",
    tax_lines=(
        TaxLine(name="TVA 10 %", rate="10.00", net=2000, tax=200),
        TaxLine(name="TVA 20 %", rate="20.00", net=250, tax=50),
    ),
)
MARC = Courier(name="Marc", phone="+33600000001", vehicle="bicycle")
INES = Courier(name="Inès", phone="+33600000002")


def after(minutes: float) -> datetime:
    """So many minutes after the order was placed."""
    return EVENING + timedelta(minutes=minutes)


def sheet(**fields: Any) -> PropertySheet:
    return PropertySheet(
        **{
            "name": "Hôtel Lumière",
            "kind": PropertyKind.HOTEL,
            "languages": (Language.FR, Language.EN),
            "currency": "EUR",
            "time_zone": "Europe/Paris",
            "integrations": Integrations(pms=PmsMode.TWO_WAY, delivery=True),
            "order_mail": ("reception@lumiere.example",),
            **fields,
        }
    )


def content(**fields: Any) -> DeliveryContent:
    return DeliveryContent(
        **{
            "external_id": "LUM-20261123-0042",
            "partner_id": "demo-page",
            "room": "203",
            "guest": Guest(surname="D'Hérouville", given_name="Anaïs", language=Language.FR),
            "restaurant": Restaurant(name="Chez Lina"),
            "lines": (OrderLine(name="Pizza regina", quantity=2, unit_amount=1250),),
            "amount": AMOUNT,
            "placed_at": EVENING,
            "validation_code": "4821",
            "expected_at": after(35),
            **fields,
        }
    )


def place(
    *, order_id: str = ORDER, property_id: str = PROPERTY, **fields: Any
) -> PlaceDeliveryOrder:
    """A request to place an order; `fields` are those of its content."""
    return PlaceDeliveryOrder(
        property_id=property_id, order_id=order_id, guest_id=GUEST, content=content(**fields)
    )


def placed(*, order_id: str = ORDER, **fields: Any) -> DeliveryPlaced:
    return DeliveryPlaced(
        property_id=PROPERTY,
        order_id=order_id,
        guest_id=GUEST,
        reference=reference_of(order_id),
        content=content(**fields),
    )


def reported(
    status: ReportedStatus,
    minutes: float = 10,
    *,
    courier: Courier | None = None,
    expected_at: datetime | None = None,
    property_id: str = PROPERTY,
    **fields: Any,
) -> DeliveryStatusReported:
    """A status report, so many minutes after the order was placed."""
    return DeliveryStatusReported(
        property_id=property_id,
        order_id=ORDER,
        guest_id=GUEST,
        delivery_id="del_1",
        status=status,
        reported_at=after(minutes),
        courier=courier,
        expected_at=expected_at,
        **fields,
    )


def seen(
    minutes: float = 12,
    *,
    latitude: float = 48.85,
    expected_at: datetime | None = None,
) -> CourierPositionReported:
    """A position report, so many minutes after the order was placed."""
    return CourierPositionReported(
        property_id=PROPERTY,
        order_id=ORDER,
        guest_id=GUEST,
        delivery_id="del_1",
        position=Position(latitude=latitude, longitude=2.35),
        reported_at=after(minutes),
        expected_at=expected_at,
    )
