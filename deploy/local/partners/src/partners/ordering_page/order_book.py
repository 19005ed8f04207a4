"""What a page knows of its orders: what each comes to, how it ended, what was refunded."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from partners.ordering_page.model import IssueStatement, PartnerAccess
from partners.uber.envelope import timestamp

KEPT = 50_000


@dataclass
class PageOrder:
    """One order. `status` is the last one that the page itself told; `refunds` holds gross minor
    units by claim, or by refund where there is no claim."""

    partner_id: str
    external_id: str
    property_id: str
    currency: str
    total: int
    placed_at: datetime
    delivery_id: str | None = None
    status: str = "pending"
    refunds: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Claimed:
    """One claim of the hotel."""

    claim_id: str
    partner_id: str
    property_id: str
    external_id: str
    amount: int
    currency: str


Carried = Callable[[str], tuple[str, int]]
"""The status of a delivery at the courier company, and what that refunded of it."""


class OrderBook:
    """Orders and claims of all pages. `carried` asks the courier company about a delivery."""

    def __init__(self, carried: Carried) -> None:
        self._carried = carried
        self._orders: dict[tuple[str, str], PageOrder] = {}
        self._claims: dict[str, Claimed] = {}

    def clear(self) -> None:
        self._orders.clear()
        self._claims.clear()

    def enter(self, partner_id: str, order: dict[str, Any]) -> PageOrder | None:
        """Enters an order by the body of its intake. The first one of an external id stays."""
        try:
            made = PageOrder(
                partner_id=partner_id,
                external_id=str(order["external_id"]),
                property_id=str(order["property_id"]),
                currency=str(order["currency"]),
                total=int(order["total"]),
                placed_at=datetime.fromisoformat(str(order["placed_at"])),
            )
        except (KeyError, ValueError):
            return None  # it was placed wrongly on purpose
        known = self._orders.setdefault((partner_id, made.external_id), made)
        if len(self._orders) > KEPT:
            del self._orders[next(iter(self._orders))]
        return known

    def order(self, partner_id: str, external_id: str) -> PageOrder | None:
        return self._orders.get((partner_id, external_id))

    def claimed(self, claim: Claimed) -> None:
        self._claims[claim.claim_id] = claim
        if len(self._claims) > KEPT:
            del self._claims[next(iter(self._claims))]

    def claim(self, claim_id: str) -> Claimed | None:
        return self._claims.get(claim_id)

    def told(self, partner_id: str, event: Any) -> None:
        """Keeps what an event says that our bridge has taken."""
        if not isinstance(event, dict):
            return
        order = self.order(partner_id, str(event.get("external_id")))
        if order is None:
            return
        match event:
            case {"type": "status", "status": str(status)}:
                order.status = status
            case {"type": "refund", "refund_id": str(refund_id), "total": int(total)}:
                order.refunds[str(event.get("claim_id") or refund_id)] = total
            case {"type": "claim_decision", "claim_id": str(claim_id)}:
                order.refunds[claim_id] = int(event.get("refunded", 0))

    def statement(self, access: PartnerAccess, asked: IssueStatement) -> dict[str, Any]:
        """The body of a statement: what each order of the day is charged, refunds taken off."""
        zone = ZoneInfo(access.time_zone)
        charged: dict[str, int | None] = {
            order.external_id: self._charged(order)
            for order in self._orders.values()
            if (order.partner_id, order.property_id) == (access.partner_id, asked.property_id)
            and order.placed_at.astimezone(zone).date() == asked.day
        }
        lines = (charged | asked.restated).items()
        return {
            "property_id": asked.property_id,
            "day": asked.day.isoformat(),
            "currency": asked.currency,
            "lines": [{"external_id": id, "charged": n} for id, n in lines if n is not None],
            "issued_at": timestamp(datetime.now(UTC)),
        }

    def _charged(self, order: PageOrder) -> int:
        """Nothing before delivery, and nothing of what did not arrive."""
        status, refunded = order.status, 0
        if order.delivery_id is not None:
            carried, refunded = self._carried(order.delivery_id)
            status = carried if status not in ("delivered", "failed", "cancelled") else status
        if status != "delivered":
            return 0
        return max(0, order.total - refunded - sum(order.refunds.values()))
