"""How deliveries and events look on the wire, and how events are signed."""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from partners.uber.journey import Status
from partners.uber.model import Delivery, Event

Json = dict[str, Any]

_RESTAURANT = (45.9237, 6.8694)
_HOTEL = (45.9301, 6.8822)
_WITH_COURIER = frozenset(
    {
        Status.PICKUP,
        Status.PICKUP_COMPLETE,
        Status.DROPOFF,
        Status.DELIVERED,
        Status.RETURNED,
    }
)


def sign(body: bytes, key: str) -> str:
    """Value of `x-uber-signature`: hex HMAC-SHA256 of the raw body."""
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


def delivery_view(delivery: Delivery) -> Json:
    """A delivery as the API shows it and as `data` of a webhook carries it."""
    asked = delivery.asked
    view: Json = {
        "id": delivery.id,
        "kind": "delivery",
        "external_id": asked.external_id,
        "status": str(delivery.status),
        "complete": delivery.status in {Status.DELIVERED, Status.CANCELED, Status.RETURNED},
        "courier_imminent": delivery.imminent,
        "created": timestamp(delivery.created),
        "updated": timestamp(delivery.updated),
        "live_mode": False,
        "currency": "EUR",
        "pickup_eta": _moment(delivery.pickup_eta),
        "dropoff_eta": _moment(delivery.eta),
        "pickup": _place(asked.pickup_name, asked.pickup_address, asked.pickup_phone_number),
        "dropoff": _place(asked.dropoff_name, asked.dropoff_address, asked.dropoff_phone_number)
        | {"verification": _verification(delivery)},
        "manifest_items": asked.manifest_items,
        "courier": _courier(delivery) if delivery.status in _WITH_COURIER else None,
    }
    return view


def _place(name: str, address: str, phone: str) -> Json:
    return {"name": name, "address": address, "phone_number": phone}


def _verification(delivery: Delivery) -> Json:
    if delivery.pincode is None:
        return {}
    entered = delivery.pincode if delivery.status is Status.DELIVERED else None
    return {"pincode": {"enabled": True, "entered": entered}}


def _courier(delivery: Delivery) -> Json:
    return delivery.courier | {"location": location(delivery.progress)}


def location(progress: float) -> Json:
    """A point on the straight line from the restaurant to the hotel."""
    lat, lng = (
        start + (end - start) * progress for start, end in zip(_RESTAURANT, _HOTEL, strict=True)
    )
    return {"lat": round(lat, 6), "lng": round(lng, 6)}


def event(delivery: Delivery, kind: str, event_id: str, now: datetime, data: Json) -> Event:
    """The published envelope around `data`."""
    envelope: Json = {
        "id": event_id,
        "kind": kind,
        "created": timestamp(now),
        "customer_id": delivery.account.customer_id,
        "delivery_id": delivery.id,
        "external_id": delivery.asked.external_id or "",
        "status": str(delivery.status),
        "live_mode": False,
        "data": data,
    }
    if kind == "event.courier_update":
        envelope["location"] = location(delivery.progress)
    body = json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()
    return Event(event_id, kind, body, delivery, delivery.status, delivery.imminent)


def timestamp(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds."""
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else timestamp(moment)
