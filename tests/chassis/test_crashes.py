"""A process dies or is overtaken at each step; the next owner finishes: all once, in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from pymongo import MongoClient

from chassis import rows
from chassis.identity import partition_of
from chassis.service import Service
from chassis.settings import database_name
from chassis.steps import Step
from comptoir_local.engines.addresses import EngineAddresses
from contracts import topics
from tests.chassis.looking import Dying, entries, events, until_rows, until_told
from tests.chassis.tally import tally_service, told
from tests.support.bench import PATIENCE, Bench, eventually, shared_bench

SERVICE = tally_service()


@pytest.fixture(scope="module")
async def bench(engines: EngineAddresses) -> AsyncIterator[Bench]:
    """One bench for all tests here: each uses orders of its own."""
    async with shared_bench(engines, SERVICE) as bench:
        yield bench


def in_order_of_first_sight(sequences: Sequence[int | None]) -> list[int | None]:
    return list(dict.fromkeys(sequences))


CHAINS = [
    (Step.BATCH_READ,),
    (Step.BATCH_DECIDED,),
    (Step.BATCH_COMMITTED,),
    (Step.OUTBOX_SENT,),
    (Step.OUTBOX_MARKED,),
    (Step.BATCH_COMMITTED, Step.RECOVERY_CLAIMED),
    (Step.BATCH_COMMITTED, Step.RECOVERY_PUBLISHED),
]


@pytest.mark.parametrize("steps", CHAINS, ids="-then-".join)
@pytest.mark.promise("nothing lost")
@pytest.mark.promise("nothing doubled")
@pytest.mark.promise("in order")
async def test_a_crash_at_any_step_loses_doubles_and_reorders_nothing(
    bench: Bench, steps: tuple[Step, ...]
) -> None:
    orders = [f"{'-'.join(steps)}-{n}" for n in range(3)]
    notes = [str(n) for n in range(8)]
    for note in notes:
        for order in orders:
            await bench.send(told(order, note))
    for step in steps:
        dying = Dying(step)
        async with bench.running(SERVICE, reached=dying, graceful=False, wait=False):
            await asyncio.wait_for(dying.dead.wait(), PATIENCE)
    async with bench.running(SERVICE):
        for order in orders:
            await bench.send(told(order, "last"))
            await until_told(bench, SERVICE, order, [*notes, "last"])
    for order in orders:
        found = await events(bench, order)
        assert in_order_of_first_sight([e.sequence for e in found]) == list(range(1, 10))
        assert len({event.headers["ce_id"] for event in found}) == 9
        if steps != (Step.OUTBOX_SENT,) and Step.RECOVERY_PUBLISHED not in steps:
            assert len(found) == 9
    # The mark is noted at once, and a majority has it a moment later.
    await until_rows(bench, SERVICE, rows.OUTBOX, {"published": False}, 0)


@pytest.mark.promise("one owner")
async def test_a_former_owner_commits_nothing_whatever_it_has_read(bench: Bench) -> None:
    order, place = "fenced", partition_of("fenced")
    reached: list[Step] = []
    client: MongoClient[rows.Row] = MongoClient(bench.engines.mongo)
    ownership = client[database_name(bench.settings(), SERVICE.name)][rows.OWNERSHIP]

    def overtake(step: Step) -> None:
        reached.append(step)
        if reached.count(Step.BATCH_DECIDED) == 1 and step is Step.BATCH_DECIDED:
            ownership.update_one({"_id": place}, {"$inc": {"epoch": 1}})

    try:
        async with bench.running(SERVICE, reached=overtake):
            (before,) = ownership.find({"_id": place})
            await bench.send(told(order, "a"))
            await until_told(bench, SERVICE, order, ["a"])
        (after,) = ownership.find({"_id": place})
    finally:
        client.close()
    # What was decided under the old epoch was given up; claimed anew, it was handled again.
    assert after["epoch"] == before["epoch"] + 2
    assert reached.count(Step.BATCH_DECIDED) == 2
    assert reached.count(Step.BATCH_COMMITTED) == 1
    assert [event.sequence for event in await events(bench, order)] == [1]


@pytest.mark.promise("one owner")
@pytest.mark.promise("nothing doubled")
async def test_two_members_share_the_partitions_and_one_takes_over_from_the_other(
    bench: Bench,
) -> None:
    orders = [f"shared-{n}" for n in range(24)]

    async def tell(note: str) -> None:
        for order in orders:
            await bench.send(told(order, note))

    async with bench.running(SERVICE) as stays:
        async with bench.running(SERVICE) as leaves:

            async def shared() -> bool:
                return await owned(stays) == 6 and await owned(leaves) == 6

            await eventually(shared, "each owns half of the partitions")
            await tell("both")
            for order in orders:
                await until_told(bench, SERVICE, order, ["both"])
            handled = [engine.metrics.handled._value.get() for engine in (stays, leaves)]
            assert min(handled) > 0
            assert sum(handled) == len(orders)
            await tell("while leaving")
        await tell("one")
        for order in orders:
            await until_told(bench, SERVICE, order, ["both", "while leaving", "one"])
        assert await owned(stays) == 12
    found = await bench.published(topics.NOTIFIER_NOTICE_EVENTS)
    for order in orders:
        sequences = [event.sequence for event in found if event.key == order]
        assert in_order_of_first_sight(sequences) == [1, 2, 3]


async def owned(engine: object) -> int:
    gauge = engine.metrics.partitions  # type: ignore[attr-defined]
    return int(gauge._value.get())


@pytest.mark.promise("nothing lost")
async def test_a_fault_after_the_commit_is_made_good_by_the_same_process(bench: Bench) -> None:
    faults: list[Step] = []

    def fail_once(step: Step) -> None:
        if step is Step.BATCH_COMMITTED and not faults:
            faults.append(step)
            raise RuntimeError("a fault of ours, right after the commit")

    service: Service = SERVICE
    async with bench.running(service, reached=fail_once):
        await bench.send(told("fault", "a"))
        await bench.send(told("fault", "b"))
        await until_told(bench, service, "fault", ["a", "b"])

        async def both_published() -> bool:
            return [e.sequence for e in await events(bench, "fault")] == [1, 2]

        await eventually(both_published, "both events are published, in order")
    assert faults
    assert await entries(bench, service, "fault") == ["a", "b"]
