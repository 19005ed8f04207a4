"""How far an order is, and what reception calls that (O17 to O21)."""

from __future__ import annotations

from enum import StrEnum


class OrderKind(StrEnum):
    """What a guest asked for."""

    DELIVERY = "delivery"
    OFFER = "offer"
    UPGRADE = "upgrade"
    STAY = "stay"


class Stage(StrEnum):
    """Where an order is, in the order in which stages follow each other. It only moves down this
    line: what a partner tells late moves nothing back."""

    PLACED = "placed"
    ACCEPTED = "accepted"
    PREPARING = "preparing"
    ON_THE_WAY = "on_the_way"
    NEAR = "near"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    FAILED = "failed"
    RETURNED = "returned"

    @property
    def rank(self) -> int:
        return _RANKS[self]

    @property
    def running(self) -> bool:
        return self.rank < _RANKS[Stage.DELIVERED]


_RANKS = {stage: rank for rank, stage in enumerate(Stage)}


class OrderStatus(StrEnum):
    """What reception goes by: whether a meal still comes, and whether it is to be collected."""

    IN_PROGRESS = "in_progress"  # O17
    DELIVERED = "delivered"  # O18
    REFUNDED = "refunded"  # O19
    PARTIALLY_REFUNDED = "partially_refunded"  # O20
    CANCELLED = "cancelled"  # O21
    FAILED = "failed"
    RETURNED = "returned"


# The meal came, and was owed unless it was refunded.
CAME = (OrderStatus.DELIVERED, OrderStatus.PARTIALLY_REFUNDED, OrderStatus.REFUNDED)


def status_of(stage: Stage, *, refunded: bool, in_full: bool) -> OrderStatus:
    """A refund shows once the meal was delivered; what never came is not owed anyway."""
    if stage.running:
        return OrderStatus.IN_PROGRESS
    if stage is not Stage.DELIVERED:
        return OrderStatus(stage.value)
    if in_full:
        return OrderStatus.REFUNDED
    return OrderStatus.PARTIALLY_REFUNDED if refunded else OrderStatus.DELIVERED
