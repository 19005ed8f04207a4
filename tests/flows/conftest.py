"""One whole installation for the journeys: five services, the partners, the demo hotel."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from comptoir_local.demo_hotel import DIRECTION, Secrets, gateway_client, load_partners
from comptoir_local.demo_reception import Reception, signed_in
from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.processes import Installation
from partners.client import PartnersClient
from partners.demo_data import House
from tests.support.desk import Desk
from tests.support.installations import whole_installation


@pytest.fixture(scope="package")
async def installation(
    engines: EngineAddresses, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Installation]:
    """Everything `comptoir up` starts, on the test run's engines; it ends with the last test of
    this folder: six idle processes would slow down all tests after it."""
    folder = tmp_path_factory.mktemp("flows")
    async with whole_installation(engines, folder, "flows-") as installation:
        yield installation


@pytest.fixture(scope="package")
def connections(installation: Installation) -> dict[str, Any]:
    known: dict[str, Any] = json.loads(Path(installation.connections).read_text())
    return known


@pytest.fixture
async def partners(
    installation: Installation, connections: dict[str, Any]
) -> AsyncIterator[PartnersClient]:
    """The simulators, well-behaved at the start of every test."""
    async with PartnersClient(installation.partners_url) as client:
        await client.clear_faults()
        yield client


@pytest.fixture
async def hotel(
    installation: Installation, partners: PartnersClient, connections: dict[str, Any]
) -> House:
    """The demo hotel, whose couriers move only when they are told to."""
    bridge = f"http://127.0.0.1:{installation.ports.pms_bridge}"
    return await load_partners(partners, connections, bridge, courier_speed=0)


@pytest.fixture
async def api(installation: Installation) -> AsyncIterator[httpx.AsyncClient]:
    """The back-office API, as the demo hotel's reception."""
    key = Secrets.of(installation.home.root).key
    async with gateway_client(installation.public_url, key) as client:
        yield client


@pytest.fixture
def desk(api: httpx.AsyncClient, partners: PartnersClient, hotel: House) -> Desk:
    return Desk(api, partners, hotel)


@pytest.fixture
def reception(api: httpx.AsyncClient, partners: PartnersClient) -> Reception:
    return Reception(api, partners)


@pytest.fixture
async def direction(
    installation: Installation, partners: PartnersClient
) -> AsyncIterator[Reception]:
    """The direction, signed in at a browser; it wishes to be told of nothing."""
    password = Secrets.of(installation.home.root).password
    async with signed_in(installation.public_url, DIRECTION, password) as client:
        signed = Reception(client, partners)
        nothing = {"language": "fr", "wishes": {}}
        await signed.ask("PUT", "/api/v1/me/notifications", nothing)
        yield signed
        await signed.ask("PUT", "/api/v1/me/notifications", nothing)
