"""Fixtures of the bridge's tests: the simulated PMS and our side of it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from chassis.service import Service
from partners.client import PartnersClient
from partners.running import Running
from pms_bridge.app import build
from pms_bridge.connections import OperaConnection
from pms_bridge.settings import Settings
from tests.partners.opera_caller import ENVIRONMENT, opera_setup_of_today
from tests.support.deliveries import PROPERTY
from tests.support.opera import OurSide, connection
from tests.support.partners import partners, partners_running

__all__ = ["partners", "partners_running"]


@pytest.fixture
async def pms(partners: PartnersClient) -> PartnersClient:
    """The control of a PMS with one small hotel (see `opera_setup`), whose business date is today's
    as the journal is asked for days around now."""
    await partners.load_opera(opera_setup_of_today())
    return partners


@pytest.fixture
async def connect() -> AsyncIterator[Callable[[OperaConnection], OurSide]]:
    """Makes our side of a connection, and closes it in the end."""
    made: list[OurSide] = []

    def make(of: OperaConnection) -> OurSide:
        made.append(OurSide(of))
        return made[-1]

    yield make
    for side in made:
        await side.client.aclose()


@pytest.fixture
def opera(
    pms: PartnersClient,
    partners_running: Running,
    connect: Callable[[OperaConnection], OurSide],
) -> OurSide:
    """Our side of the simulated hotel."""
    return connect(connection(partners_running.http_url))


@pytest.fixture
def bridge(pms: PartnersClient, partners_running: Running, tmp_path: Path) -> Service:
    """The whole bridge, connected to the simulated hotel."""
    example = (
        Path(__file__).resolve().parents[2]
        / "deploy/local/src/comptoir_local/connections.example.json"
    )
    connections = json.loads(example.read_text())
    connections["opera"][PROPERTY] |= {
        "gateway": partners_running.http_url,
        "client_secret": ENVIRONMENT.client_secret,
        "settle_seconds": 1,
        "timeout_seconds": 2,
    }
    path = tmp_path / "connections.json"
    path.write_text(json.dumps(connections))
    return build(Settings(connections=path))
