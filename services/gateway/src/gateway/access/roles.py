"""Roles at a property, and what each may do there."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    MANAGER = "manager"
    RECEPTION = "reception"
    RESTAURANT = "restaurant"
    WARDEN = "warden"


class Permission(StrEnum):
    SEE_PROPERTY = "see_property"
    SEE_ORDERS = "see_orders"  # guests' names, rooms and codes


# The restaurant's floor serves tables: who sleeps in which room is none of its business.
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.MANAGER: frozenset(Permission),
    Role.RECEPTION: frozenset(Permission),
    Role.WARDEN: frozenset(Permission),
    Role.RESTAURANT: frozenset({Permission.SEE_PROPERTY}),
}
