"""Folds of what lies on the topics, made without the chassis: what the stored views must equal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chassis.documents import Document, Ref
from chassis.outcome import Context
from chassis.records import Readable, read
from chassis.table import HandlerTable
from contracts.envelope import Envelope
from contracts.message import MESSAGES, Message
from contracts.topics import BY_NAME, Kind
from tests.simulation.broker import Broker, Record

SEQUENCED = frozenset({Kind.EVENTS, Kind.STATE, Kind.CHANGES})


@dataclass(frozen=True, slots=True)
class Said:
    """One record of a topic that counts what it says, and its place in that count."""

    record: Record
    envelope: Envelope

    @property
    def about(self) -> tuple[str, str]:
        return (self.envelope.source, self.envelope.subject)

    @property
    def sequence(self) -> int:
        return self.envelope.sequence or 0

    def message(self) -> Message:
        return MESSAGES[self.envelope.type].read(self.record.value or b"")


def all_said(broker: Broker, topic: str) -> list[Said]:
    """Every copy, in the order in which they lie there, partition by partition."""
    return [
        Said(record, Envelope.from_headers(record.headers))
        for (name, _), log in sorted(broker.logs.items())
        if name == topic
        for record in log
    ]


def said_once(broker: Broker, topic: str) -> list[Said]:
    """The first copy of each message; of counted ones, by their count."""
    first: dict[Any, Said] = {}
    for said in all_said(broker, topic):
        counted = BY_NAME[topic].kind in SEQUENCED and said.envelope.sequence is not None
        identity = said.sequence if counted else said.envelope.id
        first.setdefault((*said.about, identity), said)
    return sorted(first.values(), key=lambda said: said.sequence)


def fold(table: HandlerTable, broker: Broker, topics: Iterable[str]) -> dict[Ref[Any], Document]:
    """All documents of a service after each message of some topics, topic after topic."""
    documents: dict[Ref[Any], Document] = {}
    for topic in topics:
        for said in said_once(broker, topic):
            item = read(said.record.incoming(), table)
            if isinstance(item, Readable):
                _apply(table, documents, item)
    return documents


def _apply(table: HandlerTable, documents: dict[Ref[Any], Document], item: Readable) -> None:
    envelope = item.envelope
    context = Context(
        envelope.time, envelope, table.service, item.row.name, lambda ref: documents.get(ref)
    )
    touched = {ref: documents.get(ref) for ref in item.touches}
    documents.update(item.row.handle(touched, item.message, context).documents)
