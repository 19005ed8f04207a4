"""A hut's account at the simulated Paybox, and a guest who is led to its page and back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import httpx
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)
from pydantic import HttpUrl, SecretStr

from contracts.payments import FormField, PaymentOpened
from partners.client import PartnersClient
from partners.paybox.keys import PRIVATE_KEY
from partners.paybox.model import PayboxMerchant
from pms_bridge.connections import PayboxAccount
from tests.support.paying import AIGLE, ORDER, PAYMENT

MERCHANT = PayboxMerchant(
    property_id=AIGLE,
    site="1999888",
    rang="032",
    identifiant="110647233",
    hmac_key="0123456789ABCDEF" * 8,
    direct_key="1999888I-direct",
)
_ACTION = re.compile(r'action="([^"]+)/pay"')


def public_key() -> str:
    key = load_pem_private_key(PRIVATE_KEY.encode(), password=None).public_key()
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def account(partners_url: str, bridge_url: str = "http://127.0.0.1:1") -> PayboxAccount:
    return PayboxAccount(
        page=HttpUrl(f"{partners_url}/cgi/MYchoix_pagepaiement.cgi"),
        direct=HttpUrl(f"{partners_url}/PPPS.php"),
        site=MERCHANT.site,
        rang=MERCHANT.rang,
        identifiant=MERCHANT.identifiant,
        hmac_key=SecretStr(MERCHANT.hmac_key),
        direct_key=SecretStr(MERCHANT.direct_key),
        public_key=public_key(),
        answered_to=HttpUrl(f"{bridge_url}/webhooks/paybox"),
        receipts_to="caisse@aigle.example",
        settle_seconds=0.5,
        timeout_seconds=1,
    )


async def on_the_page(
    pay_at: str, form: Iterable[FormField], answer: str = "pay"
) -> httpx.Response:
    """The guest's browser posts the form, they decide, and are led back; the page's refusal where
    it shows them nothing to pay."""
    async with httpx.AsyncClient(trust_env=False) as browser:
        fields = {field.name: field.value for field in form}
        page = await browser.post(pay_at, data=fields)
        found = _ACTION.search(page.text)
        if found is None:
            return page
        return await browser.post(f"{httpx.URL(pay_at).join(found.group(1))}/{answer}")


async def visited(told: Iterable[object], answer: str = "pay") -> httpx.Response:
    (opened,) = (event for event in told if isinstance(event, PaymentOpened))
    return await on_the_page(opened.pay_at, opened.form, answer)


async def moves(partners: PartnersClient) -> Counter[tuple[str, int]]:
    """All that was done with the guest's money for the payment under test."""
    found = await partners.paybox_moves()
    own = (one for one in found if one.reference.startswith(f"{ORDER}.{PAYMENT}"))
    return Counter((one.step, one.amount) for one in own)
