"""What every process tells of itself, and that it asks nobody for it."""

from __future__ import annotations

import asyncio

import pytest

from chassis.effects import Again, Attempt, Ending
from chassis.outcome import Effect
from chassis.service import Service
from contracts import topics
from contracts.processes import ProcessReported
from contracts.topics import BRIDGE_DELIVERY_EVENTS, dead_letter_topic
from contracts.tracking import DeliveryStatusReported
from tests.chassis.looking import until_told
from tests.chassis.tally import Ring, tally_service, told
from tests.support.bench import Bench, eventually


async def reports(bench: Bench) -> list[ProcessReported]:
    """All that was told, in the order of telling."""
    found = await bench.published(topics.GATEWAY_PROCESS_CHANGES)
    return sorted(
        (ProcessReported.read(record.value) for record in found), key=lambda report: report.at
    )


async def never(work: Ring, attempt: Attempt) -> Ending:
    return Again("the bell is away", unavailable=True)


def rings(message: DeliveryStatusReported) -> list[Effect]:
    return [Effect(Ring(order_id=message.order_id, note=message.delivery_id))]


def busy() -> Service:
    """A service that fails for the note `bad`, and whose bell does not ring."""
    return tally_service(broken=lambda note: note == "bad", carry=never, effects=rings)


async def test_a_process_tells_what_it_handled_what_waits_and_what_was_set_aside(
    bench: Bench,
) -> None:
    service = busy()
    await bench.create_topics(service)
    async with bench.running(service):
        for note in ("a", "b"):
            await bench.send(told("order-1", note))
        await bench.send(told("order-2", "bad"))
        await bench.send_raw(BRIDGE_DELIVERY_EVENTS, None, b"no key")
        await until_told(bench, service, "order-1", ["a", "b"])

        async def told_all() -> ProcessReported | None:
            found = [one for one in await reports(bench) if one.parked and one.dead and one.effects]
            return found[-1] if found else None

        report: ProcessReported = await eventually(told_all, "a report holds all")
    assert (report.service, report.partitions, report.wrong) == ("tally", 12, ())
    assert (report.parked, report.dead) == (1, 1)
    (events,) = [one for one in report.topics if one.topic == BRIDGE_DELIVERY_EVENTS.name]
    assert (events.handled, events.lag) == (4, 0)
    assert {one.topic for one in report.topics} >= {topics.INVENTORY_PROPERTY_COMMANDS.name}
    (work,) = report.effects
    assert (work.kind, work.waiting) == (Ring.KIND, 2)
    assert (report.outbox_count, report.published) == (0, 3)
    expected = {topic.name for topic in (*service.publishes, dead_letter_topic("tally"))}
    assert set(report.publishes) == expected


async def test_a_process_that_stops_says_goodbye_last_and_one_that_is_killed_does_not(
    bench: Bench,
) -> None:
    service = tally_service()
    await bench.create_topics(service)

    async def some() -> bool:
        return bool(await reports(bench))

    for graceful in (True, False):
        async with bench.running(service, graceful=graceful):
            await eventually(some, "a report")
    *before, last = await reports(bench)
    stopped = {one.process for one in (*before, last) if one.stopping}
    assert len(stopped) == 1
    (leaving,) = stopped
    assert [one.stopping for one in before if one.process == leaving][-1:] == [True]
    assert len({one.process for one in (*before, last)}) == 2


async def test_a_report_says_that_the_database_does_not_answer(bench: Bench) -> None:
    service = tally_service()
    await bench.create_topics(service)
    async with bench.running(service) as engine:
        assert engine.standing.known() == {"mongodb": None, "consumer": None, "assignment": None}
        await asyncio.to_thread(engine.database.close)

        async def told_so() -> bool:
            return bool(engine.standing.known()["mongodb"])

        await eventually(told_so, "the process knows that its database is away")


async def test_a_partner_of_any_name_is_told_of_and_stops_nobody(bench: Bench) -> None:
    """It may be the address of somebody's browser."""
    name = "push:" + "a" * 900

    def calls(message: DeliveryStatusReported) -> list[Effect]:
        return [Effect(Ring(order_id=message.order_id, note=message.delivery_id), partner=name)]

    service = tally_service(carry=never, effects=calls)
    await bench.create_topics(service)
    async with bench.running(service):
        for number in range(5):
            await bench.send(told(f"order-{number}", "a"))

        async def told_of() -> bool:
            return any(one.open_breakers == (name[:200],) for one in await reports(bench))

        await eventually(told_of, "the breaker is told of")


@pytest.mark.parametrize("private", ["order-1", "guest-1"])
async def test_no_report_holds_a_key_or_a_body(bench: Bench, private: str) -> None:
    service = busy()
    await bench.create_topics(service)
    async with bench.running(service):
        await bench.send(told(private, "bad"))

        async def parked() -> bool:
            return any(one.parked for one in await reports(bench))

        await eventually(parked, "a report tells of the parked key")
    assert private not in "".join(one.model_dump_json() for one in await reports(bench))
