"""PayPal's published paths, the page where a guest pays, and control of it all."""

import secrets
from collections.abc import Callable
from html import escape
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from fastapi.security import HTTPBasic, HTTPBasicCredentials

from partners.journal import Page
from partners.paypal import wire
from partners.paypal.model import (
    Order,
    PayPalConduct,
    PayPalMerchant,
    PayPalMove,
    PayPalSetup,
)
from partners.paypal.refusals import PayPalRefusal
from partners.paypal.till import PayPalTill
from partners.paypal.webhooks import PayPalWebhooks

_basic = HTTPBasic(auto_error=False)
Basic = Annotated[HTTPBasicCredentials | None, Depends(_basic)]
Key = Annotated[str, Header(alias="PayPal-Request-Id")]
ORDERS = "/v2/checkout/orders"
PAYMENTS = "/v2/payments"


def wire_routes(
    till: PayPalTill, webhooks: PayPalWebhooks, own_url: Callable[[], str]
) -> APIRouter:
    """What a merchant's systems call, and where its guests pay."""
    router = APIRouter()
    door = _Door(till, webhooks, own_url)
    for path, call in (
        ("/v1/oauth2/token", door.token),
        ("/v1/notifications/verify-webhook-signature", door.verify),
        (ORDERS, door.create),
        (f"{ORDERS}/{{id}}/authorize", door.authorise),
        (f"{PAYMENTS}/authorizations/{{id}}/capture", door.capture),
        (f"{PAYMENTS}/authorizations/{{id}}/void", door.void),
        (f"{PAYMENTS}/captures/{{id}}/refund", door.refund),
        ("/checkoutnow/{answer}", door.answered),
    ):
        router.add_api_route(path, call, methods=["POST"])
    router.add_api_route(f"{ORDERS}/{{id}}", door.get, methods=["GET"])
    router.add_api_route("/checkoutnow", door.page, methods=["GET"])
    return router


def control_routes(till: PayPalTill, webhooks: PayPalWebhooks) -> APIRouter:
    """What a test or the demo loads, does as a guest, and counts."""
    router = APIRouter(prefix="/_control/paypal")
    control = _Control(till, webhooks)
    router.add_api_route("", control.load, methods=["PUT"], status_code=204)
    router.add_api_route("/conduct", control.behave, methods=["PUT"], status_code=204)
    router.add_api_route("/orders/{id}/approve", control.approve, methods=["POST"], status_code=204)
    router.add_api_route("/sign", control.sign, methods=["POST"])
    router.add_api_route("/moves", control.list_moves)
    return router


