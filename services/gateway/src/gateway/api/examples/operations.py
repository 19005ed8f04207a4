"""What is answered about the installation, by the names of the models."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from gateway.api.examples.evening import ORDER

AT = "2026-11-23T18:31:08.000Z"
COMMANDS = "orders.delivery.commands.v1"
PLACE = "orders.delivery.place.v1"
LETTER = f"{COMMANDS}/3/118"
REASON = "guest.room: Input should be a valid string"
WORK: Mapping[str, JsonValue] = {"waiting": 3, "running": 1, "oldest_seconds": 12.5}
PERSON = "person:0b9c4f6a12de"

OPERATIONS: Mapping[str, JsonValue] = {
    "Flow": {
        "at": AT,
        "services": [
            {
                "service": "orders",
                "state": "not_ready",
                "heard_at": AT,
                "processes": [
                    {
                        "process": "night-1/4127/9f3a01bc",
                        "state": "not_ready",
                        "started_at": "2026-11-23T06:00:00.000Z",
                        "heard_at": AT,
                        "partitions": 12,
                        "wrong": [{"condition": "assignment", "problem": "taking over partitions"}],
                    }
                ],
                "consumes": [{"topic": COMMANDS, "lag": 3, "rate": 1.4}],
                "publishes": ["orders.delivery.events.v1"],
                "published_rate": 2.1,
                "outbox": {"count": 2, "oldest_seconds": 0.41},
                "effects": {**WORK, "kinds": [{"kind": "orders.deadline", **WORK}]},
                "parked": 1,
                "dead": 1,
                "open_breakers": ["demo-page"],
                "readable": True,
            }
        ],
        "topics": [
            {
                "topic": COMMANDS,
                "owner": "orders",
                "kind": "commands",
                "key": "order id",
                "about": "Requests to open a delivery order.",
            }
        ],
    },
    "Series": {
        "service": "orders",
        "every_seconds": 5,
        "points": [
            {
                "at": AT,
                "lag": 3,
                "rate": 1.4,
                "outbox_count": 2,
                "outbox_oldest_seconds": 0.41,
                "effects_waiting": 3,
                "effects_oldest_seconds": 12.5,
                "parked": 1,
                "dead": 1,
            }
        ],
    },
    "ParkedList": {
        "total": 1,
        "parked": [
            {
                "key": ORDER,
                "handler": "",
                "reason": "gap: sequence 2 of it is missing",
                "parked_at": AT,
                "count": 2,
                "gap": True,
                "records": [{"id": "orders.delivery.events.v1/3/118", "reason": "waits"}],
            }
        ],
    },
    "DeadList": {
        "total": 1,
        "dead": [
            {
                "id": LETTER,
                "topic": COMMANDS,
                "type": PLACE,
                "key": ORDER,
                "reason": REASON,
                "dead_at": AT,
                "size": 16,
                "skipped": False,
            }
        ],
    },
    "SetAsideRecord": {
        "id": LETTER,
        "topic": COMMANDS,
        "partition": 3,
        "offset": 118,
        "key": {"format": "text", "text": ORDER, "size": 36},
        "type": PLACE,
        "headers": [{"name": "ce_type", "format": "text", "text": PLACE}],
        "body": {"format": "json", "text": '{\n  "room": 204\n}', "size": 12},
        "reason": REASON,
        "set_aside_at": AT,
        "state": "open",
        "correctable": True,
        "types": [PLACE],
    },
    "ReleaseOrder": {"key": ORDER, "accept_gap": False},
    "RecordOrder": {"id": LETTER},
    "ReplayOrder": {"id": LETTER, "body": {"order_id": ORDER}, "type": PLACE},
    "Ordered": {"ordered": True},
    "Closed": {"id": LETTER, "state": "replayed", "closed_by": PERSON, "closed_at": AT},
}
