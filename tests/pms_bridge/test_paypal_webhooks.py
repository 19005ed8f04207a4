"""PayPal's webhooks over real HTTP: verified by PayPal, and worth no more than a look."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from pydantic import HttpUrl, SecretStr

from contracts.payments import CheckPayment
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.paypal.model import PayPalMerchant, PayPalSetup
from partners.running import Running
from pms_bridge.connections import PayPalAccount
from pms_bridge.door.app import door
from pms_bridge.door.examples import EXAMPLES
from pms_bridge.payment_accounts import partner_client
from pms_bridge.paypal.platform import PayPalPlatform
from tests.support.door import CONNECTIONS
from tests.support.paying import AIGLE, ORDER, PAYMENT
from tests.support.runtime import RecordingRuntime

MERCHANT = PayPalMerchant(
    property_id=AIGLE, client_id="aigle", client_secret="of the eagle", webhook_id="WH-AIGLE"
)
BODY = (
    b'{"id": "WH-1",  "event_type": "CHECKOUT.ORDER.APPROVED", "resource": {"purchase_units": '
    b'[{"custom_id": "' + f"{ORDER}.{PAYMENT}".encode() + b'"}], "note": "\xc3\xa9"}}'
)


class Caller:
    """Whoever posts to the bridge's door as PayPal."""

    def __init__(self, http: httpx.AsyncClient, partners_url: str) -> None:
        self.runtime = RecordingRuntime()
        self._http = http
        self._partners_url = partners_url

    async def signed(self, body: bytes = BODY, webhook_id: str = "WH-AIGLE") -> dict[str, str]:
        url = f"{self._partners_url}/_control/paypal/sign"
        answer = await self._http.post(url, params={"webhook_id": webhook_id}, content=body)
        headers: dict[str, str] = answer.json()
        return headers

    async def post(
        self, headers: dict[str, str], body: bytes = BODY, property_id: str = AIGLE
    ) -> httpx.Response:
        url = f"/webhooks/paypal/{property_id}"
        return await self.door.post(url, content=body, headers=headers)

    door: httpx.AsyncClient


@pytest.fixture
async def paypal(partners: PartnersClient, partners_running: Running) -> AsyncIterator[Caller]:
    await partners.load_paypal(PayPalSetup(merchants=[MERCHANT]))
    account = PayPalAccount(
        api=HttpUrl(partners_running.http_url),
        client_id=MERCHANT.client_id,
        client_secret=SecretStr(MERCHANT.client_secret),
        webhook_id=MERCHANT.webhook_id,
        timeout_seconds=1,
    )
    async with (
        httpx.AsyncClient(trust_env=False) as http,
        partner_client(account.timeout_seconds) as client,
    ):
        caller = Caller(http, partners_running.http_url)
        platform = PayPalPlatform(account, client)
        app = door(CONNECTIONS, caller.runtime, accounts={AIGLE: platform})
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://door") as caller.door:
            yield caller


def asked(caller: Caller) -> list[Any]:
    return [one.message for one in caller.runtime.published]


@pytest.mark.feature("R57")
async def test_a_webhook_that_paypal_has_signed_has_the_payment_looked_at(paypal: Caller) -> None:
    answer = await paypal.post(await paypal.signed())
    assert answer.status_code == 200
    assert asked(paypal) == [
        CheckPayment(property_id=AIGLE, order_id=ORDER, payment_id=PAYMENT),
    ]
    await paypal.post(await paypal.signed())
    first, again = paypal.runtime.published
    assert (first.id, first.source) == (again.id, again.source)


@pytest.mark.promise("nobody in who should not be")
async def test_what_paypal_has_not_signed_is_not_let_in(paypal: Caller) -> None:
    headers = await paypal.signed()
    tampered = BODY.replace(b"APPROVED", b"RETURNED")
    for answer in (
        await paypal.post({}),
        await paypal.post(headers, tampered),
        await paypal.post(headers, BODY + b" "),
        await paypal.post({**headers, "paypal-transmission-sig": "forged"}),
        await paypal.post(await paypal.signed(webhook_id="WH-OTHER")),
        await paypal.post(headers, property_id="refuge-ours"),
    ):
        assert answer.status_code == 401
    assert asked(paypal) == []


@pytest.mark.parametrize("fault", [Fault(status=503), Fault(lose_answer_rate=1)])
async def test_while_paypal_cannot_say_the_webhook_is_sent_again(
    paypal: Caller, partners: PartnersClient, fault: Fault
) -> None:
    headers = await paypal.signed()
    await partners.set_faults(Partner.PAYPAL, fault)
    assert (await paypal.post(headers)).status_code == 503
    await partners.clear_faults()
    assert (await paypal.post(headers)).status_code == 200


async def test_a_webhook_about_nothing_of_ours_is_answered_and_forgotten(paypal: Caller) -> None:
    body = b'{"id": "WH-2", "event_type": "CUSTOMER.DISPUTE.CREATED", "resource": {}}'
    assert (await paypal.post(await paypal.signed(body), body)).status_code == 200
    assert asked(paypal) == []


async def test_a_body_that_is_no_event_is_refused_with_its_fields(paypal: Caller) -> None:
    body = b'{"id": "WH-3"}'
    answer = await paypal.post(await paypal.signed(body), body)
    assert answer.status_code == 422
    assert {error["field"] for error in answer.json()["errors"]} == {"event_type", "resource"}


async def test_what_is_no_json_is_nothing_that_paypal_sent(paypal: Caller) -> None:
    for body in (b"", b"{", b'{"id": "\xff"}'):
        assert (await paypal.post(await paypal.signed(body), body)).status_code == 401
    assert asked(paypal) == []


def test_the_example_of_a_webhook_is_one() -> None:
    assert "event_type" in str(EXAMPLES["PayPalEvent"])
