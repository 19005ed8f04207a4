"""Orders, authorizations, captures and refunds as PayPal's published specifications write them."""

from datetime import UTC, datetime
from typing import Any

from partners.paypal.model import Order, Part

Json = dict[str, Any]


def order(of: Order, own_url: str) -> Json:
    """`order`: with the payer's page among its links while it is to be paid."""
    self_link = link(f"{own_url}/v2/checkout/orders/{of.id}", "self", "GET")
    pay = link(f"{own_url}/checkoutnow?token={of.id}", "payer-action", "GET")
    unit: Json = {
        "reference_id": "default",
        "amount": money(of.value, of.currency),
        **{name: of.unit[name] for name in ("custom_id", "invoice_id") if name in of.unit},
    }
    payments: Json = {
        "authorizations": [authorization(of, one) for one in of.authorizations],
        "captures": [capture(of, one) for one in of.captures],
        "refunds": [refund(of, one) for one in of.refunds],
    }
    if any(payments.values()):
        unit["payments"] = {name: found for name, found in payments.items() if found}
    return {
        "id": of.id,
        "intent": of.intent,
        "status": of.status,
        "create_time": _time(of.created_at),
        "purchase_units": [unit],
        "links": [self_link, pay] if of.status == "PAYER_ACTION_REQUIRED" else [self_link],
    }


def authorization(of: Order, part: Part) -> Json:
    return {**_part(of, part), "custom_id": of.custom_id}


def capture(of: Order, part: Part) -> Json:
    return {**_part(of, part), "final_capture": True, "custom_id": of.custom_id}


def refund(of: Order, part: Part) -> Json:
    return {**_part(of, part), "custom_id": of.custom_id}


def money(value: str, currency: str) -> Json:
    return {"currency_code": currency, "value": value}


def link(href: str, rel: str, method: str) -> Json:
    return {"href": href, "rel": rel, "method": method}


def event(id: str, kind: str, resource_type: str, resource: Json) -> Json:
    """`event`, of a webhook."""
    return {
        "id": id,
        "event_version": "1.0",
        "create_time": _time(datetime.now(UTC)),
        "resource_type": resource_type,
        "resource_version": "2.0",
        "event_type": kind,
        "summary": kind.replace(".", " ").capitalize(),
        "resource": resource,
    }


def _part(of: Order, part: Part) -> Json:
    now = _time(datetime.now(UTC))
    return {
        "id": part.id,
        "status": part.status,
        "amount": money(part.value, of.currency),
        "create_time": now,
        "update_time": now,
    }


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
