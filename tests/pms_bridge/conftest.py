"""Fixtures of the bridge's tests: the simulated PMS and our side of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from partners.client import PartnersClient
from partners.running import Running
from pms_bridge.connections import OperaConnection
from tests.partners.opera_caller import opera_setup
from tests.support.opera import OurSide, connection
from tests.support.partners import partners, partners_running

__all__ = ["partners", "partners_running"]


@pytest.fixture
async def pms(partners: PartnersClient) -> PartnersClient:
    """The control of a PMS with one small hotel (see `opera_setup`), whose business date is today's
    as the journal is asked for days around now."""
    setup = opera_setup()
    hotels = [hotel.model_copy(update={"business_date": None}) for hotel in setup.hotels]
    await partners.load_opera(setup.model_copy(update={"hotels": hotels}))
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
