"""The accounts at payment providers that the connections file names, ready to be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import httpx

from chassis.calling import Caller
from contracts.message import PropertyId
from contracts.selling import PaymentMeans
from pms_bridge.connections import Connections
from pms_bridge.paybox.direct import PayboxDirect
from pms_bridge.paybox.provider import Paybox
from pms_bridge.payments.provider import Provider
from pms_bridge.paypal.platform import PayPalPlatform
from pms_bridge.paypal.provider import PayPal
from pms_bridge.vault.vault import Vault

# An idle connection that the other side closes under a request leaves that request's fate unknown.
_IDLE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Providers:
    """By means and property. `paypal` also verifies its own webhooks; `clients` are closed at the
    end. Each account has a pool of its own, so that one's trouble does not hold up another's
    guests."""

    by_means: Mapping[tuple[PaymentMeans, PropertyId], Provider]
    paypal: Mapping[PropertyId, PayPalPlatform]
    clients: Sequence[httpx.AsyncClient]

    @classmethod
    def of(cls, connections: Connections) -> Self:
        clients: list[httpx.AsyncClient] = []
        found: dict[tuple[PaymentMeans, PropertyId], Provider] = {}
        platforms: dict[PropertyId, PayPalPlatform] = {}

        def client(seconds: float) -> httpx.AsyncClient:
            clients.append(partner_client(seconds))
            return clients[-1]

        for id, account in connections.paypal.items():
            platforms[id] = PayPalPlatform(account, client(account.timeout_seconds))
            found[PaymentMeans.PAYPAL, id] = PayPal(platforms[id])
        for id, till in connections.paybox.items():
            direct = PayboxDirect(till, client(till.timeout_seconds))
            found[PaymentMeans.PAYBOX, id] = Paybox(direct)
        for id, vault in connections.card_vault.items():
            found[PaymentMeans.CARD_CAPTURE, id] = Vault(vault, client(vault.timeout_seconds))
        return cls(found, platforms, clients)


def partner_client(seconds: float) -> httpx.AsyncClient:
    """Of a call that may take so long."""
    return Caller(
        timeout=httpx.Timeout(seconds, connect=seconds / 2, pool=seconds / 2),
        limits=httpx.Limits(max_connections=32, keepalive_expiry=_IDLE_SECONDS),
        trust_env=False,
    )
