"""A process is ended at each named step, as by a kill; the next one finishes: all once, in order.

The dying ones are processes of their own; the one that finishes is this test's.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from chassis import rows
from chassis.steps import Step
from comptoir_local.engines.addresses import EngineAddresses
from contracts import topics
from tests.chassis.looking import entries, until_leases_lapse, until_rows
from tests.chassis.tally import tallies, told
from tests.crash.bell import Settings, build, rung
from tests.crash.members import bury_members
from tests.crash.stepping import EXIT_CODE
from tests.support.bench import PATIENCE, Bench, Published, eventually

ROOT = Path(__file__).parents[2]
NOTES = [str(n) for n in range(6)]
# A recovery has something to recover only where somebody died before.
RECOVERIES = (Step.RECOVERY_CLAIMED, Step.RECOVERY_PUBLISHED)
LEASE_MARGIN = 0.3


class Scene:
    """The service's environment, and what was seen of its processes."""

    def __init__(self, bench: Bench, rings: Path) -> None:
        self.bench = bench
        self.rings = rings
        self.settings = Settings(
            kafka=bench.engines.kafka,
            mongo=bench.engines.mongo,
            namespace=bench.namespace,
            lease_margin=LEASE_MARGIN,
            rings=rings,
        )
        self.service = build(self.settings)

    async def die_at(self, step: Step) -> None:
        """Run a process until it ends itself at the step."""
        values = self.settings.model_dump(mode="json", exclude_unset=True)
        environment = {f"COMPTOIR_{name.upper()}": str(value) for name, value in values.items()}
        steps = {"STEPPING_APP": "tests.crash.bell", "STEPPING_AT": step, "STEPPING_THEN": "exit"}
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.crash.stepping"),
            env=os.environ | environment | steps,
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        try:
            said, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
        except TimeoutError:
            process.kill()
            said, _ = await process.communicate()
        assert process.returncode == EXIT_CODE, said.decode(errors="replace")[-3000:]
        group = f"{self.bench.namespace}{self.service.name}"
        assert await bury_members(self.bench.engines.kafka, group) == 1


@pytest.fixture(scope="module")
async def bench(engines: EngineAddresses) -> AsyncIterator[Bench]:
    """One bench for all steps: each uses orders of its own and leaves nothing behind."""
    bench = Bench(engines, f"t{secrets.token_hex(3)}-")
    await bench.create_topics(build(Settings(rings=Path(os.devnull))))
    yield bench
    await bench.close()


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.promise("nothing lost")
@pytest.mark.promise("nothing doubled")
@pytest.mark.promise("in order")
async def test_a_process_killed_at_a_step_loses_and_doubles_nothing(
    bench: Bench, tmp_path: Path, step: Step
) -> None:
    scene = Scene(bench, tmp_path / "rings")
    orders = [f"{step}-{n}" for n in range(3)]
    for note in NOTES:
        for order in orders:
            await bench.send(told(order, note))
    for deadly in (Step.BATCH_COMMITTED, step) if step in RECOVERIES else (step,):
        await scene.die_at(deadly)
    assert not await _finished(scene, orders), "the death left nothing to do"
    await until_leases_lapse(bench, scene.service)
    async with bench.running(scene.service, lease_margin=LEASE_MARGIN):
        await eventually(lambda: _finished(scene, orders), "the next process finishes", seconds=45)
        await until_rows(bench, scene.service, rows.EFFECTS, {}, 0)
        await until_rows(bench, scene.service, rows.OUTBOX, {"published": False}, 0)
    published = await bench.published(topics.NOTIFIER_NOTICE_EVENTS)
    for order in orders:
        await _check_order(scene, order)
        _check_sequence([event for event in published if event.key == order])
    _check_rings(rung(scene.rings), orders, step)


async def _finished(scene: Scene, orders: Sequence[str]) -> bool:
    """Whether each order holds each note and its ring, and nothing is left to be published."""
    told_of = [await entries(scene.bench, scene.service, order) for order in orders]
    database = scene.bench.database(scene.service)
    unpublished = await database.count(rows.OUTBOX, {"published": False})
    effects = await database.count(rows.EFFECTS, {})
    complete = all(len(found) >= 2 * len(NOTES) for found in told_of)
    return complete and unpublished == 0 and effects == 0


async def _check_order(scene: Scene, order: str) -> None:
    """Each note once and in order, each ring's report once."""
    found = await entries(scene.bench, scene.service, order)
    assert [entry for entry in found if not entry.startswith("rung ")] == NOTES
    assert sorted(entry for entry in found if entry.startswith("rung ")) == [
        f"rung {note}" for note in NOTES
    ]
    row = await scene.bench.database(scene.service).find_one(tallies.name, {"_id": order})
    assert row is not None
    assert row["seq"] == {topics.NOTIFIER_NOTICE_EVENTS.source: len(NOTES)}


def _check_sequence(events: Sequence[Published]) -> None:
    """One event per note, without a gap; a copy of one is the same to the letter."""
    first = {event.sequence: event for event in reversed(events)}
    in_order = list(dict.fromkeys(event.sequence for event in events))
    assert in_order == list(range(1, len(NOTES) + 1))
    for event in events:
        original = first[event.sequence]
        assert (event.headers, event.value) == (original.headers, original.value)


def _check_rings(
    rings: dict[tuple[str, str], list[int]], orders: Sequence[str], step: Step
) -> None:
    """Everybody was rung for. Twice only for what was in hand at the death, and then the second
    try knew that it was one; before anything is leased that cannot be."""
    assert sorted(rings) == sorted((order, note) for order in orders for note in NOTES)
    assert all(tries in ([1], [2], [1, 2]) for tries in rings.values()), rings
    if step in (Step.BATCH_READ, Step.BATCH_DECIDED):
        assert all(tries == [1] for tries in rings.values())
    if step is Step.EFFECT_CARRIED_OUT:
        assert [1, 2] in rings.values()
