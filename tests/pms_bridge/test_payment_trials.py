"""A warden has the account at a provider tried: it answers, it refuses, or there is none."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pydantic import HttpUrl, SecretStr

from chassis.effects import Done
from contracts.payment_trials import PaymentsTried
from contracts.selling import PaymentMeans
from partners.client import PartnersClient
from partners.paybox.model import PayboxSetup
from partners.paypal.model import PayPalMerchant, PayPalSetup
from partners.vault.model import VaultSetup
from pms_bridge.connections import CardVault, Connections, PayboxAccount, PayPalAccount
from pms_bridge.payment_accounts import Providers
from pms_bridge.payments.trials import AccountTrial, TryAccount
from tests.support.paybox import MERCHANT as PAYBOX
from tests.support.paybox import account as paybox_account
from tests.support.paying import AIGLE, attempt

PAYPAL = PayPalMerchant(
    property_id=AIGLE, client_id="aigle", client_secret="of the eagle", webhook_id="WH-AIGLE"
)
VAULT_KEY = "key of the eagle"


def connections(url: str, *, wrong: bool) -> Connections:
    secret = "another" if wrong else PAYPAL.client_secret
    paybox = paybox_account(url)
    if wrong:
        fields: dict[str, Any] = dict(paybox) | {"direct_key": SecretStr("another key")}
        paybox = PayboxAccount.model_validate(fields)
    return Connections(
        paypal={
            AIGLE: PayPalAccount(
                api=HttpUrl(url),
                client_id=PAYPAL.client_id,
                client_secret=SecretStr(secret),
                webhook_id=PAYPAL.webhook_id,
            )
        },
        paybox={AIGLE: paybox},
        card_vault={
            AIGLE: CardVault(
                api=HttpUrl(f"{url}/vault-api"),
                keeper="Coffre Alpin",
                key=SecretStr("a key of nobody here" if wrong else VAULT_KEY),
                webhook_secret=SecretStr("of the vault of the eagle"),
            )
        },
    )


async def tried(known: Connections, means: PaymentMeans) -> PaymentsTried:
    providers = Providers.of(known)
    trial = AccountTrial(providers.by_means)
    assert trial.deadline > timedelta()
    work = TryAccount(property_id=AIGLE, request_id="r-1", means=means)
    ending = await trial.carry(work, attempt())
    for client in providers.clients:
        await client.aclose()
    assert isinstance(ending, Done)
    (report,) = ending.reports
    assert isinstance(report, PaymentsTried)
    return report


@pytest.mark.feature("R57")
@pytest.mark.parametrize("means", PaymentMeans)
@pytest.mark.parametrize("wrong", [False, True], ids=["right", "wrong"])
async def test_an_account_that_is_let_in_works_and_another_says_why_not(
    partners: PartnersClient, partners_running: Any, means: PaymentMeans, wrong: bool
) -> None:
    await partners.load_paypal(PayPalSetup(merchants=[PAYPAL]))
    await partners.load_paybox(PayboxSetup(merchants=[PAYBOX]))
    vault = {"property_id": AIGLE, "key": VAULT_KEY, "webhook_secret": "of the vault"}
    await partners.load_vault(VaultSetup.model_validate({"merchants": [vault]}))
    report = await tried(connections(partners_running.http_url, wrong=wrong), means)
    assert (report.connected, report.works) == (True, not wrong)
    assert bool(report.detail) is wrong


async def test_a_means_without_an_account_is_not_connected() -> None:
    report = await tried(Connections(), PaymentMeans.PAYBOX)
    assert (report.connected, report.works) == (False, False)
