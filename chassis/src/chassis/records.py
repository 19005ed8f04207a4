"""Records as they come from Kafka and as they go there, and how one is read.

Tuples, since several are made per record: a frozen dataclass takes four times as long to make.
"""

from __future__ import annotations

from typing import Any, NamedTuple

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
# What one service is sent again, the others have handled long ago: it names the one.
ONLY_FOR = "comptoir-only-for"
FOR_ANOTHER = "for-another-service"

CONTROL_TYPES: dict[str, type[ReleaseKey] | type[SkipParked] | type[Republish]] = {
    control.TYPE: control for control in (ReleaseKey, SkipParked, Republish)
}


class Misplaced(ValueError):
    """A message travels on another topic, under another key or subject than its content says."""


class Incoming(NamedTuple):
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


class Outgoing(NamedTuple):
    """One record to publish. `id` is the event's id: the same again is a repeat.

    `under` is the span that brought it about, where that is another than its cause's; it is not
    stored: whoever publishes it after a restart tells of it under its cause.
    """

    id: str
    topic: str
    key: bytes | None
    value: bytes
    headers: Headers
    under: str = ""


class Readable(NamedTuple):
    """A message that has a handler, the documents it touches and those it only reads."""

    incoming: Incoming
    key: str
    envelope: Envelope
    row: Row
    message: Message
    touches: tuple[Ref[Any], ...]
    reads: tuple[Ref[Any], ...]
    inbox_id: str | None
    seen_key: str | None


class Control(NamedTuple):
    """An operator's order about one key."""

    incoming: Incoming
    key: str
    envelope: Envelope
    order: Part
    inbox_id: str
    seen_key: None = None


class Skipped(NamedTuple):
    """Nothing to do: a type without a handler here, what is sent again to another service alone,
    or a compacted topic's tombstone."""

    incoming: Incoming
    type: str
    key: str = ""
    envelope: Envelope | None = None
    inbox_id: None = None
    seen_key: str | None = None

    @classmethod
    def message(cls, incoming: Incoming, key: str, envelope: Envelope) -> Skipped:
        """A message without a handler here. It counts in its sequence, which others share."""
        return cls(incoming, envelope.type, key, envelope, seen_key=seen_key_of(envelope, key))


class Unreadable(NamedTuple):
    """Cannot be read, and why. `envelope` is there where at least the headers could be."""

    incoming: Incoming
    key: str | None
    reason: str
    envelope: Envelope | None = None
    inbox_id: None = None
    seen_key: None = None


Read = Readable | Control | Skipped | Unreadable


def inbox_id_of(envelope: Envelope) -> str:
    """Under which id the inbox remembers a message; where it has a sequence, that does."""
    return f"{envelope.source}|{envelope.id}"


def seen_key_of(envelope: Envelope, key: str) -> str | None:
    """Under which name a message's sequence is remembered: one per source, subject and key, so that
    what strays under another key does not count in the subject's own; None if it has none."""
    if envelope.sequence is None:
        return None
    return f"{envelope.source}|{envelope.subject}|{key}"


def read(incoming: Incoming, table: HandlerTable) -> Read:
    """Read one record by itself. Never raises: what cannot be read is an `Unreadable`."""
    if incoming.value is None and incoming.topic.compacted:
        return Skipped(incoming, TOMBSTONE)
    if _for_another(incoming, table.service):
        return Skipped(incoming, FOR_ANOTHER)
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


def _for_another(incoming: Incoming, service: str) -> bool:
    for name, value in incoming.headers:
        if name == ONLY_FOR:
            return value != service.encode()
    return False


def _read_value(incoming: Incoming, key: str, envelope: Envelope, table: HandlerTable) -> Read:
    value = incoming.value or b""
    if incoming.topic.kind is Kind.CONTROL:
        control = CONTROL_TYPES.get(envelope.type)
        if control is None:
            return Skipped.message(incoming, key, envelope)
        order = control.model_validate_json(value, extra="ignore")
        return Control(incoming, key, envelope, order, inbox_id_of(envelope))
    row = table.rows.get(envelope.type)
    if row is None:
        return Skipped.message(incoming, key, envelope)
    message = row.message.read(value)
    _check_place(incoming, key, envelope, message)
    seen_key = seen_key_of(envelope, key)
    return Readable(
        incoming,
        key,
        envelope,
        row,
        message,
        tuple(row.touches(message)),
        tuple(row.reads(message)),
        inbox_id_of(envelope) if seen_key is None else None,
        seen_key,
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
