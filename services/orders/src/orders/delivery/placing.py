"""Placing a delivery order: when it is refused, and what early reports make of it."""

from __future__ import annotations

from contracts.deliveries import (
    DeliveryContent,
    DeliveryRefused,
    PlaceDeliveryOrder,
    RefusalReason,
    reference_of,
)
from orders.delivery.model import DeliveryOrder, Placement, TimelineEntry, TimelineKind
from orders.delivery.tracking import expecting
from orders.properties.model import Property


def differing_field(order: DeliveryOrder, request: PlaceDeliveryOrder) -> str | None:
    """The first field in which a request differs from what was placed; None if it is the same."""
    if order.placement is None:
        return None
    if request.property_id != order.property_id:
        return "property_id"
    if request.guest_id != order.placement.guest_id:
        return "guest_id"
    placed, asked = order.placement.content, request.content
    for name in DeliveryContent.model_fields:
        if getattr(placed, name) != getattr(asked, name):
            return f"content.{name}"
    return None


def placed_differently(request: PlaceDeliveryOrder, field: str) -> DeliveryRefused:
    return _refusal(
        request,
        RefusalReason.ALREADY_PLACED_DIFFERENTLY,
        field,
        f"the order was placed before with another {field.removeprefix('content.')}",
    )


def refusal(request: PlaceDeliveryOrder, home: Property | None) -> DeliveryRefused | None:
    """Why a new order cannot be taken at its property; None if it can."""
    if home is None:
        reason, detail = RefusalReason.UNKNOWN_PROPERTY, "no such property"
        return _refusal(request, reason, "property_id", detail)
    if not home.sheet.integrations.delivery:
        reason, detail = RefusalReason.DELIVERY_NOT_OFFERED, "the property takes no deliveries"
        return _refusal(request, reason, "property_id", detail)
    asked = request.content.amount.currency
    if asked != home.sheet.currency:
        detail = f"the property's currency is {home.sheet.currency}, not {asked}"
        return _refusal(request, RefusalReason.CURRENCY_MISMATCH, "content.amount.currency", detail)
    return None


def placed(request: PlaceDeliveryOrder, by: str) -> DeliveryOrder:
    """The new order, as it is before any report."""
    content = request.content
    return DeliveryOrder(
        order_id=request.order_id,
        property_id=request.property_id,
        placement=Placement(
            guest_id=request.guest_id,
            reference=reference_of(request.order_id),
            content=content,
        ),
        expected_at=content.expected_at,
        expected_as_of=None if content.expected_at is None else content.placed_at,
        timeline=(TimelineEntry(kind=TimelineKind.PLACED, at=content.placed_at, by=by),),
    )


def with_early_knowledge(order: DeliveryOrder, early: DeliveryOrder) -> DeliveryOrder:
    """A new order with the courier, place and expected time that came before it; the statuses that
    came before it are walked through one by one afterwards."""
    order = order.changed(
        courier=early.courier,
        courier_at=early.courier_at,
        whereabouts=early.whereabouts,
        timeline=(*order.timeline, *early.timeline),
    )
    if early.expected_as_of is None:
        return order
    return expecting(order, early.expected_at, early.expected_as_of)


def _refusal(
    request: PlaceDeliveryOrder, reason: RefusalReason, field: str, detail: str
) -> DeliveryRefused:
    return DeliveryRefused(
        property_id=request.property_id,
        order_id=request.order_id,
        external_id=request.content.external_id,
        reason=reason,
        field=field,
        detail=detail,
    )