class _Door:
    def __init__(
        self, till: PayPalTill, webhooks: PayPalWebhooks, own_url: Callable[[], str]
    ) -> None:
        self._till = till
        self._webhooks = webhooks
        self._own_url = own_url
        self._tokens: dict[str, str] = {}

    async def token(self, basic: Basic) -> Response:
        merchant = self._till.merchants.get(basic.username if basic else "")
        if merchant is None or basic is None or basic.password != merchant.client_secret:
            return JSONResponse({"error": "invalid_client"}, 401)
        token = f"A21AA{secrets.token_urlsafe(24)}"
        self._tokens[token] = merchant.client_id
        said = {"access_token": token, "token_type": "Bearer", "expires_in": 32400}
        return JSONResponse({"scope": "https://uri.paypal.com/services/checkout", **said})

    async def verify(self, request: Request) -> Response:
        self._merchant(request)
        right = self._webhooks.verify(await request.body())
        return JSONResponse({"verification_status": "SUCCESS" if right else "FAILURE"})

    async def create(self, request: Request, key: Key = "") -> Response:
        merchant = self._merchant(request)
        again = self._till.answered.get((merchant.client_id, key))
        if again is not None:
            return JSONResponse(self._written(self._till.order(again)), 200)
        order = self._till.create(merchant, await request.json())
        if key:
            self._till.answered[(merchant.client_id, key)] = order.id
        return JSONResponse(self._written(order), 200)

    async def get(self, id: str, request: Request) -> Response:
        return JSONResponse(self._written(self._till.order(id, self._merchant(request))))

    async def authorise(self, id: str, request: Request, key: Key = "") -> Response:
        merchant = self._merchant(request)
        order = self._till.order(id, merchant)
        if not self._repeated(merchant, key):
            part = self._till.authorise(order)
            self._done(merchant, key, part.id)
            self._webhooks.tell_part(order, "PAYMENT.AUTHORIZATION.CREATED", part)
        return JSONResponse(self._written(order), 201)

    async def capture(self, id: str, request: Request, key: Key = "") -> Response:
        merchant = self._merchant(request)
        order, held = self._till.of_authorization(id, merchant)
        if not self._repeated(merchant, key):
            asked = await request.json()
            part = self._till.capture(order, held, asked.get("amount", {}).get("value", held.value))
            self._done(merchant, key, part.id)
            self._webhooks.tell_part(order, "PAYMENT.CAPTURE.COMPLETED", part)
        return JSONResponse(wire.capture(order, order.captures[-1]), 201)

    async def void(self, id: str, request: Request) -> Response:
        """PayPal lists no key for it: a repeat is refused, as the authorization says itself."""
        order, held = self._till.of_authorization(id, self._merchant(request))
        self._till.void(order, held)
        self._webhooks.tell_part(order, "PAYMENT.AUTHORIZATION.VOIDED", held)
        return JSONResponse(wire.authorization(order, held), 200)

    async def refund(self, id: str, request: Request, key: Key = "") -> Response:
        merchant = self._merchant(request)
        order, taken = self._till.of_capture(id, merchant)
        if not self._repeated(merchant, key):
            asked = await request.json()
            value = asked.get("amount", {}).get("value", taken.value)
            part = self._till.refund(order, taken, value)
            self._done(merchant, key, part.id)
            self._webhooks.tell_part(order, "PAYMENT.REFUND.COMPLETED", part)
        return JSONResponse(wire.refund(order, order.refunds[-1]), 201)

    async def page(self, token: str) -> HTMLResponse:
        """Where the guest decides. As plain as can be: the real one is PayPal's."""
        order = self._till.order(token)
        return HTMLResponse(_PAGE.format(token=escape(token), value=order.value, of=order.currency))

    async def answered(self, answer: str, token: Annotated[str, Query()]) -> Response:
        """Back to the merchant, as PayPal sends its guests."""
        order = self._till.order(token)
        if answer == "approve" and self._till.approve(order):
            self._webhooks.tell(
                order, "CHECKOUT.ORDER.APPROVED", "checkout-order", self._written(order)
            )
        url = order.return_url if answer == "approve" else order.cancel_url
        query = (
            {"token": token, "PayerID": "SIMULATED"} if answer == "approve" else {"token": token}
        )
        return RedirectResponse(f"{url}{'&' if '?' in url else '?'}{urlencode(query)}", 303)

    def _written(self, order: Order) -> dict[str, Any]:
        return wire.order(order, self._own_url())

    def _merchant(self, request: Request) -> PayPalMerchant:
        """Raises `PayPalRefusal` 401."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        merchant = self._till.merchants.get(self._tokens.get(token, ""))
        if merchant is None:
            raise PayPalRefusal(401, "INVALID_TOKEN", "The token is not valid.")
        return merchant

    def _repeated(self, merchant: PayPalMerchant, key: str) -> bool:
        return bool(key) and (merchant.client_id, key) in self._till.answered

    def _done(self, merchant: PayPalMerchant, key: str, id: str) -> None:
        if key:
            self._till.answered[(merchant.client_id, key)] = id


class _Control:
    def __init__(self, till: PayPalTill, webhooks: PayPalWebhooks) -> None:
        self._till = till
        self._webhooks = webhooks

    async def load(self, setup: PayPalSetup) -> Response:
        self._till.load(setup)
        return Response(status_code=204)

    async def behave(self, conduct: PayPalConduct) -> Response:
        self._till.conduct = conduct
        return Response(status_code=204)

    async def approve(self, id: str) -> Response:
        """The guest pays, and closes the window before they are led back."""
        order = self._till.order(id)
        if self._till.approve(order):
            self._webhooks.tell(
                order, "CHECKOUT.ORDER.APPROVED", "checkout-order", wire.order(order, "")
            )
        return Response(status_code=204)

    async def sign(self, webhook_id: str, request: Request) -> dict[str, str]:
        """The headers with which a webhook of this body would come."""
        return self._webhooks.sign(webhook_id, await request.body())

    async def list_moves(
        self, after: int = Query(0, ge=0), limit: int = Query(1000, ge=1, le=10_000)
    ) -> Page[PayPalMove]:
        return self._till.moves.page(after, limit)


_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Simulated payment</title>
<body style="font:18px system-ui;max-width:30em;margin:3em auto;padding:0 1em">
<h1>Simulated payment</h1><p>No money moves here. To pay: <strong>{value} {of}</strong></p>
<form method="post" action="/checkoutnow/approve?token={token}"><button>Pay</button></form>
<p></p>
<form method="post" action="/checkoutnow/cancel?token={token}"><button>Do not pay</button></form>
"""
