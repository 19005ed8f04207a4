"""`POST /webhooks/uber-direct/{account}`: the delivery partner reports (O03 to O06, O17, O21).

A report is taken however old it is: a partner tries again for hours, and what is late is told apart
from what is new by `orders`. A recorded request sent again carries the same event id, and so is a
repeat.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Request, Response
from pydantic import BaseModel, ValidationError

from chassis.logs import logger
from chassis.service import Runtime
from pms_bridge.connections import Connections
from pms_bridge.door.bodies import read_body
from pms_bridge.door.intake import PROBLEMS
from pms_bridge.door.problems import field_errors, not_authenticated, unprocessable
from pms_bridge.door.signatures import uber_signed
from pms_bridge.door.uber_event import COURIER_KIND, STATUS_KIND, UberEvent

KNOWN_KINDS = frozenset({STATUS_KIND, COURIER_KIND})
# A metric's label must not grow with what strangers send; these are the kinds Uber publishes.
_COUNTED_KINDS = KNOWN_KINDS | {"event.refund_request", "event.shopping_progress"}

log = logger(__name__)


class _Kind(BaseModel):
    kind: str = ""


def uber_direct_routes(connections: Connections, runtime: Runtime) -> APIRouter:
    """Webhooks of every account of `connections`."""
    router = APIRouter(tags=["delivery partner"])
    ignored = runtime.metrics.counter(
        "webhooks_ignored", "Webhooks of a kind, or with a content, we have no use for.", ["kind"]
    )

    @router.post(
        "/webhooks/uber-direct/{account}",
        operation_id="reportUberDirectEvent",
        summary="Take a webhook of Uber Direct",
        status_code=HTTPStatus.OK,
        response_class=Response,
        responses=PROBLEMS,
        openapi_extra=_BODY,
    )
    async def report_uber_direct_event(
        request: Request,
        account: Annotated[str, Path(description="The account's name in the connections file")],
        x_uber_signature: Annotated[str, Header(description="hex HMAC-SHA256 of the body")] = "",
    ) -> Response:
        body = await read_body(request)
        known = connections.uber_direct.get(account)
        keys = known.signing_keys if known else ()
        if known is None or not uber_signed(x_uber_signature, body, keys):
            raise not_authenticated()
        event = read_event(body)
        message = event.reported(known) if isinstance(event, UberEvent) else None
        if message is None or not isinstance(event, UberEvent):
            ignored.labels(event.kind if event.kind in _COUNTED_KINDS else "other").inc()
            log.info("webhook ignored", kind=event.kind[:100], account=account)
            return Response()
        await runtime.publish(
            message,
            id=event.id,
            source=f"/pms-bridge/uber-direct/{account}",
            actor=f"partner:uber-direct/{account}",
            correlation_id=message.order_id,
            time=event.created,
        )
        return Response()

    return router


def read_event(body: bytes) -> UberEvent | _Kind:
    """The event, or no more than its kind where we do not know it.

    Raises `ProblemFound` 422 naming every field that is wrong.
    """
    try:
        kind = _Kind.model_validate_json(body)
        return UberEvent.model_validate_json(body) if kind.kind in KNOWN_KINDS else kind
    except ValidationError as error:
        raise unprocessable("The event cannot be read.", field_errors(error)) from None


_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/UberEvent"}}},
    }
}
