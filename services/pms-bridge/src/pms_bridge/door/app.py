"""The door as one application, with its OpenAPI description."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from chassis.door import ROUTE
from chassis.service import Runtime, Unavailable
from contracts.message import PropertyId
from pms_bridge.connections import Connections
from pms_bridge.door.card_vault import VaultEvent, card_vault
from pms_bridge.door.description import schemas
from pms_bridge.door.endpoint import HotRoute, HotRoutes, Refused
from pms_bridge.door.events import EventsAnswer, events
from pms_bridge.door.examples import EXAMPLES
from pms_bridge.door.intake import OrderTaken, intake
from pms_bridge.door.intake_body import IntakeOrder
from pms_bridge.door.partner_event import PartnerEvents
from pms_bridge.door.paybox import PayboxAnswer, paybox
from pms_bridge.door.paypal import PayPalEvent, paypal
from pms_bridge.door.problems import Problem, ProblemFound, answer_problem
from pms_bridge.door.statements import Statement, StatementAnswer, statements
from pms_bridge.door.uber_direct import uber_direct
from pms_bridge.door.uber_event import UberEvent
from pms_bridge.door.uber_refund import UberRefundEvent
from pms_bridge.paypal.platform import PayPalPlatform

_MODELS = (
    IntakeOrder,
    OrderTaken,
    PartnerEvents,
    EventsAnswer,
    Statement,
    StatementAnswer,
    UberEvent,
    UberRefundEvent,
    PayPalEvent,
    PayboxAnswer,
    VaultEvent,
    Problem,
)


class Door(FastAPI):
    """An application whose hot routes are called before any of its layers.

    It knows them as its own routes, too: for a method they do not have, and for its description.
    """

    def __init__(self, hot: Sequence[HotRoute], refused: Refused) -> None:
        super().__init__(
            title="Comptoir's door for partner systems", version="1", docs_url=None, redoc_url=None
        )
        self._hot = hot
        self._found = HotRoutes(hot, refused)
        self.router.routes.extend(self._found.routes)
        for error in (ProblemFound, HTTPException, Unavailable):
            self.add_exception_handler(error, answer_problem)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        post = scope["type"] == "http" and scope["method"] == "POST"
        found = self._found.at(scope["path"]) if post else None
        if found is None:
            await super().__call__(scope, receive, send)
        else:
            endpoint, parameters = found
            scope["path_params"] = parameters
            scope[ROUTE] = endpoint.path
            await endpoint(scope, receive, send)

    def openapi(self) -> dict[str, Any]:
        """FastAPI's description, and beside it that of the hot routes."""
        described = get_openapi(title=self.title, version=self.version, routes=self.routes)
        for route in self._hot:
            described["paths"][route.path] = {"post": dict(route.operation)}
        components = described.setdefault("components", {}).setdefault("schemas", {})
        components.update(schemas(*_MODELS))
        for name, example in EXAMPLES.items():
            components[name]["examples"] = [example]
        return described


def door(
    connections: Connections,
    runtime: Runtime,
    clock: Callable[[], float] = time.time,
    accounts: Mapping[PropertyId, PayPalPlatform] | None = None,
) -> Door:
    """The HTTP door for partner systems only. `clock` gives Unix seconds; `accounts` are those at
    PayPal, by property."""
    counter = runtime.metrics.counter(
        "door_refused", "What partners sent and the door did not take.", ["operation", "reason"]
    )

    def refused(operation: str, reason: str) -> None:
        counter.labels(operation, reason).inc()

    hot = (
        intake(connections, runtime, clock),
        uber_direct(connections, runtime, clock),
        events(connections, runtime, refused, clock),
        statements(connections, runtime, clock),
        paypal(accounts or {}, runtime),
        paybox(connections.paybox, runtime),
        card_vault(connections.card_vault, runtime, clock),
    )
    return Door(hot, refused)
