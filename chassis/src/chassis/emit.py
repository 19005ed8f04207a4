"""From what a handler says to what is stored and published: identities, sequences, bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from chassis.batch import DeadLetter, NewEffect, Slot
from chassis.clock import utc_now
from chassis.effect_store import Leased
from chassis.identity import derived_id, partition_of
from chassis.outcome import Effect
from chassis.records import Incoming, Outgoing
from chassis.trace import child_trace, effect_span
from contracts.control import RequestFailed
from contracts.envelope import Envelope
from contracts.message import Message, Part
from contracts.topics import Kind, Topic, dead_letter_topic

# Kafka refuses a record of more than 1 MiB; this leaves room for headers and framing.
MAX_VALUE_BYTES = 900_000
# What a dead letter that has to be cut keeps at most of its headers, and of its key.
MAX_KEPT_HEADERS = 50_000
SEQUENCED = frozenset({Kind.EVENTS, Kind.STATE, Kind.CHANGES})


class TooLarge(ValueError):
    """A message is larger than a record may be."""


class Cause(NamedTuple):
    """What led to the messages and effects of one handler call."""

    service: str
    handler: str
    envelope: Envelope
    now: datetime

    def envelope_for(
        self, id: str, message: Message, sequence: int | None, source: str | None = None
    ) -> Envelope:
        """The envelope of a message that this cause brings about."""
        return Envelope(
            id=id,
            source=source or message.TOPIC.source,
            type=message.TYPE,
            subject=message.subject,
            time=self.now,
            property_id=message.property_id,
            actor=self.envelope.actor,
            correlation_id=self.envelope.correlation_id,
            causation_id=self.envelope.id,
            sequence=sequence,
            traceparent=child_trace(self.envelope.traceparent, self.service, id),
        )

    def id(self, kind: str, n: int) -> str:
        return derived_id(
            self.service, self.handler, self.envelope.source, self.envelope.id, kind, str(n)
        )


def emit(message: Message, envelope: Envelope) -> Outgoing:
    """A message as a record. Raises `TooLarge`."""
    value = message.encode()
    if len(value) > MAX_VALUE_BYTES:
        raise TooLarge(f"{message.TYPE} has {len(value)} bytes; {MAX_VALUE_BYTES} are allowed")
    key = message.key.encode()
    return Outgoing(envelope.id, message.TOPIC.name, key, value, envelope.headers())


def emit_events(
    cause: Cause, events: Sequence[Message], slots: Sequence[Slot]
) -> tuple[list[Outgoing], dict[tuple[int, str], int]]:
    """Events as records, each with the next sequence of its subject.

    Returns them with the new counts, by (index of the slot, source). Raises `TooLarge`, and
    `ValueError` for an event about an aggregate that the handler does not touch.
    """
    counts: dict[tuple[int, str], int] = {}
    records = []
    # The first slot of an id counts what is said about it.
    counting = {slots[index].ref.id: index for index in range(len(slots) - 1, -1, -1)}
    for n, event in enumerate(events):
        sequence = None
        if event.TOPIC.kind in SEQUENCED:
            place = (_counting_slot(event, counting), event.TOPIC.source)
            sequence = counts.get(place, slots[place[0]].sequences.get(place[1], 0)) + 1
            counts[place] = sequence
        records.append(emit(event, cause.envelope_for(cause.id("event", n), event, sequence)))
    return records, counts


def _counting_slot(event: Message, counting: Mapping[str, int]) -> int:
    index = counting.get(event.subject)
    if index is None:
        raise ValueError(f"{event.TYPE} is about {event.subject}, which its handler does not touch")
    return index


def store_effects(cause: Cause, effects: Sequence[Effect], partition: int) -> list[NewEffect]:
    """Effects as they are stored. A lane is a lane of its partition, whose owner carries it out."""
    if not effects:
        return []
    envelope = cause.envelope
    origin: dict[str, Any] = {
        "id": envelope.id,
        "source": envelope.source,
        "property_id": envelope.property_id,
        "actor": envelope.actor,
        "correlation_id": envelope.correlation_id,
        "traceparent": envelope.traceparent,
    }
    return [
        NewEffect(
            id=cause.id("effect", n),
            partition=partition,
            kind=effect.work.KIND,
            work=effect.work.model_dump(mode="json"),
            lane=None if effect.lane is None else f"{partition}/{effect.lane}",
            partner=effect.partner,
            due_at=effect.due_at or cause.now,
            origin=origin,
        )
        for n, effect in enumerate(effects)
    ]


def emit_report(service: str, effect: Leased, n: int, report: Message) -> Outgoing:
    """An effect's n-th report as a record. Raises ValueError if another partition's owner would get
    it, or if it were a fact for others: its sequence and its place in the history are given by a
    handler alone."""
    if partition_of(report.key) != effect.partition:
        raise ValueError(f"{report.TYPE} has the key of another partition")
    if report.TOPIC.history:
        raise ValueError(f"{report.TYPE} is a fact, and no report: a handler says it")
    origin = effect.origin
    envelope = Envelope(
        id=origin["id"],
        source=origin["source"],
        type="",
        subject="",
        time=utc_now(),
        property_id=origin["property_id"],
        actor=origin["actor"],
        correlation_id=origin["correlation_id"],
        traceparent=origin["traceparent"],
    )
    cause = Cause(service, effect.kind, envelope, envelope.time)
    id = cause.id(f"report/{effect.id}/{effect.attempts}", n)
    record = emit(report, cause.envelope_for(id, report, None))
    return record._replace(under=effect_span(effect.id, effect.attempts))


def emit_part(
    cause: Cause, part: Part, type: str, topic: Topic, key: str, position: str = ""
) -> Outgoing:
    """One of the chassis' own messages, which are bound to no single topic, as a record.

    `position` tells two records with the same event id apart, where each deserves an answer.
    """
    id = cause.id(f"{type}@{position}", 0)
    envelope = Envelope(
        id=id,
        source=f"/{cause.service}/chassis",
        type=type,
        subject=key,
        time=cause.now,
        property_id=cause.envelope.property_id,
        actor=cause.envelope.actor,
        correlation_id=cause.envelope.correlation_id,
        causation_id=cause.envelope.id,
        traceparent=child_trace(cause.envelope.traceparent, cause.service, id),
    )
    value = part.model_dump_json().encode()
    return Outgoing(id, topic.name, key.encode(), value, envelope.headers())


def emit_failure(cause: Cause, answers: Topic, key: str, detail: str, position: str) -> Outgoing:
    """The answer to a request that ran into a fault; asked again, it is answered again."""
    failed = RequestFailed(
        request_id=cause.envelope.id, request_type=cause.envelope.type, detail=detail
    )
    return emit_part(cause, failed, RequestFailed.TYPE, answers, key, position)


def emit_dead_letter(service: str, letter: DeadLetter) -> Outgoing:
    """A record set aside, its bytes and headers as they came, with reason and position added.

    One that came in compressed, or filled a record to the brim, would not fit again with these:
    it is cut, and says so. The database has it whole.
    """
    incoming: Incoming = letter.incoming
    key, value = incoming.key, incoming.value or b""
    headers = [(name, value or b"") for name, value in incoming.headers]
    size = len(key or b"") + len(value) + sum(len(name) + len(text) for name, text in headers)
    if size > MAX_VALUE_BYTES:
        key = key if len(key or b"") <= MAX_KEPT_HEADERS else None
        fits = sum(len(name) + len(text) for name, text in headers) <= MAX_KEPT_HEADERS
        headers = headers if fits else []
        value = value[: MAX_VALUE_BYTES - 2 * MAX_KEPT_HEADERS]
        headers.append(("comptoir-cut-from", str(size).encode()))
    headers.append(("comptoir-reason", letter.reason.encode()))
    headers.append(("comptoir-position", incoming.position.encode()))
    id = derived_id("dead", service, letter.id)
    return Outgoing(id, dead_letter_topic(service).name, key, value, headers)
