"""A record that was set aside as it is sent again: as news, or with a body that a person corrected.
No I/O."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from pydantic import JsonValue, ValidationError

from chassis.emit import MAX_VALUE_BYTES
from chassis.identity import derived_id
from chassis.records import ONLY_FOR, Incoming, Outgoing
from chassis.set_aside import ReplayOrder
from chassis.table import HandlerTable
from contracts.envelope import Envelope, EnvelopeError, Headers
from contracts.message import Message
from contracts.topics import Topic

CORRECTS = "comptoir-corrects"
CORRECTED_BY = "comptoir-corrected-by"
OPERATOR = "/operator"


class Unfit(ValueError):
    """The correction does not fit; `errors` are (field, reason), without what was in them."""

    def __init__(self, *errors: tuple[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {reason}" for field, reason in errors))
        self.errors = errors


def envelope_of(incoming: Incoming) -> Envelope | None:
    """The record's envelope, if it has one that can be read."""
    try:
        return Envelope.from_headers(incoming.headers)
    except EnvelopeError:
        return None


def types_of(topic: Topic, table: HandlerTable) -> tuple[str, ...]:
    """The messages of a topic that a service handles, by type."""
    return tuple(sorted(type for type, row in table.rows.items() if row.message.TOPIC is topic))


def correctable(topic: Topic, table: HandlerTable) -> bool:
    """On a compacted topic a correction would stand for the state of its key, whatever its owner
    said since."""
    return not topic.compacted and bool(types_of(topic, table))


def corrected(
    incoming: Incoming,
    order: ReplayOrder,
    table: HandlerTable,
    *,
    actor: str,
    now: datetime,
    skipped: bool,
) -> Outgoing:
    """The record that takes the place of one set aside. Raises `Unfit`.

    It says by a header which one it corrects and who did so. It keeps the identity of the message,
    so that whoever has handled that takes it for a repeat; where there is none that can be read, or
    it counts as taken in here already, it has one of its own, the same for the same body. What
    counts as taken in here is for this service alone: the others have handled the original.
    """
    if not correctable(incoming.topic, table):
        raise Unfit(("id", "a record of this topic cannot be replaced by another"))
    envelope = envelope_of(incoming)
    type = order.type or (envelope.type if envelope else None)
    message, value = _message(incoming.topic, type, order.body or {}, table)
    headers = _envelope(incoming, envelope, message, value, actor, now, skipped).headers()
    headers += [(CORRECTS, incoming.position.encode()), (CORRECTED_BY, actor.encode())]
    if skipped:
        headers.append((ONLY_FOR, table.service.encode()))
    return Outgoing(incoming.position, incoming.topic.name, message.key.encode(), value, headers)


def _message(
    topic: Topic, type: str | None, body: dict[str, JsonValue], table: HandlerTable
) -> tuple[Message, bytes]:
    row = table.rows.get(type or "")
    if row is None or row.message.TOPIC is not topic:
        raise Unfit(("type", "is none of: " + ", ".join(types_of(topic, table))))
    try:
        value = json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        encoded = value.encode()
        message = row.message.read(encoded)
    except ValidationError as error:
        raise Unfit(*_faults(error)) from None
    except ValueError:
        raise Unfit(("body", "cannot be written as JSON")) from None
    if len(encoded) > MAX_VALUE_BYTES:
        raise Unfit(("body", f"has more than {MAX_VALUE_BYTES} bytes"))
    return message, encoded


def _faults(error: ValidationError) -> Sequence[tuple[str, str]]:
    found = error.errors(include_url=False, include_input=False, include_context=False)
    return [
        (".".join(["body", *(str(step) for step in fault["loc"])]), fault["msg"])
        for fault in found[:20]
    ]


def _envelope(
    incoming: Incoming,
    former: Envelope | None,
    message: Message,
    value: bytes,
    actor: str,
    now: datetime,
    skipped: bool,
) -> Envelope:
    digest = hashlib.sha256(value).hexdigest()
    own = derived_id("corrected", incoming.position, digest)
    if former is None:
        return Envelope(
            own, OPERATOR, message.TYPE, message.subject, now, message.property_id, actor, own
        )
    as_it_is = former._replace(
        type=message.TYPE, subject=message.subject, property_id=message.property_id
    )
    if not skipped:
        return as_it_is
    # Without a sequence: its own counts as taken in, and the next ones may be here already.
    return as_it_is._replace(id=own, causation_id=former.id, sequence=None)


def as_news(incoming: Incoming, headers: Headers, service: str) -> Headers:
    """Of a record that counts as taken in by a service: the same under an id of its own and without
    its place in the sequence, or it would be dropped as a repeat; and for that service alone, since
    the others have handled it. Raises `Unfit` for a state: it would take the place of what its
    owner said since."""
    if incoming.topic.compacted:
        raise Unfit(("id", "a skipped state is not sent again; its owner's next one says all"))
    own = derived_id("replayed", incoming.position).encode()
    changed = [(name, own if name == "ce_id" else value) for name, value in headers]
    again = [(name, value) for name, value in changed if name not in {"ce_sequence", ONLY_FOR}]
    return [*again, (ONLY_FOR, service.encode())]
