"""What a batch looks like in traces: one span per message, and one for the batch, which they name.

A batch belongs to no trace of its messages, since it serves many: it has a trace of its own, with
what the database had to do, and is linked with each message's span, both ways.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from chassis.batch import Plan
from chassis.records import Incoming, Outgoing, Read, Skipped
from chassis.trace import Trace, handling_span, new_span_id, sending_span
from chassis.tracing import Attribute, Kind, Tracing


@dataclass(slots=True)
class Watch:
    """When the steps of a batch were over, in nanoseconds since 1970."""

    started: int = field(default_factory=time.time_ns)
    loaded: int = 0
    decided: int = 0


def ids_of(incoming: Incoming | None) -> dict[str, str]:
    """Of which trace a record says to be, for a log line about it."""
    for name, value in incoming.headers if incoming is not None else ():
        if name == "traceparent" and value is not None:
            trace = Trace.read(value.decode(errors="replace"))
            return {} if trace is None else {"trace_id": trace.trace_id, "span_id": trace.span_id}
    return {}


def tell_batch(tracing: Tracing, batch: Sequence[Read], plan: Plan, watch: Watch) -> None:
    """Tell of a batch that has just been committed."""
    now = time.time_ns()
    kept = [(item, trace) for item in batch if (trace := _wanted(tracing, item)) is not None]
    if not kept:
        return
    whole = Trace.new()
    # A batch of a trace that is kept is kept: its own number says nothing.
    whole = whole._replace(trace_id=whole.trace_id[:16] + kept[0][1].trace_id[16:])
    aside = _set_aside(plan)
    links = [
        _tell_message(tracing, item, trace, aside, whole, (watch.started, now))
        for item, trace in kept
    ]
    told: dict[str, Attribute] = {
        "messaging.system": "kafka",
        "messaging.operation.type": "process",
        "messaging.consumer.group.name": tracing.service,
        "messaging.batch.message_count": len(batch),
        "comptoir.handled": plan.handled,
        "comptoir.repeats": plan.repeats,
        "comptoir.documents": len(plan.slots),
    }
    tracing.tell("batch", "internal", whole, None, watch.started, now, told, links=links)
    database: dict[str, Attribute] = {"db.system.name": "mongodb"}
    steps: tuple[tuple[str, Kind, dict[str, Attribute], int, int], ...] = (
        ("load", "client", database, watch.started, watch.loaded),
        ("decide", "internal", {}, watch.loaded, watch.decided),
        ("transaction", "client", database, watch.decided, now),
    )
    for name, kind, about, start, end in steps:
        tracing.tell(name, kind, whole.beside(new_span_id()), whole.span_id, start, end, about)


def _wanted(tracing: Tracing, item: Read) -> Trace | None:
    if isinstance(item, Skipped) or item.envelope is None:
        return None
    trace = Trace.read(item.envelope.traceparent)
    return trace if tracing.wants(trace) else None


def _tell_message(
    tracing: Tracing,
    item: Read,
    trace: Trace,
    aside: dict[str, str],
    whole: Trace,
    times: tuple[int, int],
) -> Trace:
    incoming, envelope = item.incoming, item.envelope
    assert envelope is not None  # noqa: S101 - only such are wanted
    topic = incoming.topic.name
    own = trace.beside(handling_span(tracing.service, envelope.id))
    told: dict[str, Attribute] = {
        "messaging.system": "kafka",
        "messaging.operation.type": "process",
        "messaging.operation.name": "process",
        "messaging.destination.name": topic,
        "messaging.destination.partition.id": str(incoming.partition),
        "messaging.kafka.offset": incoming.offset,
        "messaging.consumer.group.name": tracing.service,
        "messaging.message.id": envelope.id,
        "comptoir.message.type": envelope.type,
        "comptoir.correlation_id": envelope.correlation_id,
    }
    tracing.tell(
        f"process {topic}",
        "consumer",
        own,
        trace.span_id,
        *times,
        told,
        error=aside.get(incoming.position),
        links=[whole],
    )
    return own


def _set_aside(plan: Plan) -> dict[str, str]:
    """By position, in one word, what became of the records that were not handled."""
    parked = {one.incoming.position: "parked" for one in plan.parked_records.values()}
    return parked | {letter.incoming.position: "set-aside" for letter in plan.dead_letters}


def tell_sent(tracing: Tracing, records: Sequence[Outgoing], start: int, end: int) -> None:
    """Tell of records that Kafka has just taken, each under what brought it about."""
    for record in records:
        name, value = record.headers[-1]  # where an envelope has it, if at all
        trace = Trace.read(value.decode(errors="replace")) if name == "traceparent" else None
        if trace is None or not tracing.wants(trace):
            continue
        headers = dict(record.headers)
        if trace.span_id != sending_span(tracing.service, record.id):
            continue  # set aside as it came: somebody else's span
        cause = headers.get("ce_causationid")
        above = record.under or (cause and handling_span(tracing.service, cause.decode()))
        tell_sent_one(tracing, record, trace, above or None, start, end)


def tell_sent_one(
    tracing: Tracing, record: Outgoing, trace: Trace, above: str | None, start: int, end: int
) -> None:
    """Tell of one record that Kafka has taken."""
    headers = dict(record.headers)
    told: dict[str, Attribute] = {
        "messaging.system": "kafka",
        "messaging.operation.type": "send",
        "messaging.operation.name": "send",
        "messaging.destination.name": record.topic,
        "messaging.message.id": record.id,
        "comptoir.message.type": headers.get("ce_type", b"").decode(errors="replace"),
    }
    tracing.tell(f"send {record.topic}", "producer", trace, above, start, end, told)
