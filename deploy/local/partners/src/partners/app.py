"""The HTTP side: partners' published paths behind their faults, and `/_control` beside them."""

from typing import Any

from fastapi import APIRouter, FastAPI, Query, Response
from pydantic import AnyHttpUrl, BaseModel, ConfigDict
from starlette.types import ASGIApp

from partners.fault_gate import Call, FaultGate
from partners.faults import FaultList, Partner
from partners.journal import Page
from partners.mail import routes as mail
from partners.opera import routes as opera
from partners.opera.refusals import Refusal, answer_refusal
from partners.ordering_page import routes as ordering_page
from partners.paybox import routes as paybox
from partners.paypal import routes as paypal
from partners.paypal.refusals import PayPalRefusal, answer_paypal_refusal
from partners.push import routes as push
from partners.simulators import Simulators
from partners.sms import routes as sms
from partners.uber import routes as uber
from partners.vault import routes as vault


class Bridge(BaseModel):
    """Where our bridge answers."""

    model_config = ConfigDict(extra="forbid")

    url: AnyHttpUrl


def asgi_app(simulators: Simulators) -> ASGIApp:
    """The application to serve."""
    app = FastAPI(title="Partners' simulators", openapi_url=None)
    app.add_exception_handler(Refusal, answer_refusal)
    app.add_exception_handler(PayPalRefusal, answer_paypal_refusal)
    for router in (
        opera.wire_routes(simulators.opera),
        uber.wire_routes(simulators.uber),
        ordering_page.wire_routes(simulators.callback_door),
        opera.control_routes(simulators.opera),
        uber.control_routes(simulators.uber, simulators.webhooks),
        ordering_page.control_routes(
            simulators.page,
            simulators.intake_calls,
            simulators.bridge_calls,
            simulators.callbacks,
        ),
        mail.control_routes(simulators.messages, simulators.refusals),
        sms.wire_routes(simulators.sms),
        sms.control_routes(simulators.sms),
        push.wire_routes(simulators.browsers, simulators.pop_ups, lambda: simulators.own_url),
        push.control_routes(simulators.browsers, simulators.pop_ups, lambda: simulators.own_url),
        paypal.wire_routes(
            simulators.paypal, simulators.paypal_webhooks, lambda: simulators.own_url
        ),
        paypal.control_routes(simulators.paypal, simulators.paypal_webhooks),
        paybox.wire_routes(simulators.paybox, simulators.paybox_answers),
        paybox.control_routes(simulators.paybox),
        vault.wire_routes(simulators.vault),
        vault.control_routes(simulators.vault),
        _house_routes(simulators),
    ):
        app.include_router(router)
    return FaultGate(app, simulators.board, simulators.calls)


def _house_routes(simulators: Simulators) -> APIRouter:
    router = APIRouter()
    house = _House(simulators)
    router.add_api_route("/live", house.live)
    router.add_api_route("/ready", house.live)
    router.add_api_route("/_control/bridge", house.bridge, methods=["PUT"], status_code=204)
    router.add_api_route("/_control/reset", house.reset, methods=["POST"], status_code=204)
    router.add_api_route("/_control/calls", house.calls)
    router.add_api_route("/_control/faults", house.no_faults, methods=["DELETE"], status_code=204)
    router.add_api_route(
        "/_control/faults/{partner}", house.faults, methods=["PUT"], status_code=204
    )
    return router


class _House:
    def __init__(self, simulators: Simulators) -> None:
        self._simulators = simulators

    async def live(self) -> dict[str, Any]:
        return {"status": "ok", "since": self._simulators.started_at}

    async def bridge(self, bridge: Bridge) -> Response:
        self._simulators.bridge_url = str(bridge.url).rstrip("/")
        return Response(status_code=204)

    async def reset(self) -> Response:
        await self._simulators.reset()
        return Response(status_code=204)

    async def faults(self, partner: Partner, listed: FaultList) -> Response:
        self._simulators.board.set(partner, listed.faults)
        return Response(status_code=204)

    async def no_faults(self) -> Response:
        self._simulators.board.clear()
        return Response(status_code=204)

    async def calls(
        self, after: int = Query(0, ge=0), limit: int = Query(1000, ge=1, le=10_000)
    ) -> Page[Call]:
        return self._simulators.calls.page(after, limit)
