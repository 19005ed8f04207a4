"""What the answers of a hut's catalogue, planning and stays say about a request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pydantic import JsonValue

from contracts.catalogue import CatalogueChanged, CatalogueRefused
from contracts.hut_requests import HutChanged, HutRefused
from contracts.message import Message, Part
from contracts.planning import PlanningRefused, PlanningTaken
from contracts.stay_payments import StayAwaitsPayment, StayCardChanged
from contracts.stays import (
    StayBooked,
    StayCancelled,
    StayChanged,
    StayConfirmed,
    StayPriced,
    StayRefused,
)
from gateway.requests.model import Refusal
from gateway.requests.said import Said, fields

# Outcomes are kept by the hundred: they name so many nights, and say how many there are.
MOST_NIGHTS = 31


def _saved(message: CatalogueChanged) -> Said:
    return {
        "revision": message.revision,
        "changed": message.changed,
        "undercut": _some(message.undercut),
        "undercut_count": len(message.undercut),
    }


def _unsaved(message: CatalogueRefused | PlanningRefused) -> Said:
    return Refusal(
        field=message.field, reason=message.reason, more=_counted("nights", message.nights)
    )


def _sheet_refused(message: HutRefused) -> Said:
    return Refusal(field=message.field, reason=message.reason)


def _stay_refused(message: StayRefused) -> Said:
    return Refusal(
        field=message.field,
        reason=message.reason,
        detail=message.detail,
        more=_counted("shortages", message.shortages),
    )


def _booked(message: StayBooked) -> Said:
    said = message.model_dump(
        mode="json", include={"order_id", "reference", "state", "expires_at"}, exclude_none=True
    )
    return {**said, "total": message.price.total, "currency": message.price.currency}


def _awaits_payment(message: StayAwaitsPayment) -> Said:
    said = message.model_dump(
        mode="json", include={"order_id", "reference", "amount", "pays_until"}
    )
    price = {"total": message.price.total, "currency": message.price.currency}
    return {**said, **price, "state": "awaiting_payment"}


def _changed(message: StayChanged) -> Said:
    price = message.price
    return {
        "total": price.total,
        "currency": price.currency,
        "difference": message.difference,
        "refunded": message.refunded,
        "due": message.due,
    }


def _counted(name: str, found: Sequence[Part]) -> dict[str, JsonValue]:
    if not found:
        return {}
    return {name: _some(found), f"{name}_count": len(found)}


def _some(found: Sequence[Part]) -> list[JsonValue]:
    return [one.model_dump(mode="json") for one in found[:MOST_NIGHTS]]


HUT_ANSWERS: Mapping[type[Message], Callable[[Any], Said]] = {
    CatalogueChanged: _saved,
    CatalogueRefused: _unsaved,
    HutChanged: fields("revision", "changed"),
    HutRefused: _sheet_refused,
    PlanningTaken: fields("changed"),
    PlanningRefused: _unsaved,
    StayPriced: fields("price"),
    StayBooked: _booked,
    StayAwaitsPayment: _awaits_payment,
    StayChanged: _changed,
    StayConfirmed: fields("order_id"),
    StayCardChanged: fields("order_id"),
    StayCancelled: fields("order_id"),
    StayRefused: _stay_refused,
}
