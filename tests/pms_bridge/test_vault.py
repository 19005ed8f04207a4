"""A card kept by a vault, over real HTTP: charged once, whatever is lost, or forgotten."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from pydantic import HttpUrl, SecretStr

from contracts.payments import (
    CheckPayment,
    PaymentAuthorised,
    PaymentFailed,
    PaymentOpened,
    PaymentSettled,
)
from contracts.selling import PaymentMeans
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.vault.model import VaultConduct, VaultMerchant, VaultSetup
from pms_bridge.connections import CardVault, Connections
from pms_bridge.door.app import door
from pms_bridge.payment_accounts import partner_client
from pms_bridge.payments.carrier import PaymentCarrier
from pms_bridge.vault.vault import Vault
from tests.support.paying import AIGLE, ORDER, PAYMENT, Till, check, settle, start
from tests.support.runtime import RecordingRuntime

CARD: dict[str, Any] = {"means": PaymentMeans.CARD_CAPTURE}
SECRET = "of the vault of the eagle"
MERCHANT = VaultMerchant(property_id=AIGLE, key="key of the eagle", webhook_secret=SECRET)


def account(url: str) -> CardVault:
    return CardVault(
        api=HttpUrl(f"{url}/vault-api"),
        keeper="Coffre Alpin",
        key=SecretStr(MERCHANT.key),
        webhook_secret=SecretStr(SECRET),
        timeout_seconds=1,
    )


@pytest.fixture
async def carrier(partners: PartnersClient, partners_running: Any) -> AsyncIterator[PaymentCarrier]:
    await partners.load_vault(VaultSetup(merchants=[MERCHANT]))
    await partners.vault_behaves(VaultConduct(webhooks="none"))
    known = account(partners_running.http_url)
    client = partner_client(known.timeout_seconds)
    yield PaymentCarrier({(PaymentMeans.CARD_CAPTURE, AIGLE): Vault(known, client)})
    await client.aclose()


async def answered(till: Till, answer: str = "keep") -> str:
    """The guest on the vault's page; where they are led back."""
    (opened,) = (event for event in till.told if isinstance(event, PaymentOpened))
    async with httpx.AsyncClient(trust_env=False) as browser:
        assert "Guarantee" in (await browser.get(opened.pay_at)).text
        back = await browser.post(f"{opened.pay_at}/{answer}")
    return str(back.headers["location"])


async def kept(till: Till, carrier: PaymentCarrier) -> None:
    till.tell(start(**CARD))
    await till.work(carrier)
    assert "payment=back" in await answered(till)
    till.tell(check())
    await till.work(carrier)


async def moves(partners: PartnersClient) -> Counter[tuple[str, int]]:
    return Counter((one.step, one.amount) for one in await partners.vault_moves())


@pytest.mark.feature("R57")
async def test_a_card_is_kept_until_a_day_and_charged_once_with_what_is_wanted(
    partners: PartnersClient, carrier: PaymentCarrier
) -> None:
    till = Till()
    await kept(till, carrier)
    told = till.told[-1]
    assert isinstance(told, PaymentAuthorised)
    assert told.card is not None
    assert told.card.keeper == "Coffre Alpin"
    assert await moves(partners) == {("keep", 0): 1}
    till.tell(settle(2600))
    await till.work(carrier)
    settled = till.told[-1]
    assert isinstance(settled, PaymentSettled)
    assert settled.kept == 2600
    till.tell(settle(2600))
    await till.work(carrier)
    assert await moves(partners) == {("keep", 0): 1, ("charge", 2600): 1}


@pytest.mark.promise("money moves once")
@pytest.mark.parametrize(
    "fault",
    [
        Fault(method="POST", lose_answer_rate=1, times=1),
        Fault(method="POST", lose_answer_rate=1, lose_answer_by="status", times=2),
        Fault(status=503, times=2),
    ],
    ids=["closed", "status", "refused"],
)
async def test_an_answer_of_the_vault_that_is_lost_charges_nobody_twice(
    partners: PartnersClient, carrier: PaymentCarrier, fault: Fault
) -> None:
    till = Till()
    await kept(till, carrier)
    for keep in (2600, 1000):
        await partners.set_faults(Partner.VAULT, fault)
        till.tell(settle(keep))
        await till.work(carrier)
    assert await moves(partners) == {("keep", 0): 1, ("charge", 2600): 1, ("refund", 1600): 1}


async def test_a_card_that_is_not_wanted_any_more_is_forgotten(
    partners: PartnersClient, carrier: PaymentCarrier
) -> None:
    till = Till()
    await kept(till, carrier)
    till.tell(settle(0))
    await till.work(carrier)
    assert await moves(partners) == {("keep", 0): 1, ("release", 0): 1}


async def test_a_card_that_gives_nothing_is_told_and_may_be_tried_again(
    partners: PartnersClient, carrier: PaymentCarrier
) -> None:
    till = Till()
    await kept(till, carrier)
    await partners.vault_behaves(VaultConduct(webhooks="none", decline_charges=True))
    till.tell(settle(2600))
    await till.work(carrier)
    assert isinstance(till.told[-1], PaymentFailed)
    assert await moves(partners) == {("keep", 0): 1}


async def test_an_event_of_the_vault_is_worth_a_look_and_only_when_rightly_signed() -> None:
    runtime = RecordingRuntime()
    connections = Connections(card_vault={AIGLE: account("http://127.0.0.1:1")})
    app = door(connections, runtime, clock=lambda: 1000.0)
    body = json.dumps({"id": "ev-1", "reference": f"{ORDER}.{PAYMENT}"}).encode()

    def signed(secret: str, at: int = 1000) -> dict[str, str]:
        digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        return {"Comptoir-Signature": f"t={at},v1={digest}"}

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://door"
    ) as caller:
        for headers in ({}, signed("another secret"), signed(SECRET, at=1)):
            url = f"/webhooks/card-vault/{AIGLE}"
            assert (await caller.post(url, content=body, headers=headers)).status_code == 401
        assert runtime.published == []
        answer = await caller.post(url, content=body, headers=signed(SECRET))
        assert answer.status_code == 200
    (published,) = runtime.published
    assert published.message == CheckPayment(property_id=AIGLE, order_id=ORDER, payment_id=PAYMENT)
