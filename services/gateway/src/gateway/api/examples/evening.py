"""The evening that the examples tell of: one order near the hotel, and one whose bottle was
missing."""

from __future__ import annotations

from pydantic import JsonValue

Example = dict[str, JsonValue]

PROPERTY = "hotel-lumiere"
ORDER = "e0fd7d45-366a-50be-af1e-0ef47e6b38c6"
REFERENCE = "HCA8M9"
EXTERNAL = "LUM-20261123-0042"
RUNNING_ORDER = "1214808f-17c2-517b-98e1-636dbb1b99e6"
CLAIM = "0f6f3c1e-6f6e-4a0c-9a55-3b8f0f6f0b11"
PICTURE = "7c2d1c1a-51f5-4f36-9a3e-4f7f4a7b9d20"
CURSOR = "MjAyNi0xMS0yM1QxOTo0MDowMC4wMDBaL2Uw"

PLACED = "2026-11-23T19:40:00.000Z"
ASSIGNED = "2026-11-23T19:52:00.000Z"
WRITTEN = "2026-11-23T20:06:00.000Z"
ANSWERED = "2026-11-23T20:07:30.000Z"
DELIVERED = "2026-11-23T20:14:00.000Z"
POSTED = "2026-11-23T20:14:02.000Z"
COMPLAINED = "2026-11-23T20:31:00.000Z"
DEADLINE = "2026-11-25T20:31:00.000Z"
DECIDED = "2026-11-24T09:12:00.000Z"

FOOD: Example = {"name": "TVA 10 %", "rate": "10.00", "net": 2000, "tax": 200, "gross": 2200}
WINE: Example = {"name": "TVA 20 %", "rate": "20.00", "net": 1250, "tax": 250, "gross": 1500}
ALL: Example = {"currency": "EUR", "total": 3700, "tax_lines": [FOOD, WINE]}
ONLY_WINE: Example = {"currency": "EUR", "total": 1500, "tax_lines": [WINE]}
ONLY_FOOD: Example = {"currency": "EUR", "total": 2200, "tax_lines": [FOOD]}
LEFT: Example = {"currency": "EUR", "amount": 2200}
SETTLED: Example = {"state": "settled"}
COURIER: Example = {"name": "Malik", "phone": "+33600000001,771304", "vehicle": "bicycle blue"}

LINES: list[JsonValue] = [
    {"name": "Pizza regina", "quantity": 1, "unit_amount": 1250},
    {"name": "Tiramisu", "quantity": 1, "unit_amount": 950},
    {"name": "Chianti, demi-bouteille", "quantity": 1, "unit_amount": 1500},
]

CARD: Example = {
    "order_id": ORDER,
    "property_id": PROPERTY,
    "kind": "delivery",
    "reference": REFERENCE,
    "room": "203",
    "guest": "Anaïs D'Hérouville",
    "restaurant": "Chez Lina",
    "status": "partially_refunded",
    "stage": "delivered",
    "running": False,
    "placed_at": PLACED,
    "expected_at": "2026-11-23T20:15:00.000Z",
    "ended_at": DELIVERED,
    "leaves_board_at": "2026-11-23T20:44:00.000Z",
    "courier": COURIER,
    "validation_code": "4821",
    "chat": {
        "opened": True,
        "closes_at": "2026-11-23T22:14:00.000Z",
        "messages": 2,
        "unanswered": False,
    },
    "open_tasks": 0,
    "folio": SETTLED,
    "total_due": "now",
    "total": LEFT,
    "updated_at": DECIDED,
    "revision": 17,
}
RUNNING: Example = {
    "order_id": RUNNING_ORDER,
    "property_id": PROPERTY,
    "kind": "delivery",
    "reference": "YFMNCA",
    "room": "118",
    "guest": "Niccolò D'Amico",
    "restaurant": "Saïgon Express",
    "status": "in_progress",
    "stage": "near",
    "running": True,
    "placed_at": "2026-11-23T19:58:00.000Z",
    "expected_at": "2026-11-23T20:33:00.000Z",
    "courier": {"name": "Sanaa", "vehicle": "car"},
    "courier_seen": {
        "position": {"latitude": 45.9237, "longitude": 6.8694},
        "at": "2026-11-23T20:30:40.000Z",
    },
    "chat": {"opened": True, "messages": 0, "unanswered": False},
    "open_tasks": 0,
    "folio": {"state": "none"},
    "total_due": "after_delivery",
    "updated_at": "2026-11-23T20:30:40.000Z",
    "revision": 9,
}

MESSAGES: list[JsonValue] = [
    {
        "message_id": "cm-318",
        "author": "courier",
        "text": "Où est l'entrée ?",
        "at": WRITTEN,
    },
    {
        "message_id": "8d1b4b0e-3c55-4f0d-8f6d-0c2f8b1d5a77",
        "author": "hotel",
        "text": "Au 12, côté jardin.",
        "at": ANSWERED,
        "by": "Réception",
        "telling": "told",
    },
]
NOTICE: Example = {
    "notice_id": "5b0b4b9a-7b0e-5f38-8a47-2f7f1c3a9e10",
    "order_id": ORDER,
    "at": "2026-11-23T19:40:01.000Z",
    "channel": "mail",
    "state": "sent",
    "occasion": "new_order",
    "audience": "hotel",
    "language": "fr",
    "recipients": 1,
    "refused": 0,
    "title": "Chambre 203 : commande chez Chez Lina",
    "text": "Chambre 203, Chez Lina, code 4821.",
}
THE_CLAIM: Example = {
    "claim_id": CLAIM,
    "reason": "missing_item",
    "items": [{"line": 2, "quantity": 1}],
    "amount": {"currency": "EUR", "amount": 1500},
    "description": "La bouteille manquait.",
    "photos": [f"https://comptoir.example/media/{PICTURE}"],
    "opened_at": COMPLAINED,
    "by": "Réception",
    "deadline": DEADLINE,
    "telling": "told",
    "outcome": "accepted",
    "note": "Désolés",
    "ended_at": DECIDED,
}
ENTRY: Example = {
    "id": f"{DELIVERED}/{ORDER}",
    "at": DELIVERED,
    "kind": "delivered",
    "order_id": ORDER,
    "order": CARD,
}
TASK: Example = {
    "id": "3f7c0f0a-4d6b-5a2c-8f11-9e1d2c3b4a55",
    "kind": "folio",
    "by_hand": False,
    "order_id": ORDER,
    "room": "203",
    "guest": "Anaïs D'Hérouville",
    "problem": "ambiguous",
    "detail": "2 reservations in the room have the guest's name",
    "amount": {"currency": "EUR", "amount": 3700},
    "candidates": [
        {"reservation_id": "934107", "guest_name": "Anaïs D'Hérouville", "room": "203"},
        {"reservation_id": "934108", "guest_name": "Noé D'Hérouville", "room": "203"},
    ],
    "since": POSTED,
    "open": True,
    "order": CARD,
}
EXPORTED: Example = {
    "order_id": ORDER,
    "reference": REFERENCE,
    "external_id": EXTERNAL,
    "partner_id": "demo-page",
    "kind": "delivery",
    "status": "partially_refunded",
    "stage": "delivered",
    "placed_at": PLACED,
    "ended_at": DELIVERED,
    "room": "203",
    "guest": "Anaïs D'Hérouville",
    "restaurant": "Chez Lina",
    "folio": "settled",
    "total_due": "now",
    "ordered": ALL,
    "refunded": ONLY_WINE,
    "to_collect": ONLY_FOOD,
}
