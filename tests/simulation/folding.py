"""Folds of what lies on the topics, made without the chassis: what the stored views must equal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from chassis.documents import Document, Ref
from chassis.outcome import Context
from chassis.table import HandlerTable, Row
from contracts.envelope import Envelope
from contracts.message import MESSAGES, Message
from contracts.topics import BY_NAME, Kind
from tests.simulation.broker import Broker, Record
from tests.simulation.readings import Readings

SEQUENCED = frozenset({Kind.EVENTS, Kind.STATE, Kind.CHANGES})


class Said(NamedTuple):
    """One record of a topic that counts what it says, and its place in that count."""

    value: bytes | None
    envelope: Envelope
    about: tuple[str, str]
    sequence: int
    known: Message | None

    def message(self) -> Message:
        return self.known or MESSAGES[self.envelope.type].read(self.value or b"")


class Sayings:
    """What lies on the topics at the end of an evening, each record read once."""

    def __init__(self, broker: Broker, readings: Readings) -> None:
        self._broker = broker
        self._readings = readings
        self._topics: dict[str, list[Said]] = {}

    def all_of(self, topic: str) -> list[Said]:
        """Every copy, in the order in which they lie there, partition by partition."""
        if topic not in self._topics:
            logs = sorted(place for place in self._broker.logs if place[0] == topic)
            self._topics[topic] = [
                self._said(record) for place in logs for record in self._broker.logs[place]
            ]
        return self._topics[topic]

    def _said(self, record: Record) -> Said:
        known = self._readings.message_at((record.topic, record.partition, record.offset))
        envelope = known.envelope if known else Envelope.from_headers(record.headers)
        about = (envelope.source, envelope.subject)
        message = known.message if known else None
        return Said(record.value, envelope, about, envelope.sequence or 0, message)

    def once(self, topic: str) -> list[Said]:
        """The first copy of each message; of counted ones, by their count."""
        first: dict[Any, Said] = {}
        for said in self.all_of(topic):
            counted = BY_NAME[topic].kind in SEQUENCED and said.envelope.sequence is not None
            identity = said.sequence if counted else said.envelope.id
            first.setdefault((*said.about, identity), said)
        return sorted(first.values(), key=lambda said: said.sequence)


def fold(table: HandlerTable, sayings: Sayings, topics: Iterable[str]) -> dict[Ref[Any], Document]:
    """All documents of a service after each message of some topics, topic after topic."""
    documents: dict[Ref[Any], Document] = {}
    for topic in topics:
        for said in sayings.once(topic):
            row = table.rows.get(said.envelope.type)
            if row is not None:
                _apply(table.service, row, documents, said)
    return documents


def _apply(service: str, row: Row, documents: dict[Ref[Any], Document], said: Said) -> None:
    envelope, message = said.envelope, said.message()
    context = Context(envelope.time, envelope, service, row.name, documents.get)
    touched = {ref: documents.get(ref) for ref in row.touches(message)}
    documents.update(row.handle(touched, message, context).documents)
