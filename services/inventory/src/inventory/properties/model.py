"""A property as its owner defined it, and what may not change once it is defined."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.documents import Collection, Document
from contracts.properties import PropertyKind, PropertySheet


class Property(Document):
    """Kept under the property's id."""

    property_id: str
    sheet: PropertySheet


properties = Collection("properties", Property)


@dataclass(frozen=True, slots=True)
class Objection:
    """Which field of a request cannot be, and why."""

    field: str
    reason: str


def objection(known: Property | None, sheet: PropertySheet) -> Objection | None:
    """What speaks against replacing a known property's sheet; None if nothing does.

    Amounts, orders and folios are in the property's currency and never relabelled; a hut does not
    become a hotel with the hut's planning in its books. Any kind may have a PMS and deliveries: a
    restaurant venue charges to its hotel's PMS, and a hut may keep its accounts in one.
    """
    if known is None:
        return None
    if sheet.currency != known.sheet.currency:
        return Objection(
            "sheet.currency",
            f"is {known.sheet.currency} for good: what was ordered in it is never relabelled",
        )
    if sheet.kind is not known.sheet.kind:
        return Objection("sheet.kind", f"is {known.sheet.kind} for good: define another property")
    return None


def as_hut(known: Property | None) -> Property | Objection:
    """The property, if it is a hut; else what speaks against selling nights there."""
    if known is None:
        return Objection("property_id", "there is no such property")
    if known.sheet.kind is not PropertyKind.HUT:
        return Objection("property_id", f"is a {known.sheet.kind}: only huts sell nights")
    return known
