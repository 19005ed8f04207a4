"""What is unusual about an evening's orders, and the orders that were sent with it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

End = Literal["delivered", "canceled", "returned", "failed"]


class Mishap(StrEnum):
    """What is unusual about an order."""

    NONE = "none"
    KITCHEN = "the kitchen is followed too"
    REPEATED_INTAKE = "repeated intake"
    REPEATED_WEBHOOKS = "repeated webhooks"
    REORDERED_WEBHOOKS = "reordered webhooks"
    LATE_WEBHOOKS = "late webhooks"
    LATE_INTAKE = "late intake"
    CANCELED = "canceled"
    RETURNED = "returned"
    CALLED_OFF = "called off by the restaurant"
    FAILED = "failed at the door"
    REFUNDED_EARLY = "refunded in part before delivery"
    REFUNDED = "refunded in full"
    REFUNDED_IN_PART = "refunded in part by sum"
    REFUNDED_TWICE = "refunded in part twice"
    REFUNDED_TOO_MUCH = "refunded by more than it cost"
    CALLED_OFF_LATE = "called off after it was called delivered"
    PLAYED = "played by hand"  # by whoever placed it, step by step

    @property
    def end(self) -> End:
        """How the delivery of such an order ends."""
        return _ENDS.get(self, "delivered")

    @property
    def without_courier(self) -> bool:
        """The page itself tells how it ends: no courier is booked."""
        return self in (Mishap.CALLED_OFF, Mishap.FAILED)


EVERY = tuple(mishap for mishap in Mishap if mishap is not Mishap.PLAYED)
ON_THE_WAY = (
    Mishap.NONE,
    Mishap.REPEATED_INTAKE,
    Mishap.REPEATED_WEBHOOKS,
    Mishap.REORDERED_WEBHOOKS,
    Mishap.LATE_WEBHOOKS,
    Mishap.LATE_INTAKE,
    Mishap.CANCELED,
    Mishap.RETURNED,
)
"""Those of intakes and couriers alone: pages tell nothing of such orders, and refund nothing."""
_ENDS: dict[Mishap, End] = {
    Mishap.CANCELED: "canceled",
    Mishap.CALLED_OFF: "canceled",
    Mishap.CALLED_OFF_LATE: "canceled",
    Mishap.RETURNED: "returned",
    Mishap.FAILED: "failed",
}


@dataclass(frozen=True)
class SentOrder:
    """What was really sent: `order` is the intake's body."""

    mishap: Mishap
    order: dict[str, Any]
    delivery_id: str | None = None

    @property
    def external_id(self) -> str:
        return str(self.order["external_id"])

    @property
    def end(self) -> End:
        return self.mishap.end
