"""The demo hotel: its partners' accounts, its sheet, the people who sign in."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from comptoir_local.demo_huts.furnishing import HUT_IDS
from comptoir_local.engines.waiting import until
from comptoir_local.own_secrets import OwnSecrets
from comptoir_local.processes import SMS_SENDER
from comptoir_local.trouble import Trouble
from partners.client import PartnersClient
from partners.connections import LIMITS
from partners.demo_data import House, house
from partners.opera.model import Environment, OperaSetup
from partners.ordering_page.model import PageSetup, PartnerAccess
from partners.paybox.model import PayboxMerchant, PayboxSetup
from partners.paypal.model import PayPalMerchant, PayPalSetup
from partners.sms.model import SmsAccount, SmsSetup
from partners.uber.model import Account, UberSetup
from partners.vault.model import VaultMerchant, VaultSetup

PROPERTY_ID = "hotel-lumiere"
PARTNER_ID = "demo-page"
ACCOUNT = "lumiere"
SHEET: dict[str, Any] = {
    "name": "Hôtel Lumière",
    "kind": "hotel",
    "languages": ["fr", "en", "it", "de", "es"],
    "currency": "EUR",
    "time_zone": "Europe/Paris",
    "integrations": {"pms": "two_way", "delivery": True},
    "order_mail": ["reception@lumiere.example"],
}
DIRECTION = "direction@lumiere.example"
DIRECTION_PHONE = "+33639987100"
WARDEN = "gardien@lumiere.example"
_AT_HUTS = dict.fromkeys(HUT_IDS, "warden")
# Name, mail, roles by property, and whether the person runs the installation.
PEOPLE: tuple[tuple[str, str, dict[str, str], bool], ...] = (
    ("Réception", "reception@lumiere.example", {PROPERTY_ID: "reception"}, False),
    ("Direction", DIRECTION, dict.fromkeys((PROPERTY_ID, *HUT_IDS), "manager"), False),
    ("Exploitation", "operations@lumiere.example", {PROPERTY_ID: "manager"}, True),
    ("Gardienne", WARDEN, _AT_HUTS, False),
)
UBER_CUSTOMER = {"customer_id": "cus-lumiere", "client_id": "demo", "client_secret": "demo"}


@dataclass(frozen=True)
class Secrets:
    """Made once per installation and kept in a file that only its owner reads."""

    password: str
    key: str

    @classmethod
    def of(cls, folder: Path) -> Secrets:
        path = folder / "demo-secrets.json"
        if path.exists():
            return cls(**json.loads(path.read_text()))
        made = cls(secrets.token_urlsafe(9), f"cmp_{secrets.token_urlsafe(32)}")
        path.touch(mode=0o600)
        path.write_text(json.dumps({"password": made.password, "key": made.key}))
        return made


async def load_partners(
    client: PartnersClient, known: dict[str, Any], bridge_url: str, courier_speed: float
) -> House:
    """Give the simulators the accounts of the bridge's connections, and the hotel its guests."""
    opera, uber = known["opera"][PROPERTY_ID], known["uber_direct"][ACCOUNT]
    tonight = house(datetime.now(UTC).date(), opera["hotel_id"])
    credentials = {name: opera[name] for name in ("client_id", "client_secret", "app_key", "scope")}
    environment = Environment(username="unused", password=secrets.token_hex(8), **credentials)
    await client.point_at_bridge(bridge_url)
    await client.load_opera(OperaSetup(environment=environment, hotels=[tonight.hotel]))
    account = Account(
        name=ACCOUNT,
        signing_keys=uber["signing_keys"],
        speed=courier_speed,
        customer_id=UBER_CUSTOMER["customer_id"],
        client_id=UBER_CUSTOMER["client_id"],
        client_secret=UBER_CUSTOMER["client_secret"],
    )
    await client.load_uber(UberSetup(accounts=[account]))
    page = PartnerAccess(
        partner_id=PARTNER_ID,
        secrets=known["ordering_pages"][PARTNER_ID]["secrets"],
        callback_secret=known["ordering_pages"][PARTNER_ID].get("callback_secret"),
        uber_customer_id=UBER_CUSTOMER["customer_id"],
        uber_client_id=UBER_CUSTOMER["client_id"],
        uber_client_secret=UBER_CUSTOMER["client_secret"],
    )
    await client.load_ordering_pages(PageSetup(partners=[page]))
    await client.load_paypal(_merchants(known))
    await client.load_paybox(_card_merchants(known))
    await client.load_vault(_keepers(known))
    return tonight


