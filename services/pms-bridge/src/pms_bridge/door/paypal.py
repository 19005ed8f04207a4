"""`POST /webhooks/paypal/{property}`: PayPal says that something happened to a payment.

PayPal itself verifies its signature. What it says is not believed beyond that: the payment is
looked at, which any repeat of a webhook, or one that comes late, may ask for again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from chassis.logs import logger
from chassis.service import Runtime, Unavailable
from contracts.message import PropertyId
from pms_bridge.door.description import Parameter, operation
from pms_bridge.door.endpoint import Answer, Call, HotRoute
from pms_bridge.door.payment_news import Ours, have_looked_at, ours_in
from pms_bridge.door.problems import Reason, field_errors, not_let_in, unprocessable
from pms_bridge.payments.provider import ProviderSilent
from pms_bridge.paypal.platform import PayPalPlatform, Refused

# What `verify_webhook_signature` asks for, and in which header it comes.
_PROOFS = {
    "auth_algo": b"paypal-auth-algo",
    "cert_url": b"paypal-cert-url",
    "transmission_id": b"paypal-transmission-id",
    "transmission_sig": b"paypal-transmission-sig",
    "transmission_time": b"paypal-transmission-time",
}

log = logger(__name__)


class PayPalEvent(BaseModel):
    """A webhook event. `resource` is the order, authorization, capture or refund it is about."""

    id: str = Field(min_length=1, max_length=100, examples=["WH-2WR32451HC0233532"])
    event_type: str = Field(examples=["CHECKOUT.ORDER.APPROVED"])
    resource: dict[str, Any] = Field(examples=[{"id": "5O190127TN364715T"}])


def paypal(platforms: Mapping[PropertyId, PayPalPlatform], runtime: Runtime) -> HotRoute:
    """Webhooks of every property's account."""

    async def take(call: Call) -> Answer:
        property_id = call.path["property"]
        platform = platforms.get(property_id)
        if platform is None:
            raise not_let_in(Reason.UNKNOWN_CALLER)
        await _verify(platform, call)
        event = read_event(call.body)
        ours = payment_in(event)
        if ours is None:
            log.info("webhook about no payment of ours", kind=event.event_type[:100])
            return Answer(HTTPStatus.OK)
        await have_looked_at(runtime, ours, property_id, "paypal", event.id)
        return Answer(HTTPStatus.OK)

    return HotRoute("/webhooks/paypal/{property}", take, _OPERATION)


def read_event(body: bytes) -> PayPalEvent:
    """Raises `ProblemFound` 422."""
    try:
        return PayPalEvent.model_validate_json(body)
    except ValidationError as error:
        raise unprocessable("The event cannot be read.", field_errors(error)) from None


def payment_in(event: PayPalEvent) -> Ours | None:
    """Our order and payment, by the `custom_id` that we gave it; None where there is none."""
    return next((ours for said in _custom_ids(event.resource) if (ours := ours_in(said))), None)


async def _verify(platform: PayPalPlatform, call: Call) -> None:
    """Raises `ProblemFound` 401, and `Unavailable` where PayPal cannot say: it sends again."""
    proofs = {name: call.header(header) for name, header in _PROOFS.items()}
    if not all(proofs.values()):
        raise not_let_in(Reason.WRONG_SIGNATURE)
    try:
        said = await platform.post(
            "/v1/notifications/verify-webhook-signature",
            _question(proofs, platform.account.webhook_id, call.body),
        )
    except Refused:
        raise not_let_in(Reason.WRONG_SIGNATURE) from None
    except ProviderSilent as silent:
        raise Unavailable(f"PayPal could not verify its webhook: {silent}") from silent
    if said.get("verification_status") != "SUCCESS":
        raise not_let_in(Reason.WRONG_SIGNATURE)


def _question(proofs: Mapping[str, str], webhook_id: str, event: bytes) -> bytes:
    """The event byte for byte as it came: written anew it would be another text than was signed."""
    head = json.dumps({**proofs, "webhook_id": webhook_id}).encode()
    return head[:-1] + b', "webhook_event": ' + event + b"}"


def _custom_ids(resource: Mapping[str, Any]) -> Iterator[str]:
    for holder in (resource, *(resource.get("purchase_units") or ())):
        if isinstance(holder, dict) and isinstance(holder.get("custom_id"), str):
            yield holder["custom_id"]


_OPERATION = operation(
    "reportPayPalEvent",
    summary="Take a webhook of PayPal",
    tag="payments",
    parameters=(
        Parameter("property", "path", "The property whose account it is"),
        *(
            Parameter(header.decode(), "header", "As PayPal sends it")
            for header in _PROOFS.values()
        ),
    ),
    body=PayPalEvent,
    success=(HTTPStatus.OK, "Taken, or of no use to us", None),
)
