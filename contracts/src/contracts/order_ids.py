"""What a partner's own name for an order stands for here: the order, and the guest it is for."""

from __future__ import annotations

import uuid

_ORDERS = uuid.UUID("3f0f6c1e-6a1b-4a53-9c7e-2f0d1f0c8b11")
_GUESTS = uuid.UUID("b8d3f6c0-0c55-4f5e-8d0a-5a8e4f5b7d22")


def order_id_of(partner_id: str, external_id: str) -> str:
    """The order that a partner calls `external_id`: computed, so that every door agrees. A
    partner's news may arrive before the order it is about, and nothing has to be looked up."""
    return str(uuid.uuid5(_ORDERS, f"{partner_id}\x1f{external_id}"))


def guest_id_of(partner_id: str, external_id: str) -> str:
    """The person whom that order is for: one id per order, as partners tell nobody apart."""
    return str(uuid.uuid5(_GUESTS, f"{partner_id}\x1f{external_id}"))
