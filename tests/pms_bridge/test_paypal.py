"""Payments at PayPal, over real HTTP: exactly one effect on the guest's money, whatever is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from pydantic import HttpUrl, SecretStr

from contracts.payments import (
    PaymentAuthorised,
    PaymentFailed,
    PaymentOpened,
    PaymentProblem,
    PaymentSettled,
)
from contracts.selling import PaymentMeans
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from partners.paypal.model import PayPalConduct, PayPalMerchant, PayPalSetup
from pms_bridge.connections import PayPalAccount
from pms_bridge.payment_accounts import partner_client
from pms_bridge.payments.carrier import PaymentCarrier
from pms_bridge.paypal.platform import PayPalPlatform
from pms_bridge.paypal.provider import PayPal
from tests.support.paying import AIGLE, ORDER, PAYMENT, Till, check, settle, start

MERCHANT = PayPalMerchant(
    property_id=AIGLE, client_id="aigle", client_secret="of the eagle", webhook_id="WH-AIGLE"
)
QUICK = 1.0


@pytest.fixture
async def account(partners: PartnersClient, partners_running: Any) -> PayPalAccount:
    await partners.load_paypal(PayPalSetup(merchants=[MERCHANT]))
    await partners.paypal_behaves(PayPalConduct(webhooks="none"))
    return PayPalAccount(
        api=HttpUrl(partners_running.http_url),
        client_id=MERCHANT.client_id,
        client_secret=SecretStr(MERCHANT.client_secret),
        webhook_id=MERCHANT.webhook_id,
        timeout_seconds=QUICK,
    )


@pytest.fixture
async def carrier(account: PayPalAccount) -> AsyncIterator[PaymentCarrier]:
    client = partner_client(account.timeout_seconds)
    provider = PayPal(PayPalPlatform(account, client))
    yield PaymentCarrier({(PaymentMeans.PAYPAL, AIGLE): provider})
    await client.aclose()


async def approved(till: Till, answer: str = "approve") -> str:
    """The guest goes where they are led, decides, and is led back; where to."""
    (opened,) = (event for event in till.told if isinstance(event, PaymentOpened))
    async with httpx.AsyncClient(trust_env=False) as browser:
        page = await browser.get(opened.pay_at)
        assert "52.00 EUR" in page.text
        there = opened.pay_at.replace("/checkoutnow?", f"/checkoutnow/{answer}?")
        back = await browser.post(there)
    assert back.status_code == 303
    location: str = back.headers["location"]
    return location


async def moves(partners: PartnersClient) -> Counter[tuple[str, str]]:
    found = [one for one in await partners.paypal_moves() if one.custom_id == f"{ORDER}.{PAYMENT}"]
    return Counter((one.step, one.value) for one in found)


@pytest.mark.feature("R57")
async def test_a_guest_pays_at_paypal_and_the_hut_has_the_money_once(
    partners: PartnersClient, carrier: PaymentCarrier
) -> None:
    till = Till()
    till.tell(start())
    await till.work(carrier)
    till.tell(check())
    await till.work(carrier)
    assert till.kinds() == ["PaymentOpened"]
    back = await approved(till)
    assert back.startswith("https://comptoir.example/guest/stays/abc?lang=fr&payment=back&token=")
    till.tell(check())
    await till.work(carrier)
    assert await moves(partners) == {("authorise", "52.00"): 1}
    till.tell(settle(5200))
    await till.work(carrier)
    assert await moves(partners) == {("authorise", "52.00"): 1, ("capture", "52.00"): 1}
    assert till.kinds() == ["PaymentOpened", "PaymentAuthorised", "PaymentSettled"]
    till.tell(settle(2000))
    await till.work(carrier)
    assert (await moves(partners))[("refund", "32.00")] == 1
    settled = till.told[-1]
    assert isinstance(settled, PaymentSettled)
    assert (settled.kept, settled.refunded) == (2000, 3200)


async def paid(till: Till, carrier: PaymentCarrier, *, until: int) -> None:
    """The whole way, as far as `until` of its five parts."""
    for part in range(until):
        match part:
            case 0:
                till.tell(start())
            case 1:
                await approved(till)
                till.tell(check())
            case 2:
                till.tell(settle(5200))
            case 3:
                till.tell(settle(3000))
            case _:
                till.tell(settle(0))
        await till.work(carrier)


LOST = [
    Fault(method="POST", lose_answer_rate=1, times=1),
    Fault(method="POST", lose_answer_rate=1, lose_answer_by="status", times=1),
    Fault(method="POST", status=503, times=1),
    Fault(method="GET", status=500, times=1),
    Fault(method="GET", lose_answer_rate=1, times=1),
    Fault(status=429, times=2),
    Fault(status=401, times=2),
]


@pytest.mark.promise("money moves once")
@pytest.mark.feature("R57")
@pytest.mark.parametrize("fault", LOST, ids=lambda fault: f"{fault.method}-{fault.status}")
async def test_an_answer_that_is_lost_moves_the_money_no_second_time(
    partners: PartnersClient, carrier: PaymentCarrier, fault: Fault
) -> None:
    till = Till()
    for part in range(1, 6):
        await partners.set_faults(Partner.PAYPAL, fault)
        if part == 1:
            till.tell(start())
        elif part == 2:
            await approved(till)
            till.tell(check())
        else:
            till.tell(settle((5200, 3000, 0)[part - 3]))
        await till.work(carrier)
    assert await moves(partners) == {
        ("authorise", "52.00"): 1,
        ("capture", "52.00"): 1,
        ("refund", "22.00"): 1,
        ("refund", "30.00"): 1,
    }


async def test_what_is_not_wanted_is_voided_once_and_never_taken(
    partners: PartnersClient, carrier: PaymentCarrier
) -> None:
    till = Till()
    await paid(till, carrier, until=2)
    lost = Fault(method="POST", path_contains="/void", lose_answer_rate=1, times=1)
    await partners.set_faults(Partner.PAYPAL, lost)
    till.tell(settle(0))
    await till.work(carrier)
    assert await moves(partners) == {("authorise", "52.00"): 1, ("void", "52.00"): 1}
    settled = till.told[-1]
    assert isinstance(settled, PaymentSettled)
    assert settled.kept == 0


async def test_a_guest_whose_bank_declines_has_paid_nothing(
    partners: PartnersClient, carrier: PaymentCarrier
) -> None:
    await partners.paypal_behaves(PayPalConduct(decline_authorise=True, webhooks="none"))
    till = Till()
    await paid(till, carrier, until=2)
    failed = till.told[-1]
    assert isinstance(failed, PaymentFailed)
    assert failed.problem is PaymentProblem.DECLINED
    assert await moves(partners) == {}


async def test_a_capture_that_paypal_refuses_leaves_nothing_held(
    partners: PartnersClient, carrier: PaymentCarrier
) -> None:
    await partners.paypal_behaves(PayPalConduct(decline_capture=True, webhooks="none"))
    till = Till()
    await paid(till, carrier, until=3)
    assert isinstance(till.told[-1], PaymentFailed)
    till.tell(settle(0))
    await till.work(carrier)
    assert await moves(partners) == {("authorise", "52.00"): 1, ("void", "52.00"): 1}


async def test_a_guest_who_does_not_pay_is_led_back_and_nothing_is_held(
    partners: PartnersClient, carrier: PaymentCarrier
) -> None:
    till = Till()
    await paid(till, carrier, until=1)
    assert "payment=given-up" in await approved(till, "cancel")
    till.tell(check())
    await till.work(carrier)
    assert not any(isinstance(event, PaymentAuthorised) for event in till.told)
    assert await moves(partners) == {}


async def test_a_hut_without_an_account_takes_no_payments() -> None:
    till = Till()
    till.tell(start())
    await till.work(PaymentCarrier({}))
    failed = till.told[-1]
    assert isinstance(failed, PaymentFailed)
    assert failed.problem is PaymentProblem.NOT_CONNECTED
