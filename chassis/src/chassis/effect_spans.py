"""What one try of an effect looks like in traces: below the message that asked for the effect."""

from __future__ import annotations

import time

from chassis.effect_store import Leased
from chassis.effects import Again, Ending
from chassis.metrics import Metrics
from chassis.trace import Trace, current, effect_span, handling_span
from chassis.tracing import Attribute, Tracing


class Try:
    """One try, from its begin on. The running task, and what it logs and calls, belong to it."""

    def __init__(self, tracing: Tracing, metrics: Metrics, effect: Leased) -> None:
        self._tracing = tracing
        self._metrics = metrics
        self._effect = effect
        self._start, self._began = time.time_ns(), time.perf_counter()
        asked = Trace.read(effect.origin["traceparent"])
        own = effect_span(effect.id, effect.attempts)
        self._trace = None if asked is None else asked.beside(own)
        current.set(self._trace)

    def over(self, ending: Ending) -> None:
        """It ended so."""
        trace, effect, outcome = self._trace, self._effect, _outcome(ending)
        self._metrics.effect_seconds.labels(effect.kind).observe(time.perf_counter() - self._began)
        if effect.partner is not None:
            # A partner's account or address is no label: there may be one per property.
            self._metrics.tries.labels(effect.partner.partition(":")[0], outcome).inc()
        if trace is not None and self._tracing.wants(trace):
            told: dict[str, Attribute] = {
                "comptoir.effect.kind": effect.kind,
                "comptoir.effect.id": effect.id,
                "comptoir.effect.attempt": effect.attempts,
                "comptoir.correlation_id": effect.origin["correlation_id"],
            }
            if effect.partner is not None:
                told["comptoir.partner"] = effect.partner
            above = handling_span(self._tracing.service, effect.origin["id"])
            self._tracing.tell(
                f"effect {effect.kind}",
                "internal",
                trace,
                above,
                self._start,
                time.time_ns(),
                told,
                error=None if outcome == "done" else outcome,
            )


def _outcome(ending: Ending) -> str:
    if isinstance(ending, Again):
        return "unavailable" if ending.unavailable else "again"
    return "done"
