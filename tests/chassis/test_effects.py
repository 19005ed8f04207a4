"""Work on the outside world: leased, in order per lane, tried again, reported once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog

from chassis import rows
from chassis.breaker import FAILURES_TO_OPEN
from chassis.effects import Again, Attempt, Done, Ending, LeaseTooShort
from chassis.identity import partition_of
from chassis.outcome import Effect
from chassis.service import Service
from chassis.steps import Step
from comptoir_local.engines.addresses import EngineAddresses
from contracts import topics
from contracts.tracking import DeliveryStatusReported
from tests.chassis.looking import Dying, entries, until_leases_lapse, until_rows, until_told
from tests.chassis.tally import Ring, sending_done, tally_service, told
from tests.support.bench import PATIENCE, Bench, eventually, shared_bench

Say = Callable[[Ring, Attempt], Ending]


@pytest.fixture(scope="module")
async def bench(engines: EngineAddresses) -> AsyncIterator[Bench]:
    """One bench for all tests here: each uses orders of its own and leaves no effect behind."""
    async with shared_bench(engines, tally_service()) as bench:
        yield bench


def rings(
    *, lane: str | None = None, partner: str | None = None, due: dict[str, datetime] | None = None
) -> Callable[[DeliveryStatusReported], list[Effect]]:
    """Each note rings once: in a lane of the order's own if it has one, at its due time."""

    def effects(message: DeliveryStatusReported) -> list[Effect]:
        work = Ring(order_id=message.order_id, note=message.delivery_id)
        due_at = (due or {}).get(message.delivery_id)
        return [Effect(work, lane=lane, partner=partner, due_at=due_at)]

    return effects


class Outside:
    """The outside world: remembers who rang, and answers what the test says."""

    def __init__(self, say: Say | None = None, *, gate: asyncio.Event | None = None) -> None:
        self._say = say
        self._gate = gate
        self.begun: list[tuple[str, int]] = []
        self.ended: list[str] = []

    async def carry(self, work: Ring, attempt: Attempt) -> Ending:
        self.begun.append((work.note, attempt.number))
        if self._gate is not None:
            await self._gate.wait()
        self.ended.append(work.note)
        return self._say(work, attempt) if self._say else Done(reports=[sending_done(work)])

    def count(self, times: int) -> Callable[[], Awaitable[bool]]:
        async def reached() -> bool:
            return len(self.begun) >= times

        return reached


async def nothing_left(bench: Bench, *orders: str) -> None:
    """Wait until no effect of these orders is left."""
    where = {"work.order_id": {"$in": list(orders)}}
    await until_rows(bench, tally_service(), rows.EFFECTS, where, 0)


async def test_an_effect_is_carried_out_once_and_its_report_is_handled(bench: Bench) -> None:
    outside = Outside()
    service = tally_service(carry=outside.carry, effects=rings())
    async with bench.running(service) as engine:
        await bench.send(told("once", "a"), id="once-a", actor="person:anna")
        await until_told(bench, service, "once", ["a", "rung a"])
        await nothing_left(bench, "once")
        endings = engine.metrics.effect_endings.labels(Ring.KIND, "done")
        assert endings._value.get() == 1
    assert outside.begun == [("a", 1)]
    found = await bench.published(topics.NOTIFIER_NOTICE_REPORTS)
    (report,) = [record for record in found if record.key == "once"]
    assert report.headers["ce_causationid"] == "once-a"
    assert report.headers["ce_actor"] == "person:anna"
    assert report.sequence is None


@pytest.mark.promise("in order")
async def test_a_lane_is_worked_off_in_order_and_a_long_one_hides_nobody(bench: Bench) -> None:
    notes = [str(n) for n in range(100)]
    gate = asyncio.Event()
    outside = Outside(gate=gate)

    def effects(message: DeliveryStatusReported) -> list[Effect]:
        lane = "slow" if message.order_id == "lane" else None
        return [Effect(Ring(order_id=message.order_id, note=message.delivery_id), lane=lane)]

    service = tally_service(carry=outside.carry, effects=effects, deadline=timedelta(seconds=60))
    async with bench.running(service, effect_workers=4) as engine:
        for note in notes:
            await bench.send(told("lane", note))
        await until_told(bench, service, "lane", notes)
        await eventually(outside.count(1), "the first of the lane is in hand")
        await bench.send(told("free", "x"))
        # What waits behind a lane in hand is not hidden by it, though the lane is long.
        await eventually(outside.count(2), "one without a lane is in hand too", seconds=30)
        assert outside.begun == [("0", 1), ("x", 1)]
        gate.set()
        await until_told(bench, service, "free", ["x", "rung x"])

        async def rung() -> bool:
            return len(outside.ended) == 101

        # A lane goes on as soon as the one before is recorded, not when an idle worker looks again,
        # which would take minutes.
        await eventually(rung, "all are carried out")
        await nothing_left(bench, "lane", "free")
        assert engine.metrics.effect_endings.labels(Ring.KIND, "again")._value.get() == 0
    assert [note for note, _ in outside.begun if note != "x"] == notes


