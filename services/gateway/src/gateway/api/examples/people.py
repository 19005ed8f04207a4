"""What is answered about people and keys, by the names of the models."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from gateway.api.examples.evening import PROPERTY, Example

INVITED_UNTIL = "2026-11-30T09:00:00.000Z"

NEW: Example = {
    "person_id": "5f0c2d9b7a1e4c3d8b6a9e07",
    "name": "Anaïs",
    "mail": "nuit@lumiere.example",
    "role": "reception",
    "invited": True,
    "invitation": {
        "state": "sent",
        "at": "2026-11-23T09:00:01.000Z",
        "good_until": INVITED_UNTIL,
    },
}
MANAGER: Example = {
    "person_id": "2b7d4a90c1e84f6a9d3e5b18",
    "name": "Direction",
    "mail": "direction@lumiere.example",
    "role": "manager",
    "invited": False,
}
KEY: Example = {
    "key_id": "6e1f8a2c-3b4d-5e6f-8a9b-0c1d2e3f4a5b",
    "name": "Channel manager",
    "role": "reception",
    "created_at": "2026-11-23T09:05:00.000Z",
    "created_by": "Direction",
}

PEOPLE: Mapping[str, JsonValue] = {
    "Me": {
        "person_id": "9c1d2e3f4a5b6c7d8e9f0a1b",
        "name": "Réception",
        "mail": "desk@lumiere.example",
        "language": "fr",
        "operations": False,
        "session_ends_at": "2026-11-24T03:00:00.000Z",
        "properties": [
            {
                "id": PROPERTY,
                "role": "reception",
                "permissions": [
                    "see_property",
                    "see_orders",
                    "send_messages",
                    "claim",
                    "place_orders",
                    "decide_charges",
                ],
                "name": "Hôtel Lumière",
                "kind": "hotel",
                "languages": ["fr", "en"],
                "currency": "EUR",
                "time_zone": "Europe/Paris",
            }
        ],
    },
    "PreferencesAnswer": {
        "mail": "desk@lumiere.example",
        "language": "fr",
        "phone": "+33639980042",
        "browsers": [
            {
                "endpoint": "https://push.example/send/9f1c",
                "p256dh": "BLc4xRzKlKORKWlbdgFaBrrPK3ydWAHo4M0gs0i1oEKgPpWC5cW8OCzVrOQRv",
                "auth": "BTBZMqHH6r4Tts7J_aSIgg",
            }
        ],
        "quiet": {"start": "22:30:00", "end": "06:30:00"},
        "wishes": {PROPERTY: {"new_order": ["mail", "push"], "courier_message": ["push"]}},
    },
    "PushKeyAnswer": {"key": "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u"},
    "Everybody": {"people": [NEW, MANAGER]},
    "PersonAnswer": NEW,
    "InvitedAnswer": {
        "person_id": "5f0c2d9b7a1e4c3d8b6a9e07",
        "good_until": INVITED_UNTIL,
    },
    "InvitationAnswer": {
        "name": "Anaïs",
        "mail": "nuit@lumiere.example",
        "good_until": INVITED_UNTIL,
    },
    "Keys": {"keys": [{**KEY, "last_used_at": "2026-11-23T20:15:00.000Z"}]},
    "NewKeyAnswer": {**KEY, "key": "cmp_VbJ4..."},
}
