"""The partners' simulators in this process, on free ports, and a client of their control API."""

from collections.abc import AsyncIterator

import pytest

from partners.client import PartnersClient
from partners.running import Running, running
from partners.settings import Address, Settings


@pytest.fixture(scope="session")
async def partners_running() -> AsyncIterator[Running]:
    """The servers; they point at no bridge until a test says where it is."""
    free = Address("127.0.0.1", 0)
    settings = Settings(http=free, smtp=free, bridge_url="http://127.0.0.1:1", seed=1)
    async with running(settings) as servers:
        yield servers


@pytest.fixture
async def partners(partners_running: Running) -> AsyncIterator[PartnersClient]:
    """A client of simulators that hold nothing yet."""
    async with PartnersClient(partners_running.http_url) as client:
        await client.reset()
        yield client
        await client.reset()
