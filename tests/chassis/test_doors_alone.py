"""A process that only has doors: it tails and publishes, and owns nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chassis import rows
from tests.chassis.looking import until_told
from tests.chassis.tally import tally_service, told
from tests.chassis.test_reporting import reports
from tests.support.bench import Bench, eventually


@pytest.mark.promise("one owner")
async def test_doors_are_ready_without_owning_and_handle_nothing(bench: Bench) -> None:
    service = tally_service()
    await bench.create_topics(service)
    await bench.send(told("order-1", "a"))
    async with bench.running(replace(service, consumes=False)) as engine:
        assert await engine.standing.ready() == {"mongodb": None, "kafka": None, "tails": None}
        assert engine.standing.live() == {"loop": None}

        async def reported() -> bool:
            return bool(await reports(bench))

        await eventually(reported, "it tells how it is")
        (first, *_) = await reports(bench)
        assert (first.partitions, first.topics) == (0, ())
        assert await bench.database(service).count(rows.OWNERSHIP, {}) == 0
        # Beside one that consumes it takes no partition away.
        async with bench.running(service) as owner:
            await until_told(bench, service, "order-1", ["a"])
            assert owner.standing.known()["assignment"] is None
            owned = await bench.database(service).find(rows.OWNERSHIP, {})
            assert {row["epoch"] for row in owned} == {1}
