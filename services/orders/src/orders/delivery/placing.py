"""Placing a delivery order: when it is refused, and what early reports make of it."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.deliveries import (
    DeliveryContent,
    DeliveryPlaced,
    DeliveryRefused,
    PlaceDeliveryOrder,
    RefusalReason,
    reference_of,
)
from orders.delivery.chat import without_texts
from orders.delivery.model import DeliveryOrder, Placement, TimelineEntry, TimelineKind
from orders.delivery.tracking import expecting, moved, shown, with_code
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
        validation_code=content.validation_code,
        code_as_of=None if content.validation_code is None else content.placed_at,
        timeline=(TimelineEntry(kind=TimelineKind.PLACED, at=content.placed_at, by=by),),
    )


def told_placed(order: DeliveryOrder, placement: Placement) -> DeliveryPlaced:
    return DeliveryPlaced(
        property_id=order.property_id,
        order_id=order.order_id,
        guest_id=placement.guest_id,
        reference=placement.reference,
        content=placement.content,
    )


def caught_up(order: DeliveryOrder, early: DeliveryOrder) -> Iterator[DeliveryOrder]:
    """A new order as it goes through what was reported before it: whom and when, then each status
    in its turn, and last where the courier is, what was refunded and which ends were said."""
    order = order.changed(
        courier=early.courier,
        courier_at=early.courier_at,
        whereabouts=early.whereabouts,
        timeline=(*order.timeline, *early.timeline),
        heard=without_texts(early.heard),
    )
    if early.expected_as_of is not None:
        order = expecting(order, early.expected_at, early.expected_as_of)
    if early.code_as_of is not None:
        order = with_code(order, early.validation_code, early.code_as_of)
    yield order
    for sighting in sorted(early.early, key=lambda seen: seen.status.rank):
        order = moved(order, sighting)
        yield order
    yield shown(order).changed(refunds=early.refunds, ends=early.ends)


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
