"""Why a request about a stay is not taken, and how that is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from contracts.message import PropertyId
from contracts.stay_requests import AboutStay
from contracts.stays import PropertyShortage, StayRefusal, StayRefused
from orders.stay.model import Asking, Stay


class Objection(NamedTuple):
    """`field` is a dotted path of the request, `detail` a sentence."""

    reason: StayRefusal
    field: str
    detail: str
    shortages: tuple[PropertyShortage, ...] = ()


NO_STAY = Objection(StayRefusal.UNKNOWN_STAY, "order_id", "no such stay")


def refused(message: AboutStay, request_id: str, objection: Objection) -> StayRefused:
    """The answer to a request that is refused as it comes."""
    return _refusal(message.property_id, message.order_id, request_id, objection)


def refused_later(stay: Stay, asking: Asking, objection: Objection) -> StayRefused:
    """The answer to a request whose places cannot be had."""
    return _refusal(asking.property_id, stay.order_id, asking.request_id, objection)


def first_shortages(shortages: Sequence[PropertyShortage]) -> str:
    """Which nights are short and by how much, as a sentence; the first three of them."""
    told = []
    for property_id, shortage in ((each.property_id, each.shortage) for each in shortages[:3]):
        why = str(shortage.reason).replace("_", " ")
        missing = f", {shortage.short} missing" if shortage.short else ""
        where = f"{property_id} on {shortage.night} in {shortage.stock_type_id}"
        told.append(f"{where}: {why}{missing}")
    more = len(shortages) - len(told)
    return "; ".join(told) + (f"; and {more} more" if more else "")


def _refusal(
    property_id: PropertyId, order_id: str, request_id: str, objection: Objection
) -> StayRefused:
    return StayRefused(
        property_id=property_id,
        order_id=order_id,
        request_id=request_id,
        reason=objection.reason,
        field=objection.field,
        detail=objection.detail,
        shortages=objection.shortages,
    )
