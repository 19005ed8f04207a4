"""The OpenTelemetry SDK's part of `chassis.tracing`: imported only where there is a collector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
_KEPT, _LEFT = TraceFlags(TraceFlags.SAMPLED), TraceFlags(TraceFlags.DEFAULT)
_UNSET, _ERROR = Status(StatusCode.UNSET), Status(StatusCode.ERROR)


class _Counted(SpanExporter):
    """Counts what became of spans on the way out."""

    def __init__(self, inner: SpanExporter, metrics: Metrics) -> None:
        self._inner = inner
        self._metrics = metrics

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        result = self._inner.export(spans)
        outcome = "sent" if result is SpanExportResult.SUCCESS else "failed"
        self._metrics.spans.labels(outcome).inc(len(spans))
        return result

    def shutdown(self) -> None:
        self._inner.shutdown()


class Sender:
    """A bounded queue of finished spans, and the SDK's thread that sends them."""

    def __init__(self, service: str, instance: str, metrics: Metrics) -> None:
        # The environment may add to it (OTEL_RESOURCE_ATTRIBUTES).
        self._resource = Resource.create(
            {
                "service.name": service,
                "service.namespace": "comptoir",
                "service.instance.id": instance,
            }
        )
        self._processor = BatchSpanProcessor(_Counted(OTLPSpanExporter(), metrics))

    def put(
        self,
        name: str,
        kind: Kind,
        trace: Trace,
        parent: str | None,
        start: int,
        end: int,
        attributes: Mapping[str, Attribute],
        error: str | None,
        links: Sequence[Trace],
    ) -> None:
        """A span as the SDK has it once it is over. Its own way there takes a lock, a sampler and
        a limit per attribute for each, which is felt at thousands a second."""
        if error is not None:
            attributes = {**attributes, "error.type": error}
        self._processor.on_end(
            ReadableSpan(
                name,
                context=_context(trace, remote=False),
                parent=None if parent is None else _context(trace.beside(parent), remote=True),
                resource=self._resource,
                attributes=attributes,
                links=[Link(_context(link, remote=True)) for link in links[:MOST_LINKS]],
                kind=_KINDS[kind],
                status=_UNSET if error is None else _ERROR,
                start_time=start,
                end_time=max(start, end),
                instrumentation_scope=_SCOPE,
            )
        )

    def stop(self, seconds: float) -> None:
        """Send what is left, within about that time."""
        self._processor._batch_processor.shutdown(timeout_millis=int(seconds * 1000))


def _context(trace: Trace, *, remote: bool) -> SpanContext:
    return SpanContext(
        int(trace.trace_id, 16),
        int(trace.span_id, 16),
        remote,
        _KEPT if trace.sampled else _LEFT,
    )
