"""Tells a collector what was done, as OpenTelemetry spans; costs nothing where nobody asked for it.

A span is made when its work is over, with ids that are known already (`chassis.trace`), so nothing
has to be carried along. It goes into a bounded queue, which a thread of the SDK empties; where the
collector does not keep up, or is away, spans are dropped, and nothing waits for them.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Literal

from chassis.metrics import Metrics
from chassis.trace import Trace, current, new_span_id, within

Kind = Literal["internal", "server", "client", "producer", "consumer"]
Attribute = str | int | float | bool
STOP_SECONDS = 2.0
# More links than these tell nobody anything.
MOST_LINKS = 100


class Tracing:
    """Off: takes whatever it is told, and forgets it."""

    on = False
    share = 1.0
    service = ""

    def wants(self, trace: Trace | None) -> bool:
        """Whether this trace is one of those to be told."""
        return False

    def tell(
        self,
        name: str,
        kind: Kind,
        trace: Trace,
        parent: str | None,
        start: int,
        end: int,
        attributes: Mapping[str, Attribute],
        *,
        error: str | None = None,
        links: Sequence[Trace] = (),
    ) -> None:
        """One span: `parent` is the span above it in its trace, times are nanoseconds since 1970,
        `error` names the kind of failure."""

    async def stop(self) -> None:
        """Send what waits, for a moment, and end."""

    @contextmanager
    def spanning(
        self, name: str, kind: Kind, attributes: dict[str, Attribute]
    ) -> Iterator[dict[str, Attribute]]:
        """A span below the running one around what is done in it; its attributes may be added to.
        One named `error.type` makes it a failure, as does an exception."""
        above = current.get()
        if above is None or not self.wants(above):
            yield attributes
            return
        trace = above.beside(new_span_id())
        token = current.set(trace)
        start = time.time_ns()
        try:
            yield attributes
        except BaseException as failure:
            attributes.setdefault("error.type", type(failure).__name__)
            raise
        finally:
            current.reset(token)
            error = attributes.get("error.type")
            self.tell(
                name,
                kind,
                trace,
                above.span_id,
                start,
                time.time_ns(),
                attributes,
                error=None if error is None else str(error),
            )


OFF = Tracing()
# Whom the running process tells; what has no part of the chassis in hand asks here.
running: Tracing = OFF


class ToCollector(Tracing):
    """On: to the collector that the environment names, by the protocol's own variables."""

    on = True

    def __init__(self, service: str, instance: str, share: float, metrics: Metrics) -> None:
        from chassis.spans_out import Finished, Sender

        self.share = share
        self.service = service
        self._sender = Sender(service, instance, metrics)
        self._finished = Finished

    def wants(self, trace: Trace | None) -> bool:
        return trace is not None and trace.sampled and within(trace.trace_id, self.share)

    def tell(
        self,
        name: str,
        kind: Kind,
        trace: Trace,
        parent: str | None,
        start: int,
        end: int,
        attributes: Mapping[str, Attribute],
        *,
        error: str | None = None,
        links: Sequence[Trace] = (),
    ) -> None:
        span = self._finished(name, kind, trace, parent, start, end, attributes, error, links)
        self._sender.put(span)

    async def stop(self) -> None:
        ended = asyncio.create_task(asyncio.to_thread(self._sender.stop, STOP_SECONDS))
        await asyncio.wait([ended], timeout=STOP_SECONDS * 2)


def tracing_of(service: str, instance: str, settings: Any, metrics: Metrics) -> Tracing:
    """As the settings say; the SDK is not even imported where there is no collector."""
    global running
    if settings.otlp_endpoint is None:
        return OFF
    running = ToCollector(service, instance, settings.trace_share, metrics)
    return running
