"""What an ordering page and the courier company tell of an order beside its delivery."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from partners.client import PartnersClient
from partners.mishaps import Mishap, SentOrder
from partners.ordering_page.model import SendEvents
from partners.uber.envelope import timestamp

COURIER = {"name": "Malik", "phone": "+33639980001", "vehicle": "vélo"}


class NotTaken(Exception):
    """Our bridge did not take an event that it must take; its answer."""


async def tell(
    client: PartnersClient,
    partner_id: str,
    order: dict[str, Any],
    *events: dict[str, Any],
    copies: int = 1,
) -> None:
    """Have the page tell events of an order, in this order. Raises `NotTaken`."""
    now = datetime.now(UTC)
    told = [
        {
            "id": f"{order['external_id']}-{event['type']}-{now.timestamp():.3f}-{number}",
            "property_id": order["property_id"],
            "external_id": order["external_id"],
            "occurred_at": timestamp(now + timedelta(milliseconds=number)),
            **event,
        }
        for number, event in enumerate(events)
    ]
    command = SendEvents(partner_id=partner_id, events=told, copies=copies)
    answered = await client.send_events(command)
    if answered.answer != 200 or not all(one["taken"] for one in answered.body["events"]):
        raise NotTaken(f"{order['external_id']}: {answered.answer} {answered.body}")


def status(said: str, **more: Any) -> dict[str, Any]:
    """A `status` event."""
    return {"type": "status", "status": said, **more}


def refund(
    order: dict[str, Any],
    number: int,
    total: int,
    tax_lines: Sequence[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """A `refund` event; without `tax_lines` it is shared out in proportion."""
    event = {
        "type": "refund",
        "refund_id": f"{order['external_id']}-R{number}",
        "total": total,
        "currency": order["currency"],
        "reason": "Il manquait un plat",
    }
    return event if tax_lines is None else {**event, "tax_lines": list(tax_lines)}


def gross(tax_line: dict[str, Any]) -> int:
    return int(tax_line["net"] + tax_line["tax"])


async def delivered_by_page(client: PartnersClient, partner_id: str, order: dict[str, Any]) -> None:
    """The page's own courier brings the meal."""
    way = (status("courier_assigned", courier=COURIER), status("picked_up"), status("delivered"))
    await tell(client, partner_id, order, *way)


async def called_off(
    client: PartnersClient, partner_id: str, order: dict[str, Any], reason: str
) -> None:
    await tell(client, partner_id, order, status("cancelled", reason=reason))


async def failed_at_the_door(
    client: PartnersClient, partner_id: str, order: dict[str, Any]
) -> None:
    way = (status("courier_assigned", courier=COURIER), status("picked_up"))
    failed = status("failed", reason="Personne à la réception")
    await tell(client, partner_id, order, *way, failed)


async def refunded_early(client: PartnersClient, partner_id: str, order: dict[str, Any]) -> None:
    """A third of one tax line, while the courier is still on the way."""
    line = order["tax_lines"][0]
    third = {**line, "net": line["net"] // 3, "tax": line["tax"] // 3}
    await tell(client, partner_id, order, refund(order, 1, gross(third), [third]), copies=2)


async def afterwards(client: PartnersClient, partner_id: str, sent: SentOrder) -> None:
    """What an order's mishap brings once it was delivered; nothing for most. Raises `NotTaken`."""
    order = sent.order
    match sent.mishap:
        case Mishap.REFUNDED:
            await _refunded_by_courier_company(client, sent)
        case Mishap.REFUNDED_IN_PART:
            await tell(client, partner_id, order, refund(order, 1, order["total"] // 3))
        case Mishap.REFUNDED_TWICE:
            line = order["tax_lines"][0]
            half = {**line, "net": line["net"] // 2, "tax": line["tax"] // 2}
            first = refund(order, 1, gross(half), [half])
            await tell(client, partner_id, order, first, refund(order, 2, 100), copies=2)
        case Mishap.REFUNDED_TOO_MUCH:
            # The page sees its mistake, and puts the same refund right.
            too_much = refund(order, 1, order["total"] + 100)
            await tell(client, partner_id, order, too_much)
            await tell(client, partner_id, order, refund(order, 1, order["total"] // 2))
        case Mishap.CALLED_OFF_LATE:
            await called_off(client, partner_id, order, "Livrée à une autre adresse")


async def _refunded_by_courier_company(client: PartnersClient, sent: SentOrder) -> None:
    if sent.delivery_id is None:
        return
    data = {
        "currency_code": sent.order["currency"],
        "total_partner_refund": sent.order["total"],
        "refund_order_items": [{"reason": "UBER_DAMAGED_ITEM", "refund_items": []}],
    }
    await client.request_refund(sent.delivery_id, data)
