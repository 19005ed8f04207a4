"""`POST /webhooks/uber-direct/{account}`: the delivery partner reports (O03 to O06, O17 to O21).

Late is normal: a partner tries again for hours, and what is late is told apart from what is new by
`orders`. A recorded request sent again carries the same event id, and so is a repeat; once that
could be forgotten, it is too old to be taken.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus

from pydantic import BaseModel, ValidationError

from chassis.logs import logger
from chassis.service import Runtime
from pms_bridge.connections import Connections, UberDirectAccount
from pms_bridge.door.clocks import ahead, stale
from pms_bridge.door.description import Parameter, operation
from pms_bridge.door.endpoint import Answer, Call, HotRoute
from pms_bridge.door.problems import Reason, field_errors, not_let_in, unprocessable
from pms_bridge.door.signatures import uber_signed
from pms_bridge.door.uber_event import COURIER_KIND, STATUS_KIND, UberEvent
from pms_bridge.door.uber_refund import REFUND_KIND, UberRefundEvent

KNOWN_KINDS = frozenset({STATUS_KIND, COURIER_KIND, REFUND_KIND})
# What a shopper finds on the shelves says nothing about a cooked meal: left out knowingly. A
# metric's label must not grow with what strangers send; these are the kinds Uber publishes.
_COUNTED_KINDS = KNOWN_KINDS | {"event.shopping_progress"}

log = logger(__name__)


class _Kind(BaseModel):
    kind: str = ""


def uber_direct(
    connections: Connections, runtime: Runtime, clock: Callable[[], float] = time.time
) -> HotRoute:
    """Webhooks of every account of `connections`."""
    ignored = runtime.metrics.counter(
        "webhooks_ignored", "Webhooks of a kind, or with a content, we have no use for.", ["kind"]
    )

    async def take(call: Call) -> Answer:
        account = call.path["account"]
        known = _account_calling(call, connections)
        event = read_event(call.body)
        if isinstance(event, _Kind):
            message = None
        else:
            check_age(event, clock())
            message = event.reported(known)
        if message is None or isinstance(event, _Kind):
            ignored.labels(event.kind if event.kind in _COUNTED_KINDS else "other").inc()
            log.info("webhook ignored", kind=event.kind[:100], account=account)
            return Answer(HTTPStatus.OK)
        await runtime.publish(
            message,
            id=event.id,
            source=f"/pms-bridge/uber-direct/{account}",
            actor=f"partner:uber-direct/{account}",
            correlation_id=message.order_id,
            time=event.created,
        )
        return Answer(HTTPStatus.OK)

    return HotRoute("/webhooks/uber-direct/{account}", take, _OPERATION)


def _account_calling(call: Call, connections: Connections) -> UberDirectAccount:
    """Raises `ProblemFound` 401."""
    account = connections.uber_direct.get(call.path["account"])
    if account is None:
        raise not_let_in(Reason.UNKNOWN_CALLER)
    if not uber_signed(call.header(b"x-uber-signature"), call.body, account.signing_keys):
        raise not_let_in(Reason.WRONG_SIGNATURE)
    return account


def read_event(body: bytes) -> UberEvent | UberRefundEvent | _Kind:
    """The event, or no more than its kind where we do not know it.

    Raises `ProblemFound` 422 naming every field that is wrong.
    """
    try:
        kind = _Kind.model_validate_json(body)
        if kind.kind not in KNOWN_KINDS:
            return kind
        known = UberRefundEvent if kind.kind == REFUND_KIND else UberEvent
        return known.model_validate_json(body)
    except ValidationError as error:
        raise unprocessable("The event cannot be read.", field_errors(error)) from None


def check_age(event: UberEvent | UberRefundEvent, now: float) -> None:
    """Raises `ProblemFound` 422 for an event from outside the replay window."""
    if error := ahead("created", event.created, now):
        raise unprocessable("The event is ahead of its time.", [error], Reason.AHEAD_OF_TIME)
    if error := stale("created", event.created, now):
        raise unprocessable("The event is too old.", [error], Reason.STALE)


_OPERATION = operation(
    "reportUberDirectEvent",
    summary="Take a webhook of Uber Direct",
    tag="delivery partner",
    parameters=(
        Parameter("account", "path", "The account's name in the connections file"),
        Parameter("x-uber-signature", "header", "hex HMAC-SHA256 of the body"),
    ),
    body=UberEvent,
    or_body=UberRefundEvent,
    success=(HTTPStatus.OK, "Taken, or of no use to us", None),
)
