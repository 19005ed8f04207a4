"""What a service tells Prometheus about itself."""

from __future__ import annotations

from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

# Seconds that tell apart what a person feels, and what a partner may take.
QUICK = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
PATIENT = (0.05, 0.25, 1, 2.5, 5, 10, 30)


class Metrics:
    """One service's metrics, in a registry of its own so that several may live in one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.handled = self.counter("messages_handled", "Messages handled.")
        self.repeats = self.counter("messages_repeated", "Repeats dropped.")
        self.skipped = self.counter("messages_skipped", "Types without a handler here.", ["type"])
        self.refused = self.counter(
            "refused", "Events that say why something was not done.", ["type", "reason"]
        )
        self.published = self.counter("messages_published", "Messages acknowledged.")
        self.conflicts = self.counter("batch_conflicts", "Batches decided again.")
        self.expired = self.counter(
            "records_expired_unread", "Records that retention removed before they were read."
        )
        self.batch_seconds = Histogram(
            "batch_seconds",
            "Time from a batch's arrival to its commit.",
            namespace="comptoir",
            registry=self.registry,
            buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30),
        )
        self.database_seconds = self.histogram(
            "database_seconds", "What a batch asked of the database.", ["step"], QUICK
        )
        self.database_failures = self.counter(
            "database_failures", "Batches that the database did not take at the first try."
        )
        self.lag = self.gauge("consumer_lag", "Records not handled yet.", ["topic"])
        self.partitions = self.gauge("partitions_owned", "Partitions owned.")
        self.outbox_waiting = self.gauge("outbox_waiting", "Messages committed, not published.")
        self.outbox_oldest = self.gauge(
            "outbox_oldest_seconds", "Age of the oldest unpublished message."
        )
        self.parked_keys = self.gauge("parked_keys", "Keys set aside.")
        self.dead_letters = self.gauge("dead_letters", "Records set aside alone, open.")
        self.effects = self.gauge(
            "effects_open", "Effects not carried out yet, and due within the hour."
        )
        self.effect_oldest = self.gauge(
            "effect_oldest_seconds", "Age of the oldest overdue effect."
        )
        self.effect_endings = self.counter(
            "effects_ended", "Tries of effects, by how they ended.", ["kind", "ending"]
        )
        self.effects_waiting = self.gauge(
            "effects_waiting", "Effects not carried out yet, by kind of work.", ["kind"]
        )
        self.effect_waited = self.gauge(
            "effect_waited_seconds", "Age of the oldest overdue effect of its kind.", ["kind"]
        )
        self.effect_seconds = self.histogram(
            "effect_seconds", "How long one try of an effect took.", ["kind"], PATIENT
        )
        self.tries = self.counter(
            "partner_tries", "Work with partners, by how a try ended.", ["partner", "outcome"]
        )
        self.requests = self.counter(
            "http_requests", "Requests at the service's door.", ["method", "route", "status"]
        )
        self.request_seconds = self.histogram(
            "http_request_seconds", "Until an answer began.", ["route"], QUICK
        )
        self.spans = self.counter("spans", "Spans for the collector, by outcome.", ["outcome"])
        self.unready = self.gauge("unready", "1 while a condition does not hold.", ["condition"])
        self.breakers = self.gauge("breaker_open", "1 while a breaker is open.", ["partner"])

    def counter(self, name: str, about: str, labels: Sequence[str] = ()) -> Counter:
        return Counter(name, about, labels, namespace="comptoir", registry=self.registry)

    def histogram(
        self, name: str, about: str, labels: Sequence[str], buckets: Sequence[float]
    ) -> Histogram:
        return Histogram(
            name, about, labels, namespace="comptoir", registry=self.registry, buckets=buckets
        )

    def gauge(self, name: str, about: str, labels: Sequence[str] = ()) -> Gauge:
        return Gauge(name, about, labels, namespace="comptoir", registry=self.registry)
