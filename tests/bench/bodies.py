"""Orders as ordering pages send them, each of its own, and the commands that come of them."""

from __future__ import annotations

import json
import random
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from chassis.emit import emit
from chassis.records import Outgoing
from chassis.trace import child_trace
from comptoir_local.demo_hotel import PARTNER_ID, PROPERTY_ID
from contracts.envelope import Envelope, format_instant
from partners.ordering_page.signature import signature_header
from pms_bridge.door.intake_body import IntakeOrder
from tests.bench.wire import request

INTAKE = "/partners/v1/delivery-orders"
SURNAMES = ("D'Hérouville", "Martin", "Rossi", "Müller", "García", "Nguyen", "Smith", "Dubois")
GIVEN = ("Anaïs", "Paul", "Giulia", "Jonas", "Lucía", "Linh", "Mary", "Zoé")
KITCHENS = ("Chez Lina", "Pizzeria Napoli", "Le Wok d'Or", "Burger & Cie", "La Table Verte")
DISHES = ("Pizza regina", "Salade niçoise", "Pad thaï", "Cheeseburger", "Tiramisu", "Eau 50 cl")


def order(external_id: str, placed_at: datetime) -> dict[str, Any]:
    """One order's body; the same every time for the same id and instant."""
    dice = random.Random(external_id)
    dishes = dice.sample(DISHES, dice.randint(1, 4))
    lines: list[dict[str, Any]] = [
        {"name": dish, "quantity": dice.randint(1, 3), "unit_amount": dice.randrange(300, 2500, 50)}
        for dish in dishes
    ]
    total = sum(line["quantity"] * line["unit_amount"] for line in lines)
    net = round(total / 1.1)
    return {
        "external_id": external_id,
        "property_id": PROPERTY_ID,
        "room": str(100 * dice.randint(1, 6) + dice.randint(1, 30)),
        "guest": {
            "surname": dice.choice(SURNAMES),
            "given_name": dice.choice(GIVEN),
            "phone": "+33639980042",
            "language": "fr",
        },
        "restaurant": {"name": dice.choice(KITCHENS)},
        "lines": lines,
        "currency": "EUR",
        "tax_lines": [{"name": "TVA 10 %", "rate": "10.00", "net": net, "tax": total - net}],
        "total": total,
        "validation_code": str(dice.randint(1000, 9999)),
        "placed_at": format_instant(placed_at),
        "expected_at": format_instant(placed_at + timedelta(minutes=35)),
    }


def signed_request(external_id: str, secret: str) -> bytes:
    """A whole signed request to the intake."""
    body = json.dumps(order(external_id, datetime.now(UTC)), ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "Comptoir-Partner": PARTNER_ID,
        "Comptoir-Signature": signature_header([secret], int(time.time()), body),
    }
    return request("POST", INTAKE, headers, body)


def command(external_id: str) -> Outgoing:
    """What the bridge appends to Kafka for such an order."""
    now = datetime.now(UTC)
    message = IntakeOrder.model_validate(order(external_id, now)).command(PARTNER_ID)
    envelope = Envelope(
        id=external_id,
        source=f"/pms-bridge/ordering-page/{PARTNER_ID}",
        type=message.TYPE,
        subject=message.subject,
        time=now,
        property_id=message.property_id,
        actor=f"partner:{PARTNER_ID}",
        correlation_id=message.order_id,
        traceparent=child_trace(None, "bench", external_id),
    )
    return emit(message, envelope)
