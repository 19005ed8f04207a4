"""What partners send and are answered, by example: one order, by the names of the models."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

PROPERTY = "hotel-lumiere"
EXTERNAL = "LUM-20261123-0042"
DELIVERY = "del_0123456789"
ABOUT: dict[str, JsonValue] = {"property_id": PROPERTY, "external_id": EXTERNAL}

EXAMPLES: Mapping[str, JsonValue] = {
    "PayPalEvent": {
        "id": "WH-2WR32451HC0233532",
        "event_type": "CHECKOUT.ORDER.APPROVED",
        "resource": {"id": "5O190127TN364715T", "status": "APPROVED"},
    },
    "VaultEvent": {
        "id": "ev-9f2c",
        "reference": "8d2b7a5e-3c41-5f0e-9a67-1be2c4d80f35.3c1f7a2e-0000-8000-8000-000000000001",
    },
    "PayboxAnswer": {
        "Mt": "5200",
        "Ref": "8d2b7a5e-3c41-5f0e-9a67-1be2c4d80f35.3c1f7a2e-0000-8000-8000-000000000001",
        "Auto": "XXXXXX",
        "Appel": "0010244812",
        "Trans": "0005329117",
        "Erreur": "00000",
    },
    "IntakeOrder": {
        **ABOUT,
        "room": "203",
        "guest": {
            "given_name": "Anaïs",
            "surname": "D'Hérouville",
            "phone": "+33600000000",
            "language": "fr",
        },
        "restaurant": {"name": "Chez Lina"},
        "lines": [{"name": "Pizza regina", "quantity": 2, "unit_amount": 1250}],
        "currency": "EUR",
        "tax_lines": [{"name": "TVA 10 %", "rate": "10.00", "net": 2273, "tax": 227}],
        "total": 2500,
        "validation_code": "4821",
        "placed_at": "2026-11-23T19:40:00Z",
        "expected_at": "2026-11-23T20:15:00Z",
    },
    "OrderTaken": {"order_id": "e0fd7d45-366a-50be-af1e-0ef47e6b38c6", "reference": "HCA8M9"},
    "PartnerEvents": {
        "events": [
            {
                **ABOUT,
                "id": "ev-7781",
                "type": "status",
                "occurred_at": "2026-11-23T19:52:00Z",
                "status": "courier_assigned",
                "courier": {"name": "Malik", "phone": "+33600000001", "vehicle": "bicycle"},
                "expected_at": "2026-11-23T20:15:00Z",
            },
            {
                **ABOUT,
                "id": "ev-7794",
                "type": "message",
                "occurred_at": "2026-11-23T20:06:00Z",
                "message_id": "cm-318",
                "text": "Where is the entrance?",
            },
            {
                **ABOUT,
                "id": "ev-7802",
                "type": "refund",
                "occurred_at": "2026-11-23T20:14:00Z",
                "refund_id": "rf-0042",
                "currency": "EUR",
                "total": 1250,
                "tax_lines": [{"name": "TVA 10 %", "rate": "10.00", "net": 1136, "tax": 114}],
                "reason": "Missing item",
            },
        ]
    },
    "EventsAnswer": {
        "events": [
            {"id": "ev-7781", "taken": True, "errors": []},
            {"id": "ev-7794", "taken": True, "errors": []},
            {
                "id": "ev-7802",
                "taken": False,
                "errors": [{"field": "property_id", "reason": "not a property of demo-page"}],
            },
        ]
    },
    "Statement": {
        "property_id": PROPERTY,
        "day": "2026-11-23",
        "currency": "EUR",
        "lines": [
            {"external_id": EXTERNAL, "charged": 2500},
            {"external_id": "LUM-20261123-0043", "charged": 0},
        ],
        "issued_at": "2026-11-23T20:15:00Z",
    },
    "StatementAnswer": {"property_id": PROPERTY, "day": "2026-11-23", "lines": 2},
    "UberEvent": {
        "id": "evt_0123456789abcdef",
        "kind": "event.delivery_status",
        "created": "2026-11-23T20:01:02.345Z",
        "delivery_id": DELIVERY,
        "status": "dropoff",
        "data": {
            "external_id": EXTERNAL,
            "courier_imminent": False,
            "dropoff_eta": "2026-11-23T20:17:00Z",
            "courier": {
                "name": "Malik",
                "phone_number": "+33600000001",
                "public_phone_info": {"phone_number": "+33600000002", "pin_code": "48023618"},
                "vehicle_type": "bicycle",
                "vehicle_color": "blue",
                "location": {"lat": 45.9237, "lng": 6.8694},
            },
        },
    },
    "UberRefundEvent": {
        "id": "evt_fedcba9876543210",
        "kind": "event.refund_request",
        "created": "2026-11-23T20:05:00.000Z",
        "delivery_id": DELIVERY,
        "external_id": EXTERNAL,
        "data": {
            "id": "6817a070-115e-4ca9-8266-c245fe18a2d6",
            "currency_code": "EUR",
            "total_partner_refund": 1250,
            "refund_order_items": [
                {
                    "reason": "UBER_DAMAGED_ITEM",
                    "refund_items": [{"name": "Pizza regina", "quantity": 1}],
                }
            ],
        },
    },
}
