"""What every request at a service's own door gets: a trace, a span, and a place in the figures.

A path may hold what opens something (a guest's link), and a query whom somebody looks for: only the
route that took the request is ever told, never the path.
"""

from __future__ import annotations

import time
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.metrics import Metrics
from chassis.trace import Trace, current, new_span_id, within
from chassis.tracing import Attribute, Tracing

# Set in a request's scope by what finds routes without a router.
ROUTE = "comptoir.route"
# What took a request when no route did: the page's files, or nothing.
ELSEWHERE = "other"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class WatchedDoor:
    """A service's own application, watched."""

    def __init__(self, inner: ASGIApp, metrics: Metrics, tracing: Tracing) -> None:
        self._inner = inner
        self._metrics = metrics
        self._tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        trace, above = self._trace_of(scope)
        token = current.set(trace)
        start, began = time.time_ns(), time.perf_counter()
        status, answered = 500, 0.0

        async def watched(message: Message) -> None:
            nonlocal status, answered
            if message["type"] == "http.response.start":
                status, answered = message["status"], time.perf_counter()
            await send(message)

        failure: str | None = None
        try:
            await self._inner(scope, receive, watched)
        except BaseException as error:
            # The server logs it, in this very task: the trace stays, for that line.
            failure = type(error).__name__
            raise
        else:
            current.reset(token)
        finally:
            # Until the answer begins: a stream would count for as long as somebody watches.
            seconds = (answered or time.perf_counter()) - began
            self._note(scope, status, seconds, trace, above, start, failure)

    def _trace_of(self, scope: Scope) -> tuple[Trace, str | None]:
        for name, value in scope["headers"]:
            if name == b"traceparent":
                sent = Trace.read(value.decode("latin-1"))
                if sent is not None:
                    kept = sent.sampled and within(sent.trace_id, self._tracing.share)
                    return Trace(sent.trace_id, new_span_id(), kept), sent.span_id
        return Trace.new(self._tracing.share), None

    def _note(
        self,
        scope: Scope,
        status: int,
        seconds: float,
        trace: Trace,
        above: str | None,
        start: int,
        failure: str | None,
    ) -> None:
        method = scope["method"] if scope["method"] in METHODS else "_OTHER"
        route = route_of(scope)
        self._metrics.requests.labels(method, route, str(status)).inc()
        self._metrics.request_seconds.labels(route).observe(seconds)
        if not self._tracing.wants(trace):
            return
        told: dict[str, Attribute] = {
            "http.request.method": method,
            "http.route": route,
            "http.response.status_code": status,
            "url.scheme": scope.get("scheme", "http"),
        }
        if failure is None and status >= 500:
            failure = str(status)
        self._tracing.tell(
            f"{method} {route}", "server", trace, above, start, time.time_ns(), told, error=failure
        )


def route_of(scope: Scope) -> str:
    """The pattern of the path that took the request."""
    if ROUTE in scope:
        return str(scope[ROUTE])
    route: Any = scope.get("route")
    path = getattr(route, "path_format", None) or getattr(route, "path", None)
    return str(path) if path else ELSEWHERE
