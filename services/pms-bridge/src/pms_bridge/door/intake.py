"""`POST /partners/v1/delivery-orders`: an ordering page hands us an order (O05).

Taken means appended to Kafka. Whether the order can be opened is decided by `orders`, whose refusal
is an event; the page may send the same body again for as long as it likes. Each sending is asked of
`orders` anew, which opens an order once: so one that was refused is taken as soon as what stood in
its way is mended.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from http import HTTPStatus

from pydantic import BaseModel, Field, ValidationError

from chassis.service import Runtime
from contracts.deliveries import PlaceDeliveryOrder, reference_of
from pms_bridge.connections import Connections
from pms_bridge.door.clocks import ahead
from pms_bridge.door.description import PROBLEMS, operation
from pms_bridge.door.endpoint import JSON, Answer, Call, HotRoute
from pms_bridge.door.intake_body import IntakeOrder
from pms_bridge.door.pages import SIGNED_BY_A_PAGE, page_calling, signed_at
from pms_bridge.door.problems import Reason, field_errors, foreign_property, unprocessable


class OrderTaken(BaseModel):
    """The order's id with us, and the reference that the hotel's staff see."""

    order_id: str = Field(examples=["7f0c8e57-6a1c-5a86-8bb0-0c6e6d9b9f0e"])
    reference: str = Field(examples=["9K3TZ7"])


def intake(
    connections: Connections, runtime: Runtime, clock: Callable[[], float] = time.time
) -> HotRoute:
    """The intake for every ordering page of `connections`."""

    async def take(call: Call) -> Answer:
        now = clock()
        partner, page = page_calling(call, connections, now)
        order = read_order(call.body)
        if too_early := ahead("placed_at", order.placed_at, now):
            detail = "The order is ahead of its time."
            raise unprocessable(detail, [too_early], Reason.AHEAD_OF_TIME)
        if order.property_id not in page.properties:
            raise foreign_property(order.property_id, partner)
        return await _hand_over(runtime, order.command(partner), call)

    return HotRoute("/partners/v1/delivery-orders", take, _OPERATION)


def read_order(body: bytes) -> IntakeOrder:
    """Raises `ProblemFound` 422 naming every field that is wrong."""
    try:
        order = IntakeOrder.model_validate_json(body)
    except ValidationError as error:
        raise unprocessable("The order cannot be read.", field_errors(error)) from None
    if contradictions := order.contradictions():
        raise unprocessable("The order does not add up.", contradictions, Reason.CONTRADICTORY)
    return order


async def _hand_over(runtime: Runtime, command: PlaceDeliveryOrder, call: Call) -> Answer:
    partner_id = command.content.partner_id
    await runtime.publish(
        command,
        id=_event_id(command, signed_at(call)),
        source=f"/pms-bridge/ordering-page/{partner_id}",
        actor=f"partner:{partner_id}",
        correlation_id=command.order_id,
    )
    taken = OrderTaken(order_id=command.order_id, reference=reference_of(command.order_id))
    return Answer(HTTPStatus.ACCEPTED, taken.model_dump_json().encode(), JSON)


def _event_id(command: PlaceDeliveryOrder, signed_at: str) -> str:
    """One sending of one content. The same content signed anew is a sending of its own, and other
    content under the same reference a request of its own, which `orders` refuses."""
    content = hashlib.sha256(command.encode()).hexdigest()
    return f"{command.content.external_id}:{signed_at}:{content}"


_OPERATION = operation(
    "placeDeliveryOrder",
    summary="Hand over an order placed by a guest",
    tag="ordering pages",
    parameters=SIGNED_BY_A_PAGE,
    body=IntakeOrder,
    success=(HTTPStatus.ACCEPTED, "Taken: Kafka's replicas have it", OrderTaken),
    problems=PROBLEMS | {HTTPStatus.FORBIDDEN: "The property is not one of this page's"},
)
