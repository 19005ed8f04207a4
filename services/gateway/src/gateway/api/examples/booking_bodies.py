"""What guests send, by example."""

from __future__ import annotations

from pydantic import JsonValue

from gateway.api.examples.hut_bodies import CONTACT, WANTED

GUEST_PRICING: JsonValue = {"cart": WANTED}
GUEST_BOOKING: JsonValue = {
    "cart": WANTED,
    "contact": CONTACT,
    "language": "fr",
    "wish": "pre_booking",
    "terms": [{"version": 2}],
    "expected_total": 12800,
}
GUEST_CANCELLING: JsonValue = {"reason": "Un genou qui grince"}
