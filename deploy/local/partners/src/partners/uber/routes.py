"""The published paths of Uber Direct that are simulated, and the control of the simulator."""

import json
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, HTTPException, Query, Response
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request

from partners.journal import Journal, Page
from partners.uber.direct import TOKEN_SECONDS, Full, Settled, UberDirect, Unknown
from partners.uber.envelope import delivery_view
from partners.uber.journey import Ending, Status
from partners.uber.model import Account, Delivery, Mischief, NewDelivery, UberSetup, WebhookAttempt

SCOPE = "eats.deliveries"


class Plan(BaseModel):
    """How a delivery that is still to be created will go."""

    model_config = ConfigDict(extra="forbid")

    ending: Ending = Ending()
    mischief: Mischief | None = None


class Advance(BaseModel):
    """How far a delivery shall go now; without a status, one step."""

    model_config = ConfigDict(extra="forbid")

    to: Status | None = None


def wire_routes(uber: UberDirect) -> APIRouter:
    """What a customer of the delivery partner sees."""
    router = APIRouter()
    wire = _Wire(uber)
    deliveries = "/v1/customers/{customer_id}/deliveries"
    router.add_api_route("/oauth/v2/token", wire.token, methods=["POST"])
    router.add_api_route(deliveries, wire.create, methods=["POST"])
    router.add_api_route(deliveries + "/{delivery_id}", wire.get)
    router.add_api_route(deliveries + "/{delivery_id}/cancel", wire.cancel, methods=["POST"])
    return router


def control_routes(uber: UberDirect, journal: Journal[WebhookAttempt]) -> APIRouter:
    """What a test or the demo commands and counts."""
    router = APIRouter(prefix="/_control/uber")
    control = _Control(uber, journal)
    router.add_api_route("", control.load, methods=["PUT"], status_code=204)
    router.add_api_route("/plans/{external_id}", control.plan, methods=["PUT"], status_code=204)
    router.add_api_route("/deliveries/{delivery_id}/advance", control.advance, methods=["POST"])
    router.add_api_route(
        "/deliveries/{delivery_id}/refund", control.refund, methods=["POST"], status_code=204
    )
    router.add_api_route("/flush", control.flush, methods=["POST"], status_code=204)
    router.add_api_route("/state", control.state)
    router.add_api_route("/webhooks", control.webhooks)
    return router


class _Wire:
    def __init__(self, uber: UberDirect) -> None:
        self._uber = uber

    async def token(self, request: Request) -> Response:
        form = {
            name: values[0] for name, values in parse_qs((await request.body()).decode()).items()
        }
        if form.get("grant_type") != "client_credentials" or form.get("scope") != SCOPE:
            return _json({"error": "invalid_request"}, HTTPStatus.BAD_REQUEST)
        token = self._uber.issue_token(form.get("client_id", ""), form.get("client_secret", ""))
        if token is None:
            return _json({"error": "invalid_client"}, HTTPStatus.UNAUTHORIZED)
        body = {
            "access_token": token,
            "expires_in": TOKEN_SECONDS,
            "token_type": "Bearer",
            "scope": SCOPE,
        }
        return _json(body)

    async def create(self, request: Request, customer_id: str) -> Response:
        account = self._admit(request, customer_id)
        if account is None:
            return _error(HTTPStatus.UNAUTHORIZED, "unauthorized", "Unknown token.")
        try:
            asked = NewDelivery.model_validate_json(await request.body())
        except ValidationError as error:
            places = {".".join(map(str, e["loc"])): e["msg"] for e in error.errors()}
            return _error(HTTPStatus.BAD_REQUEST, "invalid_params", "Invalid parameters.", places)
        try:
            return _json(delivery_view(self._uber.create(account, asked)))
        except Full:
            return _error(HTTPStatus.TOO_MANY_REQUESTS, "customer_limited", "Too many deliveries.")

    async def get(self, request: Request, customer_id: str, delivery_id: str) -> Response:
        delivery = self._owned(request, customer_id, delivery_id)
        return delivery if isinstance(delivery, Response) else _json(delivery_view(delivery))

    async def cancel(self, request: Request, customer_id: str, delivery_id: str) -> Response:
        delivery = self._owned(request, customer_id, delivery_id)
        if isinstance(delivery, Response):
            return delivery
        try:
            return _json(delivery_view(await self._uber.cancel(delivery.id)))
        except Settled:
            return _error(HTTPStatus.BAD_REQUEST, "noncancelable_delivery", "It has ended.")

    def _admit(self, request: Request, customer_id: str) -> Account | None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not self._uber.token_is_valid(token, customer_id):
            return None
        return self._uber.account(customer_id)

    def _owned(self, request: Request, customer_id: str, delivery_id: str) -> Delivery | Response:
        if self._admit(request, customer_id) is None:
            return _error(HTTPStatus.UNAUTHORIZED, "unauthorized", "Unknown token.")
        try:
            delivery = self._uber.delivery(delivery_id)
        except Unknown:
            delivery = None
        if delivery is None or delivery.account.customer_id != customer_id:
            return _error(HTTPStatus.NOT_FOUND, "delivery_not_found", "No such delivery.")
        return delivery


class _Control:
    def __init__(self, uber: UberDirect, journal: Journal[WebhookAttempt]) -> None:
        self._uber = uber
        self._journal = journal

    async def load(self, setup: UberSetup) -> Response:
        self._uber.load(setup)
        return Response(status_code=204)

    async def plan(self, external_id: str, plan: Plan) -> Response:
        self._uber.plan(external_id, plan.ending, plan.mischief)
        return Response(status_code=204)

    async def advance(self, delivery_id: str, advance: Advance) -> dict[str, Any]:
        try:
            return delivery_view(await self._uber.advance(delivery_id, advance.to))
        except Settled as error:
            raise HTTPException(HTTPStatus.CONFLICT, "the delivery has ended") from error

    async def refund(self, delivery_id: str, refund: dict[str, Any]) -> Response:
        try:
            await self._uber.refund(delivery_id, refund)
        except Unknown as error:
            raise HTTPException(HTTPStatus.NOT_FOUND, "no such delivery") from error
        return Response(status_code=204)

    async def flush(self) -> Response:
        await self._uber.dispatcher.flush()
        return Response(status_code=204)

    async def state(self) -> dict[str, int]:
        return {"deliveries": self._uber.running, "webhooks": self._uber.dispatcher.pending}

    async def webhooks(
        self, after: int = Query(0, ge=0), limit: int = Query(1000, ge=1, le=10_000)
    ) -> Page[WebhookAttempt]:
        return self._journal.page(after, limit)


def _json(body: Any, status: HTTPStatus = HTTPStatus.OK) -> Response:
    return Response(json.dumps(body), status, media_type="application/json")


def _error(
    status: HTTPStatus, code: str, message: str, metadata: dict[str, str] | None = None
) -> Response:
    body = {"kind": "error", "code": code, "message": message, "metadata": metadata or {}}
    return _json(body, status)