def _merchants(known: dict[str, Any]) -> PayPalSetup:
    """Each hut's account at the simulated PayPal."""
    accounts: dict[str, dict[str, Any]] = known.get("paypal", {})
    fields = ("client_id", "client_secret", "webhook_id")
    merchants = [
        PayPalMerchant(property_id=id, **{name: account[name] for name in fields})
        for id, account in accounts.items()
    ]
    return PayPalSetup(merchants=merchants)


def _card_merchants(known: dict[str, Any]) -> PayboxSetup:
    """Each hut's account at the simulated Paybox."""
    accounts: dict[str, dict[str, Any]] = known.get("paybox", {})
    fields = ("site", "rang", "identifiant", "hmac_key", "direct_key")
    merchants = [
        PayboxMerchant(property_id=id, **{name: account[name] for name in fields})
        for id, account in accounts.items()
    ]
    return PayboxSetup(merchants=merchants)


def _keepers(known: dict[str, Any]) -> VaultSetup:
    """Each hut's account at the simulated card vault."""
    accounts: dict[str, dict[str, Any]] = known.get("card_vault", {})
    merchants = [
        VaultMerchant(property_id=id, **{name: account[name] for name in ("key", "webhook_secret")})
        for id, account in accounts.items()
    ]
    return VaultSetup(merchants=merchants)


async def load_sms_account(client: PartnersClient, own: OwnSecrets) -> None:
    """Give the simulated SMS service this installation's account."""
    account = SmsAccount(
        account_sid=own.sms_account, auth_token=own.sms_token, senders=[SMS_SENDER]
    )
    await client.load_sms(SmsSetup(accounts=[account]))


async def add_people(made: Secrets) -> None:
    """The loader's key and the demo's people, through the gateway's own command."""
    loader = ["add-key", "--name", "loader", "--key-stdin", "--operations"]
    await _admin([*loader, *_roles({PROPERTY_ID: "reception", **_AT_HUTS})], made.key)
    for name, mail, roles, operations in PEOPLE:
        arguments = ["add-user", "--mail", mail, "--name", name, "--password-stdin"]
        await _admin([*arguments, *_roles(roles), *["--operations"] * operations], made.password)


def _roles(roles: Mapping[str, str]) -> list[str]:
    return [text for at, role in roles.items() for text in ("--role", f"{at}={role}")]


async def _admin(arguments: list[str], secret: str) -> None:
    command = [sys.executable, "-m", "gateway.access.admin", *arguments]
    running = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=os.environ,
    )
    _, err = await running.communicate(f"{secret}\n".encode())
    if running.returncode:
        raise Trouble(f"{arguments[0]} failed.", err.decode(errors="replace")[-2000:])


async def define_property(gateway: httpx.AsyncClient) -> None:
    """Define the hotel, and wait until the other services know it too.

    Raises Trouble with the gateway's own words where it refuses.
    """
    version = hashlib.sha256(json.dumps(SHEET, sort_keys=True).encode()).hexdigest()[:32]
    answer = await gateway.put(
        f"/api/v1/properties/{PROPERTY_ID}", json=SHEET, headers={"Idempotency-Key": version}
    )
    if answer.status_code not in (200, 201, 202):
        raise Trouble("The gateway did not take the demo hotel.", answer.text)

    async def known() -> bool:
        return (await gateway.get(f"/api/v1/properties/{PROPERTY_ID}")).status_code == 200

    await until("The demo hotel", known)


def gateway_client(url: str, key: str) -> httpx.AsyncClient:
    """A client of the back-office API with the loader's key."""
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.AsyncClient(
        base_url=url, headers=headers, limits=LIMITS, timeout=30, trust_env=False
    )
