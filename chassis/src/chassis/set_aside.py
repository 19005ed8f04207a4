"""What was set aside, as an operator reads it: the shapes, and a record's bytes made readable."""

from __future__ import annotations

import base64
import json
from enum import StrEnum
from typing import Annotated, Any, NoReturn

from pydantic import Field, JsonValue

from contracts.message import Frozen, Instant

Id = Annotated[
    str,
    Field(
        min_length=1,
        max_length=500,
        description="The record's position: topic/partition/offset",
        examples=["orders.delivery.commands.v1/3/118"],
    ),
]
Key = Annotated[str, Field(min_length=1, max_length=500)]


class ShownAs(StrEnum):
    """How the text shows the bytes. `empty`: there are none."""

    JSON = "json"
    TEXT = "text"
    BASE64 = "base64"
    EMPTY = "empty"


class LetterState(StrEnum):
    """What became of a record that was set aside."""

    OPEN = "open"
    REPLAYED = "replayed"
    DISCARDED = "discarded"


class Content(Frozen):
    """Some bytes as text. `note` says why they are not shown as JSON."""

    format: ShownAs
    text: str
    size: int
    note: str | None = None


class NamedText(Frozen):
    """One header."""

    name: str
    format: ShownAs
    text: str


class WaitingRecord(Frozen):
    """One record under a parked key, and why it waits."""

    id: str
    reason: str


class ParkedEntry(Frozen):
    """One parked key; `records` are its oldest few of `count`. With `gap` it waits for a message
    that is missing. `handler` is empty where none was reached."""

    key: str
    handler: str
    reason: str
    parked_at: Instant
    count: int
    gap: bool
    records: tuple[WaitingRecord, ...]


class ParkedList(Frozen):
    """The oldest first; `total` are parked altogether."""

    total: int
    parked: tuple[ParkedEntry, ...]


class DeadEntry(Frozen):
    """One open dead letter. `type` is empty where it cannot be read. A `skipped` one was parked."""

    id: str
    topic: str
    type: str
    key: str
    reason: str
    dead_at: Instant
    size: int
    skipped: bool


class DeadList(Frozen):
    """`total` are open altogether."""

    total: int
    dead: tuple[DeadEntry, ...]


class Correction(Frozen):
    """With which body a record was replayed, or is to be while it is open, and as which message."""

    body: str
    message_id: str


class SetAsideRecord(Frozen):
    """One record as it came. It may hold personal data of guests.

    `types` are the messages of its topic that the service handles; where it is `correctable`, a
    replay may bring another body, of one of these.
    """

    id: str
    topic: str
    partition: int
    offset: int
    key: Content
    type: str
    headers: tuple[NamedText, ...]
    body: Content
    reason: str
    set_aside_at: Instant
    state: LetterState
    closed_by: str | None = None
    closed_at: Instant | None = None
    correctable: bool
    types: tuple[str, ...]
    correction: Correction | None = None


class Closed(Frozen):
    """How a dead letter was closed."""

    id: str
    state: LetterState
    closed_by: str
    closed_at: Instant


class Ordered(Frozen):
    """The owner of the partition is told, and will see to it in a moment."""

    ordered: bool = True


class ReleaseOrder(Frozen):
    """Handle what waits under a key. `accept_gap` gives up the messages that are missing."""

    key: Key
    accept_gap: Annotated[bool, Field(strict=True)] = False


class RecordOrder(Frozen):
    """One record is meant."""

    id: Id


class ReplayOrder(RecordOrder):
    """Append a record to its topic again. With `body` it is corrected: a message of `type`, or of
    the record's own."""

    body: dict[str, JsonValue] | None = None
    type: Annotated[str, Field(max_length=200)] | None = None


def readable(value: bytes | None) -> Content:
    """Bytes as a person reads them best."""
    size = len(value or b"")
    if not value:
        return Content(format=ShownAs.EMPTY, text="", size=0, note="there are no bytes")
    try:
        text = value.decode()
    except UnicodeDecodeError as error:
        note = f"not UTF-8 from byte {error.start} on"
        coded = base64.b64encode(value).decode()
        return Content(format=ShownAs.BASE64, text=coded, size=size, note=note)
    try:
        pretty = json.dumps(_strictly(text), indent=2, ensure_ascii=False)
        pretty.encode()  # half a character, written as an escape, has no bytes
    except json.JSONDecodeError as error:
        note = f"not JSON: {error.msg} in line {error.lineno}, column {error.colno}"
        return Content(format=ShownAs.TEXT, text=text, size=size, note=note)
    except (ValueError, RecursionError):
        return Content(format=ShownAs.TEXT, text=text, size=size, note="no proper JSON")
    return Content(format=ShownAs.JSON, text=pretty, size=size)


def plain(value: bytes | None) -> Content:
    """Bytes of a key or a header, which are text or nothing that can be read."""
    shown = readable(value)
    if shown.format is ShownAs.JSON:
        return Content(format=ShownAs.TEXT, text=(value or b"").decode(), size=shown.size)
    return shown.model_copy(update={"note": None})


def _strictly(text: str) -> Any:
    def refuse(word: str) -> NoReturn:
        raise ValueError(word)

    return json.loads(text, parse_constant=refuse)
