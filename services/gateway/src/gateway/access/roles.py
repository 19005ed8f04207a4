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
    SEND_MESSAGES = "send_messages"  # to couriers
    CLAIM = "claim"
    PLACE_ORDERS = "place_orders"  # on a guest's behalf, change the room, send a notice again
    DECIDE_CHARGES = "decide_charges"
    SEE_RECONCILIATION = "see_reconciliation"
    SEE_FIGURES = "see_figures"
    EXPORT = "export"
    SEE_STAYS = "see_stays"  # a hut's planning, sales, and what it sells
    BOOK_STAYS = "book_stays"  # book, change and cancel them; change the planning by hand
    DEFINE_SELLING = "define_selling"  # stock, prices, terms, and the hut's sheet
    CONNECT = "connect"  # test the connections, compare a day now
    MANAGE_PEOPLE = "manage_people"
    MANAGE_KEYS = "manage_keys"


_DESK = frozenset(
    {
        Permission.SEE_PROPERTY,
        Permission.SEE_ORDERS,
        Permission.SEND_MESSAGES,
        Permission.CLAIM,
        Permission.PLACE_ORDERS,
        Permission.DECIDE_CHARGES,
        Permission.SEE_STAYS,
        Permission.BOOK_STAYS,
    }
)
_WARDENS_OWN = frozenset(
    {
        Permission.SEE_RECONCILIATION,
        Permission.SEE_FIGURES,
        Permission.EXPORT,
        Permission.DEFINE_SELLING,
    }
)
# What those who run the installation may do at every property; they see no guest by that.
OPERATIONS = frozenset(
    {
        Permission.SEE_PROPERTY,
        Permission.CONNECT,
        Permission.MANAGE_PEOPLE,
        Permission.MANAGE_KEYS,
    }
)
# The restaurant's floor serves tables: who sleeps in which room is none of its business.
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.MANAGER: frozenset(Permission),
    Role.RECEPTION: _DESK,
    Role.WARDEN: _DESK | _WARDENS_OWN,
    Role.RESTAURANT: frozenset({Permission.SEE_PROPERTY}),
}
