"""Uber Direct's refund webhook, and what it means in our words (O19, O20).

Source: Uber Direct, refund notification (`event.refund_request`). Its envelope carries the ordering
page's reference, its data the refund.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from contracts.message import Instant
from contracts.money import Currency
from contracts.order_ids import order_id_of
from contracts.refunds import RefundId, RefundReported
from pms_bridge.connections import UberDirectAccount
from pms_bridge.door.fields import MOST
from pms_bridge.door.uber_event import DeliveryId, EventId, Reference, Wire

REFUND_KIND = "event.refund_request"

_REASON_LENGTH = 200


class UberRefundedItem(Wire):
    name: str = ""
    quantity: int = 1


class UberRefundedItems(Wire):
    """Some items that are refunded for one reason, such as `UBER_DAMAGED_ITEM`."""

    reason: str = ""
    refund_items: tuple[UberRefundedItem, ...] = ()

    def told(self) -> str:
        """For a person: what was wrong with what."""
        words = self.reason.removeprefix("UBER_").replace("_", " ").lower()
        dishes = ", ".join(f"{item.quantity} x {item.name}" for item in self.refund_items)
        return ": ".join(part for part in (words, dishes) if part)


class UberRefund(Wire):
    """The `data` of a refund. `total_partner_refund` is what the one who sold the meal gets back;
    Uber's own fees are between Uber and the ordering page. Minor units."""

    id: RefundId
    currency_code: Annotated[Currency, Field(examples=["EUR"])]
    total_partner_refund: Annotated[int, Field(ge=0, le=MOST, examples=[1250])] = 0
    refund_order_items: tuple[UberRefundedItems, ...] = ()


class UberRefundEvent(Wire):
    """A refund webhook's envelope."""

    id: EventId
    kind: Annotated[str, Field(examples=[REFUND_KIND])]
    created: Instant
    delivery_id: DeliveryId
    external_id: Reference
    data: UberRefund

    def reported(self, account: UberDirectAccount) -> RefundReported | None:
        """What it reports; None where nothing of it is the meal's."""
        if not self.data.total_partner_refund:
            return None
        reasons = "; ".join(filter(None, (one.told() for one in self.data.refund_order_items)))
        return RefundReported(
            property_id=account.property_id,
            order_id=order_id_of(account.partner_id, self.external_id),
            external_id=self.external_id,
            refund_id=self.data.id,
            total=self.data.total_partner_refund,
            currency=self.data.currency_code,
            reason=reasons[:_REASON_LENGTH] or None,
            reported_at=self.created,
        )
