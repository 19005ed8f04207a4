"""Fixtures of the simulators' own tests."""

from collections.abc import AsyncIterator

import httpx
import pytest

from partners.client import PartnersClient
from partners.running import Running
from tests.partners.listening_bridge import ListeningBridge, listening_bridge
from tests.partners.opera_caller import OperaCaller, opera_setup
from tests.support.partners import partners, partners_running

__all__ = ["partners", "partners_running"]


@pytest.fixture(scope="session")
async def bridge_server() -> AsyncIterator[ListeningBridge]:
    async with listening_bridge() as bridge:
        yield bridge


@pytest.fixture
async def bridge(
    bridge_server: ListeningBridge, partners: PartnersClient
) -> AsyncIterator[ListeningBridge]:
    """Something that listens where our bridge would, and that the simulators are pointed at."""
    bridge_server.forget()
    await partners.point_at_bridge(bridge_server.url)
    yield bridge_server
    await partners.point_at_bridge("http://127.0.0.1:1")


@pytest.fixture
async def wire(partners_running: Running) -> AsyncIterator[httpx.AsyncClient]:
    """A caller of the partners' published APIs."""
    async with httpx.AsyncClient(base_url=partners_running.http_url, trust_env=False) as client:
        yield client


@pytest.fixture
async def opera(partners: PartnersClient, wire: httpx.AsyncClient) -> OperaCaller:
    """A signed-in caller of OPERA Cloud with one small hotel loaded."""
    await partners.load_opera(opera_setup())
    caller = OperaCaller(wire)
    await caller.sign_in()
    return caller
