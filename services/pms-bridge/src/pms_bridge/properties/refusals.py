"""Requests about a property that are not taken."""

from __future__ import annotations

from contracts.reconciliation import PropertyRequestRefused


def refused(property_id: str, field: str, reason: str) -> PropertyRequestRefused:
    """`field` is the request's or the property's."""
    return PropertyRequestRefused(property_id=property_id, field=field, reason=reason)


def unknown_property(property_id: str) -> PropertyRequestRefused:
    return refused(property_id, "property_id", "the property is not known here")
