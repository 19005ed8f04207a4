"""`POST /partners/v1/delivery-orders`: an ordering page hands us an order (O05).

Taken means appended to Kafka. Whether the order can be opened is decided by `orders`, whose refusal
is an event; the page may send the same body again for as long as it likes.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, Field, ValidationError

from chassis.service import Runtime
from contracts.deliveries import PlaceDeliveryOrder, reference_of
from pms_bridge.connections import Connections
from pms_bridge.door.bodies import read_body
from pms_bridge.door.intake_body import IntakeOrder
from pms_bridge.door.problems import (
    Problem,
    ProblemFound,
    field_errors,
    not_authenticated,
    unprocessable,
)
from pms_bridge.door.signatures import ordering_page_signed


class OrderTaken(BaseModel):
    """The order's id with us, and the reference that the hotel's staff see."""

    order_id: str = Field(examples=["7f0c8e57-6a1c-5a86-8bb0-0c6e6d9b9f0e"])
    reference: str = Field(examples=["9K3TZ7"])


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": meaning}
    for status, meaning in (
        (401, "Unknown caller, wrong signature, or a signature too old"),
        (413, "The body is too large"),
        (422, "The body is not as documented; `errors` names the fields"),
        (503, "Nothing was promised: send the same again after `Retry-After`"),
    )
}


def intake_routes(
    connections: Connections, runtime: Runtime, clock: Callable[[], float] = time.time
) -> APIRouter:
    """The intake for every ordering page of `connections`."""
    router = APIRouter(tags=["ordering pages"])

    @router.post(
        "/partners/v1/delivery-orders",
        operation_id="placeDeliveryOrder",
        summary="Hand over an order placed by a guest",
        status_code=HTTPStatus.ACCEPTED,
        responses=PROBLEMS
        | {403: {"model": Problem, "description": "The property is not one of this page's"}},
        openapi_extra=_BODY,
    )
    async def place_delivery_order(
        request: Request,
        comptoir_partner: Annotated[str, Header(description="The page's id with us")] = "",
        comptoir_signature: Annotated[
            str, Header(description="`t=SECONDS,v1=HEX`, see the guide for ordering pages")
        ] = "",
    ) -> OrderTaken:
        body = await read_body(request)
        page = connections.ordering_pages.get(comptoir_partner)
        secrets = page.secrets if page else ()
        if page is None or not ordering_page_signed(comptoir_signature, body, secrets, clock()):
            raise not_authenticated()
        order = read_order(body)
        if order.property_id not in page.properties:
            detail = f"{order.property_id} is not a property of {comptoir_partner}."
            raise ProblemFound(HTTPStatus.FORBIDDEN, detail)
        return await _hand_over(runtime, order.command(comptoir_partner), request)

    return router


def read_order(body: bytes) -> IntakeOrder:
    """Raises `ProblemFound` 422 naming every field that is wrong."""
    try:
        order = IntakeOrder.model_validate_json(body)
    except ValidationError as error:
        raise unprocessable("The order cannot be read.", field_errors(error)) from None
    if contradictions := order.contradictions():
        raise unprocessable("The order does not add up.", contradictions)
    return order


async def _hand_over(runtime: Runtime, command: PlaceDeliveryOrder, request: Request) -> OrderTaken:
    partner_id = command.content.partner_id
    await runtime.publish(
        command,
        id=_event_id(command),
        source=f"/pms-bridge/ordering-page/{partner_id}",
        actor=f"partner:{partner_id}",
        correlation_id=command.order_id,
        traceparent=request.headers.get("traceparent"),
    )
    return OrderTaken(order_id=command.order_id, reference=reference_of(command.order_id))


def _event_id(command: PlaceDeliveryOrder) -> str:
    """The same content again is a repeat; other content under the same reference is a request of
    its own, which `orders` refuses."""
    return f"{command.content.external_id}:{hashlib.sha256(command.encode()).hexdigest()}"


_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/IntakeOrder"}}},
    }
}
