"""A trace goes on whoever does the rest: after a crash, after a failure, by another process."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest

from chassis import tracing
from chassis.outcome import Effect
from chassis.steps import Step
from chassis.trace import handling_span
from chassis.tracing import OFF
from comptoir_local.engines.addresses import EngineAddresses
from contracts.tracking import DeliveryStatusReported
from tests.chassis.looking import Dying, until_leases_lapse, until_told
from tests.chassis.tally import Ring, Rung, tally_service, told
from tests.support.bench import PATIENCE, Bench, eventually
from tests.support.collector import Collector, Span, collecting

TRACE, SENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
PARENT = f"00-{TRACE}-{SENT}-01"
PRODUCER, CONSUMER = 4, 5


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    with collecting() as collector:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
        yield collector
    monkeypatch.setattr(tracing, "running", OFF)


@pytest.fixture
async def bench(engines: EngineAddresses) -> AsyncIterator[Bench]:
    bench = Bench(engines, f"t{secrets.token_hex(3)}-")
    await bench.create_topics(tally_service())
    yield bench
    await bench.close()


def ring(message: DeliveryStatusReported) -> list[Effect]:
    return [Effect(Ring(order_id=message.order_id, note=message.delivery_id))]


async def told_of(collector: Collector, *names: str) -> dict[str, Span]:
    """The spans of the trace by name, once there are all these."""
    found: dict[str, Span] = {}

    async def all_there() -> bool:
        found.update({span.name: span for span in collector.of(TRACE)})
        return set(names) <= found.keys()

    await eventually(all_there, f"spans {names}; there are {sorted(found)}")
    return found


@pytest.mark.parametrize("step", [Step.BATCH_COMMITTED, Step.OUTBOX_SENT, Step.EFFECT_LEASED])
async def test_what_a_successor_does_joins_the_trace_of_who_died(
    bench: Bench, collector: Collector, step: Step
) -> None:
    soon = timedelta(milliseconds=500)
    service = tally_service(carry=Rung().carry, effects=ring, deadline=soon)
    await bench.send(told("order", "a"), id="told-a", traceparent=PARENT)
    dying = Dying(step)
    async with bench.running(service, reached=dying, graceful=False, wait=False, lease_margin=0.5):
        await asyncio.wait_for(dying.dead.wait(), PATIENCE)
    await until_leases_lapse(bench, service)
    async with bench.running(service, lease_margin=0.5):
        await until_told(bench, service, "order", ["a", "rung a"])
        handled = handling_span("tally", "told-a")
        effect, sent = "effect tally.ring", "send notifier.notice.events.v1"
        report = "send notifier.notice.reports.v1"
        spans = await told_of(collector, effect, sent, report)
    assert spans[effect].parent == spans[sent].parent == handled
    # A successor that publishes the report knows its cause, and no more.
    assert spans[report].parent in (spans[effect].id, handled)
    assert spans[sent].kind == PRODUCER


async def test_a_message_that_is_set_aside_is_a_failed_span(
    bench: Bench, collector: Collector
) -> None:
    service = tally_service(broken=lambda note: note == "bad")
    async with bench.running(service):
        await bench.send(told("order", "bad"), id="told-bad", traceparent=PARENT)
        spans = await told_of(collector, "process bridge.delivery.events.v1")
    (handled,) = spans.values()
    assert handled.error
    assert handled.attributes["error.type"] == "parked"
    assert (handled.kind, handled.parent) == (CONSUMER, SENT)
    assert (handled.attributes["messaging.system"], handled.attributes["messaging.message.id"]) == (
        "kafka",
        "told-bad",
    )


async def test_a_trace_that_its_sender_does_not_keep_is_not_told(
    bench: Bench, collector: Collector
) -> None:
    service = tally_service()
    async with bench.running(service):
        await bench.send(told("order", "a"), traceparent=f"00-{TRACE}-{SENT}-00")
        await bench.send(told("order", "b"), traceparent=f"00-{TRACE[::-1]}-{SENT}-01")
        await until_told(bench, service, "order", ["a", "b"])

        async def other() -> bool:
            return bool(collector.of(TRACE[::-1]))

        await eventually(other, "the trace that is kept is told")
    assert collector.of(TRACE) == []
