"""A bench on the real engines for each test of the chassis."""

from collections.abc import AsyncIterator

import pytest

from comptoir_local.engines.addresses import EngineAddresses
from tests.support.bench import Bench


@pytest.fixture
async def bench(engines: EngineAddresses, namespace: str) -> AsyncIterator[Bench]:
    bench = Bench(engines, namespace)
    yield bench
    await bench.close()
