"""A collector of traces: takes what services send over OTLP and answers questions about it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)


@dataclass(frozen=True)
class Span:
    """One span as it came over the wire; ids in hexadecimal digits, `parent` empty at a root."""

    service: str
    name: str
    kind: int
    trace: str
    id: str
    parent: str
    start: int
    end: int
    error: bool
    attributes: dict[str, str]
    links: tuple[str, ...]


@dataclass
class Collector:
    """`url` is for `OTEL_EXPORTER_OTLP_ENDPOINT`. With `status` other than 200 it refuses."""

    url: str = ""
    status: int = 200
    refused: int = 0
    spans: list[Span] = field(default_factory=list)

    def of(self, trace: str) -> list[Span]:
        """All spans of one trace so far, repeats left out."""
        return list({span.id: span for span in list(self.spans) if span.trace == trace}.values())

    def named(self, service: str, name: str, **attributes: str) -> list[Span]:
        """Spans of a service whose name begins so, and which have these attributes (`_`: a dot)."""
        wanted = {key.replace("_", "."): value for key, value in attributes.items()}
        return [
            span
            for span in list(self.spans)
            if span.service == service
            and span.name.startswith(name)
            and wanted.items() <= span.attributes.items()
        ]

    def take(self, body: bytes) -> None:
        request = ExportTraceServiceRequest()
        request.ParseFromString(body)
        for of_resource in request.resource_spans:
            resource = {a.key: a.value.string_value for a in of_resource.resource.attributes}
            for scope in of_resource.scope_spans:
                self.spans += [_span(resource["service.name"], each) for each in scope.spans]


def _span(service: str, told: Any) -> Span:
    return Span(
        service,
        told.name,
        told.kind,
        told.trace_id.hex(),
        told.span_id.hex(),
        told.parent_span_id.hex(),
        told.start_time_unix_nano,
        told.end_time_unix_nano,
        told.status.code == 2,
        {a.key: _text(a.value) for a in told.attributes},
        tuple(link.span_id.hex() for link in told.links),
    )


def _text(value: Any) -> str:
    return str(getattr(value, value.WhichOneof("value")))


@contextmanager
def collecting() -> Iterator[Collector]:
    """A collector on a free port while the context lasts."""
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if collector.status == 200:
                assert self.path == "/v1/traces"
                assert self.headers["content-type"] == "application/x-protobuf"
                collector.take(body)
            else:
                collector.refused += 1
            self.send_response(collector.status)
            self.end_headers()
            self.wfile.write(ExportTraceServiceResponse().SerializeToString())

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    collector.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
