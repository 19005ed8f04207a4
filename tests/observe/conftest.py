"""One whole installation that is watched: its traces are collected, its logs say all they can."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from comptoir_local.demo_hotel import Secrets, gateway_client, load_partners
from comptoir_local.engines.addresses import EngineAddresses
from comptoir_local.processes import Installation
from partners.client import PartnersClient
from tests.support.collector import Collector, collecting
from tests.support.desk import Desk
from tests.support.installations import whole_installation


@pytest.fixture(scope="package")
def collector() -> Iterator[Collector]:
    with collecting() as collector:
        yield collector


@pytest.fixture(scope="package")
async def installation(
    engines: EngineAddresses, collector: Collector, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Installation]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        environment.setenv("OTEL_BSP_SCHEDULE_DELAY", "200")
        environment.setenv("COMPTOIR_LOG_LEVEL", "DEBUG")
        folder = tmp_path_factory.mktemp("observe")
        async with whole_installation(engines, folder, "observe-") as installation:
            yield installation


@pytest.fixture(scope="package")
def connections(installation: Installation) -> dict[str, Any]:
    known: dict[str, Any] = json.loads(Path(installation.connections).read_text())
    return known


@pytest.fixture(scope="package")
async def partners(installation: Installation) -> AsyncIterator[PartnersClient]:
    async with PartnersClient(installation.partners_url) as client:
        yield client


@pytest.fixture(scope="package")
async def api(installation: Installation) -> AsyncIterator[httpx.AsyncClient]:
    """The back-office API, as the demo hotel's reception."""
    key = Secrets.of(installation.home.root).key
    async with gateway_client(installation.public_url, key) as client:
        yield client


@pytest.fixture(scope="package")
async def desk(
    installation: Installation,
    connections: dict[str, Any],
    partners: PartnersClient,
    api: httpx.AsyncClient,
) -> Desk:
    """The demo hotel, whose couriers move only when they are told to."""
    bridge = f"http://127.0.0.1:{installation.ports.pms_bridge}"
    hotel = await load_partners(partners, connections, bridge, courier_speed=0)
    return Desk(api, partners, hotel)
