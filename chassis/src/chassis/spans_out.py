"""The OpenTelemetry SDK's part of `chassis.tracing`: imported only where there is a collector."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple, cast

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import Link, SpanContext, SpanKind, TraceFlags
from opentelemetry.trace.status import Status, StatusCode

from chassis.metrics import Metrics
from chassis.trace import Trace
from chassis.tracing import MOST_LINKS, Attribute, Kind

_KINDS = {kind.name.lower(): kind for kind in SpanKind}
_SCOPE = InstrumentationScope("comptoir.chassis")
_KEPT = TraceFlags(TraceFlags.SAMPLED)
_UNSET, _ERROR = Status(StatusCode.UNSET), Status(StatusCode.ERROR)
# All that the SDK asks of a span on its way into the queue: whether it is kept.
_IS_KEPT = SpanContext(1, 1, is_remote=False, trace_flags=_KEPT)
# The sending thread rests so many times longer than it worked: a flood of spans costs the service a
# fifth of one core at most, and the rest of the flood is dropped.
REST = 4
LONGEST_REST = 2.0


class Finished(NamedTuple):
    """A span that is over, as little as can be made of it while the service has other work."""

    name: str
    kind: Kind
    trace: Trace
    parent: str | None
    start: int
    end: int
    attributes: Mapping[str, Attribute]
    error: str | None
    links: Sequence[Trace]

    @property
    def context(self) -> SpanContext:
        return _IS_KEPT


class _Sending(SpanExporter):
    """In the SDK's thread: makes spans of what is finished, sends and counts them."""

    def __init__(self, resource: Resource, metrics: Metrics) -> None:
        self._inner = OTLPSpanExporter()
        self._resource = resource
        self._metrics = metrics
        self._ending = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        began = time.thread_time()
        made = [_span(cast(Finished, one), self._resource) for one in spans]
        result = self._inner.export(made)
        outcome = "sent" if result is SpanExportResult.SUCCESS else "failed"
        self._metrics.spans.labels(outcome).inc(len(made))
        if not self._ending:
            time.sleep(min(LONGEST_REST, REST * (time.thread_time() - began)))
        return result

    def hurry(self) -> None:
        """The process ends: no more rests."""
        self._ending = True

    def shutdown(self) -> None:
        self._inner.shutdown()  # type: ignore[no-untyped-call]


class Sender:
    """A bounded queue of finished spans, and the SDK's thread that sends them."""

    def __init__(self, service: str, instance: str, metrics: Metrics) -> None:
        # The environment may add to it (OTEL_RESOURCE_ATTRIBUTES).
        resource = Resource.create(
            {
                "service.name": service,
                "service.namespace": "comptoir",
                "service.instance.id": instance,
            }
        )
        self._sending = _Sending(resource, metrics)
        self._processor = BatchSpanProcessor(self._sending)
        self._made = metrics.spans.labels("made")

    def put(self, span: Finished) -> None:
        """Have it sent, or dropped where too many wait."""
        self._made.inc()
        self._processor.on_end(cast(ReadableSpan, span))

    def stop(self, seconds: float) -> None:
        """Send what is left, within about that time."""
        self._sending.hurry()
        self._processor._batch_processor.shutdown(timeout_millis=int(seconds * 1000))


def _span(one: Finished, resource: Resource) -> ReadableSpan:
    """As the SDK has a span that is over. Its own way there takes a lock, a sampler and a limit per
    attribute for each, while the service waits."""
    attributes = one.attributes
    if one.error is not None:
        attributes = {**attributes, "error.type": one.error}
    parent = None if one.parent is None else _context(one.trace.beside(one.parent), remote=True)
    return ReadableSpan(
        one.name,
        context=_context(one.trace, remote=False),
        parent=parent,
        resource=resource,
        attributes=attributes,
        links=[Link(_context(link, remote=True)) for link in one.links[:MOST_LINKS]],
        kind=_KINDS[one.kind],
        status=_UNSET if one.error is None else _ERROR,
        start_time=one.start,
        end_time=max(one.start, one.end),
        instrumentation_scope=_SCOPE,
    )


def _context(trace: Trace, *, remote: bool) -> SpanContext:
    return SpanContext(int(trace.trace_id, 16), int(trace.span_id, 16), remote, _KEPT)
