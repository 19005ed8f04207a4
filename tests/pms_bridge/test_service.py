"""The whole bridge on the real engines, its PMS simulated at the other end of real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from chassis.service import Service
from comptoir_local.engines.addresses import EngineAddresses
from contracts import topics
from contracts.billing import FolioPosted, FolioPostingUnknown, FolioSettled
from contracts.properties import PropertyState
from partners.client import PartnersClient
from partners.faults import Fault, Partner
from tests.support.bench import Bench, eventually
from tests.support.deliveries import ORDER, PROPERTY, sheet
from tests.support.folios import NOTHING, euros, target


@pytest.fixture
async def bench(engines: EngineAddresses, namespace: str) -> AsyncIterator[Bench]:
    made = Bench(engines, namespace)
    yield made
    await made.close()


async def told(bench: Bench) -> list[str]:
    """The types of what the bridge has said about folios, in order."""
    return [record.type for record in await bench.published(topics.BRIDGE_FOLIO_EVENTS)]


@pytest.mark.promise("unknown postings are looked up, never repeated blindly")
async def test_a_lost_answer_ends_in_one_posting_and_a_reversal_takes_it_back(
    bench: Bench, bridge: Service, pms: PartnersClient
) -> None:
    await bench.create_topics(bridge)
    lost = Fault(method="POST", path_contains="/charges", times=1, lose_answer_rate=1)
    await pms.set_faults(Partner.OPERA, lost)
    async with bench.running(bridge):
        # The target overtakes the property: the posting waits for it.
        await bench.send(target(euros(2200, 300)), sequence=1)
        await bench.send(PropertyState(property_id=PROPERTY, sheet=sheet()), sequence=1)

        async def settled() -> bool:
            return FolioSettled.TYPE in await told(bench)

        await eventually(settled, "the folio is settled")
        assert await told(bench) == [FolioPostingUnknown.TYPE, FolioPosted.TYPE, FolioSettled.TYPE]
        assert sum(line.amount for line in await pms.postings()) == 2500

        await bench.send(target(NOTHING), sequence=2)

        async def settled_again() -> bool:
            return (await told(bench)).count(FolioSettled.TYPE) == 2

        await eventually(settled_again, "the folio is empty")
    lines = await pms.postings()
    assert [line.amount for line in lines] == [2200, 300, -2200, -300]
    assert {line.reservation_id for line in lines} == {"934171"}
    assert {record.key for record in await bench.published(topics.BRIDGE_FOLIO_EVENTS)} == {ORDER}
