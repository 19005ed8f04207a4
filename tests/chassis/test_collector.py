"""Spans on their way to a collector: sent, dropped or refused, and never waited for."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from chassis import tracing
from chassis.metrics import Metrics
from chassis.settings import ChassisSettings
from chassis.trace import Trace, new_span_id
from chassis.tracing import OFF, Tracing, tracing_of
from tests.support.bench import eventually
from tests.support.collector import Collector, collecting


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    with collecting() as collector:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url)
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
        yield collector
    monkeypatch.setattr(tracing, "running", OFF)


def tell(told: Tracing, trace: Trace, parent: str | None = None) -> None:
    now = time.time_ns()
    told.tell("work", "internal", trace, parent, now, now + 1000, {"comptoir.n": 1})


def outcomes(metrics: Metrics) -> dict[str, float]:
    return {
        outcome: metrics.registry.get_sample_value("comptoir_spans_total", {"outcome": outcome})
        or 0.0
        for outcome in ("made", "sent", "failed")
    }


async def test_a_span_arrives_with_its_place_and_what_it_says(collector: Collector) -> None:
    metrics = Metrics()
    told = tracing_of("tally", "one", ChassisSettings(), metrics)
    trace, parent = Trace.new(), new_span_id()
    tell(told, trace, parent)
    with_links = trace.beside(new_span_id())
    told.tell("more", "consumer", with_links, None, 1, 2, {}, error="parked", links=[trace])
    await told.stop()
    first, second = sorted(collector.spans, key=lambda span: span.end, reverse=True)
    assert (first.service, first.name, first.trace) == ("tally", "work", trace.trace_id)
    assert (first.id, first.parent) == (trace.span_id, parent)
    assert first.attributes == {"comptoir.n": "1"}
    assert second.error
    assert second.attributes == {"error.type": "parked"}
    assert second.links == (trace.span_id,)
    assert outcomes(metrics) == {"made": 2, "sent": 2, "failed": 0}


async def test_a_flood_is_dropped_and_holds_nobody_up(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_BSP_MAX_QUEUE_SIZE", "600")
    collector.status = 503
    metrics = Metrics()
    told = tracing_of("tally", "one", ChassisSettings(), metrics)
    began = time.perf_counter()
    for _ in range(20_000):
        tell(told, Trace.new())
    each = (time.perf_counter() - began) / 20_000
    assert each < 0.001
    stopping = time.perf_counter()
    await told.stop()
    assert time.perf_counter() - stopping < 6
    assert outcomes(metrics)["made"] == 20_000
    assert outcomes(metrics)["sent"] == 0
    assert collector.refused


async def test_what_the_collector_refuses_is_counted(collector: Collector) -> None:
    collector.status = 400
    metrics = Metrics()
    told = tracing_of("tally", "one", ChassisSettings(), metrics)
    tell(told, Trace.new())

    async def failed() -> bool:
        return outcomes(metrics)["failed"] == 1

    await eventually(failed, "the refusal is counted")
    await told.stop()


async def test_the_thread_ends_with_the_process(collector: Collector) -> None:
    told = tracing_of("tally", "one", ChassisSettings(), Metrics())
    assert any("BatchSpan" in one.name for one in threading.enumerate())
    await told.stop()
    assert not any("BatchSpan" in one.name for one in threading.enumerate())