@pytest.mark.promise("nothing lost")
async def test_a_stop_waits_for_what_is_being_leased(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise nobody has it in hand until its lease ends."""
    leased, go_on = asyncio.Event(), asyncio.Event()
    outside = Outside()
    service = tally_service(carry=outside.carry, effects=rings())
    async with bench.running(service) as engine:
        assert engine._worker is not None
        store = engine._worker._store
        lease = store.lease

        async def slowly(*told: Any) -> Any:
            found = await lease(*told)
            leased.set()
            await go_on.wait()
            return found

        monkeypatch.setattr(store, "lease", slowly)
        await bench.send(told("leasing", "a"))
        await leased.wait()
        stopping = asyncio.create_task(engine._worker.stop(20))
        await asyncio.sleep(0.1)
        assert not stopping.done()
        go_on.set()
        await stopping
        assert outside.ended == ["a"]
        await nothing_left(bench, "leasing")


async def test_a_timer_falls_due_at_its_time_and_not_before(bench: Bench) -> None:
    hours: dict[str, datetime] = {}
    seen: list[datetime] = []

    def say(work: Ring, attempt: Attempt) -> Ending:
        seen.append(datetime.now(UTC))
        return Done()

    outside = Outside(say)
    service = tally_service(carry=outside.carry, effects=rings(due=hours))
    async with bench.running(service):
        # From here on, so that a slow start brings neither of them late.
        due = datetime.now(UTC) + timedelta(seconds=3)
        hours.update(late=due, soon=datetime.now(UTC))
        await bench.send(told("timer", "late"))
        await bench.send(told("timer", "soon"))
        await eventually(outside.count(2), "both are carried out")
        await nothing_left(bench, "timer")
    assert [note for note, _ in outside.begun] == ["soon", "late"]
    assert seen[1] >= due
    assert seen[1] - due < timedelta(seconds=3)


async def test_one_that_is_to_be_tried_again_knows_its_earlier_tries_and_holds_its_lane(
    bench: Bench,
) -> None:
    attempts: list[Attempt] = []

    def say(work: Ring, attempt: Attempt) -> Ending:
        attempts.append(attempt)
        if work.note == "a" and attempt.number < 3:
            return Again("busy", timedelta(milliseconds=300))
        return Done()

    outside = Outside(say)
    service = tally_service(carry=outside.carry, effects=rings(lane="again"))
    async with bench.running(service):
        await bench.send(told("again", "a"))
        await bench.send(told("again", "b"))
        await nothing_after(bench, service, "again", ["a", "b"])
    assert outside.begun == [("a", 1), ("a", 2), ("a", 3), ("b", 1)]
    first, second, third, _ = attempts
    assert (first.last_at, second.last_at, third.last_at) == (None, first.now, second.now)
    assert first.first_at == second.first_at == third.first_at == first.now
    assert second.now - first.now >= timedelta(milliseconds=300)


async def nothing_after(bench: Bench, service: Service, order: str, notes: list[str]) -> None:
    """Wait until the notes are handled and then until no effect is left."""
    await until_told(bench, service, order, notes)
    await nothing_left(bench, order)


async def test_a_fault_and_a_missed_deadline_are_tried_again_by_backoff(bench: Bench) -> None:
    tries: list[tuple[str, int]] = []

    async def carry(work: Ring, attempt: Attempt) -> Ending:
        tries.append((work.note, attempt.number))
        if attempt.number == 1 and work.note == "slow":
            await asyncio.sleep(30)
        if attempt.number == 1:
            raise RuntimeError("a fault of the carrier")
        return Done()

    service = tally_service(carry=carry, effects=rings(), deadline=timedelta(milliseconds=500))
    async with bench.running(service) as engine:
        await bench.send(told("fault", "slow"))
        await bench.send(told("fault", "wrong"))
        await nothing_after(bench, service, "fault", ["slow", "wrong"])
        assert engine.metrics.effect_endings.labels(Ring.KIND, "again")._value.get() == 2
    assert sorted(tries) == [("slow", 1), ("slow", 2), ("wrong", 1), ("wrong", 2)]


@pytest.mark.promise("nothing lost")
async def test_who_dies_in_mid_effect_is_followed_by_a_second_try_that_knows_it(
    bench: Bench,
) -> None:
    gate = asyncio.Event()
    first, second = Outside(gate=gate), Outside()
    second_long = timedelta(seconds=1)
    dying = tally_service(carry=first.carry, effects=rings(), deadline=second_long)
    async with bench.running(dying, graceful=False, lease_margin=0.5):
        await bench.send(told("taken", "a"))
        await eventually(first.count(1), "the first try is in hand")
    await until_leases_lapse(bench, dying)
    service = tally_service(carry=second.carry, effects=rings(), deadline=second_long)
    async with bench.running(service, lease_margin=0.5):
        await nothing_after(bench, service, "taken", ["a", "rung a"])
    assert (first.begun, second.begun) == ([("a", 1)], [("a", 2)])


@pytest.mark.promise("nothing doubled")
async def test_an_ending_that_comes_after_the_lease_was_taken_over_is_not_recorded(
    bench: Bench,
) -> None:
    """The first try lasts longer than its lease, as in a process that was paused. One of the two
    orders lies in each half of the partitions, so that another process gets one of them."""
    orders = ["paused-2", "paused-3"]
    assert [partition_of(order) // 6 for order in orders] == [0, 1]
    gate, later = asyncio.Event(), asyncio.Event()
    first, second = Outside(gate=gate), Outside(gate=later)
    service = tally_service(carry=first.carry, effects=rings(), deadline=timedelta(seconds=60))
    async with bench.running(service):
        for order in orders:
            await bench.send(told(order, order))
        await eventually(first.count(2), "both first tries are in hand")
        await bench.database(service).update(
            rows.EFFECTS, {}, {"$set": {"lease_until": rows.LONG_AGO}}, many=True
        )
        other = tally_service(carry=second.carry, effects=rings(), deadline=timedelta(seconds=60))
        async with bench.running(other):
            await eventually(second.count(1), "another process tried one of them")
            (taken,) = [order for order in orders if (order, 2) in second.begun]
            with structlog.testing.capture_logs() as log:
                gate.set()

                async def refused() -> bool:
                    return any(line["event"] == "ended twice" for line in log)

                await eventually(refused, "the first try's ending is refused")
            (other_order,) = set(orders) - {taken}
            await nothing_left(bench, other_order)
            (kept,) = await until_rows(bench, service, rows.EFFECTS, {"work.order_id": taken}, 1)
            assert kept["attempts"] == 2
            later.set()
            for order in orders:
                await until_told(bench, service, order, [order, f"rung {order}"])
            await nothing_left(bench, *orders)
    assert sorted(first.ended) == orders
    found = await bench.published(topics.NOTIFIER_NOTICE_REPORTS)
    assert len([record for record in found if record.key == taken]) == 1


async def test_a_partner_that_is_down_is_left_in_peace_and_then_tried_by_one(
    bench: Bench,
) -> None:
    down = {"down"}

    def say(work: Ring, attempt: Attempt) -> Ending:
        if down:
            return Again("no answer", timedelta(0), unavailable=True)
        return Done()

    outside = Outside(say)
    service = tally_service(carry=outside.carry, effects=rings(partner="till"))
    notes = [str(n) for n in range(12)]
    async with bench.running(service, effect_workers=1) as engine:
        gauge = engine.metrics.breakers.labels("till")
        for note in notes:
            await bench.send(told("partner", note))

        async def is_open() -> bool:
            return bool(gauge._value.get() == 1)

        await eventually(is_open, "the breaker is open")
        assert len(outside.begun) == FAILURES_TO_OPEN
        down.clear()
        await until_told(bench, service, "partner", notes)
        await nothing_left(bench, "partner")
        assert gauge._value.get() == 0
    assert len(outside.begun) == FAILURES_TO_OPEN + len(notes)


async def test_too_little_of_a_lease_is_noticed_before_sending(bench: Bench) -> None:
    caught: list[str] = []

    async def carry(work: Ring, attempt: Attempt) -> Ending:
        attempt.ensure_time()
        if attempt.number == 1:
            time.sleep(1.2)  # noqa: ASYNC251 - a process that is held up is what this is about
            try:
                attempt.ensure_time()
            except LeaseTooShort:
                caught.append(work.note)
                raise
        return Done()

    service = tally_service(carry=carry, effects=rings(), deadline=timedelta(seconds=1))
    async with bench.running(service):
        await bench.send(told("short", "a"))
        await nothing_after(bench, service, "short", ["a"])
    assert caught == ["a"]


async def test_a_report_for_another_partitions_owner_is_refused(bench: Bench) -> None:
    def say(work: Ring, attempt: Attempt) -> Ending:
        about = work if attempt.number > 1 else work.model_copy(update={"order_id": "foreign-1"})
        return Done(reports=[sending_done(about)])

    outside = Outside(say)
    service = tally_service(carry=outside.carry, effects=rings())
    async with bench.running(service):
        await bench.send(told("foreign", "a"))
        await nothing_after(bench, service, "foreign", ["a", "rung a"])
    assert outside.begun == [("a", 1), ("a", 2)]
    assert await entries(bench, service, "foreign-1") == []


async def test_work_of_an_unknown_kind_waits_for_a_release_that_knows_it(bench: Bench) -> None:
    outside = Outside()
    service = tally_service(carry=outside.carry, effects=rings())
    async with bench.running(service):
        pass
    stranger = tally_service(effects=rings(due={"a": datetime.now(UTC) + timedelta(hours=1)}))
    async with bench.running(stranger):
        await bench.send(told("kind", "a"))
        await until_told(bench, stranger, "kind", ["a"])
    database = bench.database(service)
    now = datetime.now(UTC)
    await database.update(rows.EFFECTS, {}, {"$set": {"kind": "tally.newer", "due_at": now}})
    async with bench.running(service):
        (waiting,) = await until_rows(
            bench, service, rows.EFFECTS, {"error": {"$regex": "no carrier for tally.newer"}}, 1
        )
        assert waiting["due_at"] > now + timedelta(seconds=20)
    await database.update(rows.EFFECTS, {}, {"$set": {"kind": Ring.KIND, "due_at": now}})
    async with bench.running(service):
        await until_told(bench, service, "kind", ["a", "rung a"])
    assert [note for note, _ in outside.begun] == ["a"]


# -- stopping --------------------------------------------------------------------------------------


@pytest.mark.promise("nothing lost")
async def test_a_graceful_stop_waits_for_what_is_in_hand_and_publishes_its_report(
    bench: Bench,
) -> None:
    gate = asyncio.Event()
    outside = Outside(gate=gate)
    service = tally_service(carry=outside.carry, effects=rings())
    async with bench.running(service, stop_deadline=10.0) as engine:
        await bench.send(told("stop", "a"))
        await eventually(outside.count(1), "the work is in hand")
        stopping = asyncio.create_task(engine.stop())
        asyncio.get_running_loop().call_later(0.3, gate.set)
        started = asyncio.get_running_loop().time()
        await stopping
        assert asyncio.get_running_loop().time() - started < 8
    await nothing_left(bench, "stop")
    found = await bench.published(topics.NOTIFIER_NOTICE_REPORTS)
    assert len([record for record in found if record.key == "stop"]) == 1
    assert outside.begun == [("a", 1)]


@pytest.mark.parametrize(
    "step", [Step.EFFECT_LEASED, Step.EFFECT_CARRIED_OUT, Step.EFFECT_RECORDED]
)
@pytest.mark.promise("nothing lost")
async def test_a_crash_around_an_effect_leaves_one_report(bench: Bench, step: Step) -> None:
    order = f"crash-{step}"
    outside = Outside()
    service = tally_service(
        carry=outside.carry, effects=rings(), deadline=timedelta(milliseconds=500)
    )
    dying = Dying(step)
    async with bench.running(service, reached=dying, graceful=False, lease_margin=0.5):
        await bench.send(told(order, "a"))
        await asyncio.wait_for(dying.dead.wait(), PATIENCE)
    await until_leases_lapse(bench, service)
    async with bench.running(service, lease_margin=0.5):
        await until_told(bench, service, order, ["a", "rung a"])
        await nothing_left(bench, order)
    assert [note for note, _ in outside.begun] in (["a"], ["a", "a"])
    found = await bench.published(topics.NOTIFIER_NOTICE_REPORTS)
    assert len({record.headers["ce_id"] for record in found if record.key == order}) == 1
