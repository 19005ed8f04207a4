"""Records as they come from Kafka and as they go there, and how one is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from chassis.commits import in_brief
from chassis.documents import Ref
from chassis.table import HandlerTable, Row
from contracts.control import ReleaseKey, Republish, SkipParked
from contracts.envelope import Envelope, EnvelopeError, Headers
from contracts.message import Message, Part
from contracts.topics import Kind, Topic

# More than any key of ours has. A longer one could not be answered under: it would not fit again.
LONGEST_KEY = 500
LONGEST_REASON = 500
TOMBSTONE = "tombstone"

CONTROL_TYPES: dict[str, type[ReleaseKey] | type[SkipParked] | type[Republish]] = {
    control.TYPE: control for control in (ReleaseKey, SkipParked, Republish)
}


class Misplaced(ValueError):
    """A message travels on another topic, under another key or subject than its content says."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One record, untouched. `topic` is the contract's, without the installation's namespace."""

    topic: Topic
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]

    @property
    def position(self) -> str:
        return f"{self.topic.name}/{self.partition}/{self.offset}"

    @property
    def text_key(self) -> str | None:
        """The key as text, or None where there is none that can be read."""
        if not self.key or len(self.key) > LONGEST_KEY:
            return None
        try:
            return self.key.decode()
        except UnicodeDecodeError:
            return None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One record to publish. `id` is the event's id: the same again is a repeat."""

    id: str
    topic: str
    key: bytes | None
    value: bytes
    headers: Headers


@dataclass(frozen=True, slots=True)
class Readable:
    """A message that has a handler, the documents it touches and those it only reads."""

    incoming: Incoming
    key: str
    envelope: Envelope
    row: Row
    message: Message
    touches: tuple[Ref[Any], ...]
    reads: tuple[Ref[Any], ...]

    @property
    def inbox_id(self) -> str | None:
        """What marks it as handled; None where the sequence does so."""
        if self.envelope.sequence is not None:
            return None
        return f"{self.envelope.source}|{self.envelope.id}"


@dataclass(frozen=True, slots=True)
class Control:
    """An operator's order about one key."""

    incoming: Incoming
    key: str
    envelope: Envelope
    order: Part

    @property
    def inbox_id(self) -> str:
        return f"{self.envelope.source}|{self.envelope.id}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """Nothing to do: a type without a handler here, or a compacted topic's tombstone."""

    incoming: Incoming
    type: str
    key: str = ""
    envelope: Envelope | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Cannot be read, and why. `envelope` is there where at least the headers could be."""

    incoming: Incoming
    key: str | None
    reason: str
    envelope: Envelope | None = None


Read = Readable | Control | Skipped | Unreadable


def inbox_id_of(item: Read) -> str | None:
    """Under which id the inbox remembers it, if it does."""
    return item.inbox_id if isinstance(item, Readable | Control) else None


def seen_key_of(item: Read) -> str | None:
    """Under which name its sequence is remembered: one per source, subject and key; None if it has
    none. Types without a handler count too, since they share the sequence with those that have one;
    what strays under another key does not count in the subject's own."""
    if not isinstance(item, Readable | Skipped) or item.envelope is None:
        return None
    if item.envelope.sequence is None:
        return None
    return f"{item.envelope.source}|{item.envelope.subject}|{item.key}"


def read(incoming: Incoming, table: HandlerTable) -> Read:
    """Read one record by itself. Never raises: what cannot be read is an `Unreadable`."""
    if incoming.value is None and incoming.topic.compacted:
        return Skipped(incoming, TOMBSTONE)
    key = incoming.text_key
    if key is None:
        return Unreadable(incoming, None, "the record has no readable key")
    try:
        envelope = Envelope.from_headers(incoming.headers)
    except EnvelopeError as error:
        return Unreadable(incoming, key, str(error))
    try:
        return _read_value(incoming, key, envelope, table)
    except Exception as error:  # whatever a stranger's bytes do, it is this record's failure
        return Unreadable(incoming, key, reason_of(error), envelope)


def _read_value(incoming: Incoming, key: str, envelope: Envelope, table: HandlerTable) -> Read:
    value = incoming.value or b""
    if incoming.topic.kind is Kind.CONTROL:
        control = CONTROL_TYPES.get(envelope.type)
        if control is None:
            return Skipped(incoming, envelope.type, key, envelope)
        return Control(incoming, key, envelope, control.model_validate_json(value, extra="ignore"))
    row = table.rows.get(envelope.type)
    if row is None:
        return Skipped(incoming, envelope.type, key, envelope)
    message = row.message.read(value)
    _check_place(incoming, key, envelope, message)
    return Readable(
        incoming,
        key,
        envelope,
        row,
        message,
        tuple(row.touches(message)),
        tuple(row.reads(message)),
    )


def _check_place(incoming: Incoming, key: str, envelope: Envelope, message: Message) -> None:
    """Raises `Misplaced`. Under another key it would change a document that another process owns,
    and about another subject it would count in a sequence that is not its own."""
    if message.TOPIC.name != incoming.topic.name:
        raise Misplaced(f"{message.TYPE} does not travel on {incoming.topic.name}")
    if message.key != key:
        raise Misplaced(f"the record's key is not the message's {message.KEY}")
    if message.subject != envelope.subject:
        raise Misplaced(f"ce_subject is not the message's {message.SUBJECT}")


def reason_of(error: BaseException) -> str:
    """Why it failed, without the data that it failed on: fields and reasons, never values."""
    if isinstance(error, ValidationError):
        problems = error.errors(include_url=False, include_input=False, include_context=False)
        found = (
            f"{'.'.join(str(step) for step in problem['loc']) or 'value'}: {problem['msg']}"
            for problem in problems[:10]
        )
        return "; ".join(found)[:LONGEST_REASON]
    return in_brief(error)
