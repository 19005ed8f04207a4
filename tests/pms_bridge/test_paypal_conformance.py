"""What we send to PayPal, and what the simulator answers, is as PayPal publishes it."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest
from pydantic import HttpUrl, SecretStr

from contracts.selling import PaymentMeans
from partners.client import PartnersClient
from partners.paypal.model import PayPalConduct, PayPalMerchant, PayPalSetup
from partners.running import Running
from pms_bridge.connections import PayPalAccount
from pms_bridge.payments.carrier import PaymentCarrier
from pms_bridge.paypal.platform import PayPalPlatform
from pms_bridge.paypal.provider import PayPal
from tests.partners.paypal_specification import errors, parameters, schemas, specification
from tests.support.paying import AIGLE, Till, check, settle, start

ORDERS, PAYMENTS = "checkout_orders_v2", "payments_payment_v2"
ORDER_PATH = "/v2/checkout/orders"
# Specification, method, path, what is sent, what is answered.
OPERATIONS = (
    (ORDERS, "POST", ORDER_PATH, "order_request", "order"),
    (ORDERS, "GET", f"{ORDER_PATH}/{{id}}", None, "order"),
    (ORDERS, "POST", f"{ORDER_PATH}/{{id}}/authorize", None, "order_authorize_response"),
    (
        PAYMENTS,
        "POST",
        "/v2/payments/authorizations/{authorization_id}/capture",
        "capture_request",
        "capture",
    ),
    (PAYMENTS, "POST", "/v2/payments/authorizations/{authorization_id}/void", None, None),
    (
        PAYMENTS,
        "POST",
        "/v2/payments/captures/{capture_id}/refund",
        "refund_request",
        "refund",
    ),
)
OUTSIDE = {
    *("accept", "accept-encoding", "connection", "content-length", "content-type", "host"),
    *("user-agent", "authorization"),
}


class Recorded:
    """All exchanges of a client with PayPal."""

    def __init__(self) -> None:
        self.exchanges: list[tuple[httpx.Request, int, bytes]] = []

    async def note(self, response: httpx.Response) -> None:
        await response.aread()
        self.exchanges.append((response.request, response.status_code, response.content))


def operation_of(request: httpx.Request) -> tuple[str, str, str | None, str | None] | None:
    for name, method, path, sent, answered in OPERATIONS:
        if request.method == method and re.fullmatch(
            re.sub(r"\{\w+\}", "[^/]+", path), request.url.path
        ):
            return name, path, sent, answered
    return None


@pytest.mark.feature("R57")
async def test_what_we_send_and_what_the_simulator_answers_is_what_paypal_publishes(
    partners: PartnersClient, partners_running: Running
) -> None:
    specification(ORDERS)
    merchant = PayPalMerchant(
        property_id=AIGLE, client_id="aigle", client_secret="of the eagle", webhook_id="WH-1"
    )
    await partners.load_paypal(PayPalSetup(merchants=[merchant]))
    await partners.paypal_behaves(PayPalConduct(webhooks="none"))
    recorded = Recorded()
    account = PayPalAccount(
        api=HttpUrl(partners_running.http_url),
        client_id=merchant.client_id,
        client_secret=SecretStr(merchant.client_secret),
        webhook_id=merchant.webhook_id,
    )
    hooks: Any = {"response": [recorded.note]}
    async with httpx.AsyncClient(event_hooks=hooks, trust_env=False) as client:
        provider = PayPal(PayPalPlatform(account, client))
        carrier = PaymentCarrier({(PaymentMeans.PAYPAL, AIGLE): provider})
        await _paid_and_refunded(carrier, partners_running, "payment-1")
        await _voided(carrier, partners_running, "payment-2")
    seen = set()
    for request, status, content in recorded.exchanges:
        found = operation_of(request)
        if found is None:
            assert request.url.path == "/v1/oauth2/token"
            continue
        name, path, sent, answered = found
        seen.add(path)
        _check_request(request, name, path, sent)
        operation = specification(name)["paths"][path][request.method.lower()]
        assert str(status) in operation["responses"]
        if answered is not None:
            assert errors(name, answered, json.loads(content)) == []
    assert seen == {path for _, _, path, _, _ in OPERATIONS}


def _check_request(request: httpx.Request, name: str, path: str, sent: str | None) -> None:
    known = parameters(name, path, request.method.lower())
    extra = {header for header in request.headers if header not in OUTSIDE} - known
    # Asked of every POST alike; one that does not list it does as it likes.
    assert extra <= {"prefer"}, (path, extra)
    if sent is not None and request.content:
        schema = sent if sent in schemas(name) else None
        assert schema is not None, sent
        assert errors(name, schema, json.loads(request.content)) == []


async def _approve(running: Running, till: Till) -> None:
    assert till.payment is not None
    url = f"{running.http_url}/_control/paypal/orders/{till.payment.provider_id}/approve"
    async with httpx.AsyncClient(trust_env=False) as guest:
        assert (await guest.post(url)).status_code == 204


async def _paid_and_refunded(carrier: PaymentCarrier, running: Running, payment: str) -> None:
    till = Till()
    till.tell(start(payment_id=payment))
    await till.work(carrier)
    await _approve(running, till)
    for message in (check(payment_id=payment), settle(5200, payment_id=payment)):
        till.tell(message)
        await till.work(carrier)
    till.tell(settle(1000, payment_id=payment))
    await till.work(carrier)
    assert till.payment is not None
    assert till.payment.ours == 1000


async def _voided(carrier: PaymentCarrier, running: Running, payment: str) -> None:
    till = Till()
    till.tell(start(payment_id=payment))
    await till.work(carrier)
    await _approve(running, till)
    for message in (check(payment_id=payment), settle(0, payment_id=payment)):
        till.tell(message)
        await till.work(carrier)
    assert till.payment is not None
    assert till.payment.authorised == 0
