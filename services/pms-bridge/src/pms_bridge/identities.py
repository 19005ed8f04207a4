"""The ids of what a partner names by words of its own: computed, so that every door agrees.

A webhook may arrive before the order it is about; both doors derive the same ids from the ordering
page's own reference, and nothing has to be looked up.
"""

from __future__ import annotations

import uuid

_ORDERS = uuid.UUID("3f0f6c1e-6a1b-4a53-9c7e-2f0d1f0c8b11")
_GUESTS = uuid.UUID("b8d3f6c0-0c55-4f5e-8d0a-5a8e4f5b7d22")


def order_id_of(partner_id: str, external_id: str) -> str:
    """The order that an ordering page calls `external_id`."""
    return str(uuid.uuid5(_ORDERS, f"{partner_id}\x1f{external_id}"))


def guest_id_of(partner_id: str, external_id: str) -> str:
    """The person who placed that order: one id per order, as the page tells nobody apart."""
    return str(uuid.uuid5(_GUESTS, f"{partner_id}\x1f{external_id}"))
