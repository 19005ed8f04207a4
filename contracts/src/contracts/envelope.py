"""CloudEvents 1.0 in Kafka's binary mode: the facts about a message, as record headers.

The payload travels as the record's value and is never read here.
Source: CloudEvents 1.0.2, "Kafka Protocol Binding", section 3.2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

SPEC_VERSION = "1.0"
CONTENT_TYPE = "application/json"
# More than any attribute of ours has. What quotes them (an answer's causation, a reason) must fit
# into a record again.
LONGEST_ATTRIBUTE = 500
# One instant is written many times: in each message about it and each time its document changes.
INSTANTS_REMEMBERED = 8_192

REQUIRED = (
    "ce_specversion",
    "ce_id",
    "ce_source",
    "ce_type",
    "ce_subject",
    "ce_time",
    "ce_property",
)
_REQUIRED_OF: Callable[[Mapping[str, str]], tuple[str, ...]] = itemgetter(*REQUIRED)

Headers = list[tuple[str, bytes]]


class EnvelopeError(ValueError):
    """The headers are not a CloudEvent that Comptoir can read; says which one and why."""


class Envelope(NamedTuple):
    """Who says what about which aggregate, when, and in consequence of what.

    A tuple, since one is made per message: a frozen dataclass takes four times as long to make.
    `source` and `id` together are unique for ever: a repeat carries the same pair.
    `sequence` counts the events of one `subject` from one `source`, from 1 and without a gap;
    it is absent where the source keeps no state (a partner's webhook, a person's request).
    `actor` is who caused it: `person:ID`, `key:ID`, `guest:ID` (somebody
    without an account), `partner:ID` or `rule:NAME`.
    """

    id: str
    source: str
    type: str
    subject: str
    time: datetime
    property_id: str
    actor: str
    correlation_id: str
    causation_id: str | None = None
    sequence: int | None = None
    traceparent: str | None = None

    def headers(self) -> Headers:
        """The record headers of this envelope, absent attributes left out."""
        headers = [
            ("content-type", CONTENT_TYPE.encode()),
            ("ce_specversion", SPEC_VERSION.encode()),
            ("ce_id", self.id.encode()),
            ("ce_source", self.source.encode()),
            ("ce_type", self.type.encode()),
            ("ce_subject", self.subject.encode()),
            ("ce_time", format_instant(self.time).encode()),
            ("ce_property", self.property_id.encode()),
            ("ce_actor", self.actor.encode()),
            ("ce_correlationid", self.correlation_id.encode()),
        ]
        if self.causation_id is not None:
            headers.append(("ce_causationid", self.causation_id.encode()))
        if self.sequence is not None:
            headers.append(("ce_sequence", b"%d" % self.sequence))
        if self.traceparent is not None:
            headers.append(("traceparent", self.traceparent.encode()))
        return headers

    @classmethod
    def from_headers(cls, headers: Iterable[tuple[str, bytes | None]]) -> Envelope:
        """Read an envelope back.

        Raises `EnvelopeError` naming the header that is missing, null, not UTF-8, too long or
        malformed, and never what is in it.
        """
        texts = _texts(headers)
        if (texts.get("ce_specversion") or SPEC_VERSION) != SPEC_VERSION:
            raise EnvelopeError("header ce_specversion is not 1.0")
        _, id, source, type, subject, time, property_id = _required(texts)
        return cls(
            id,
            source,
            type,
            subject,
            _instant(time),
            property_id,
            texts.get("ce_actor", "rule:unknown"),
            texts.get("ce_correlationid") or id,
            texts.get("ce_causationid"),
            _sequence(texts.get("ce_sequence")),
            texts.get("traceparent"),
        )


@lru_cache(maxsize=INSTANTS_REMEMBERED)
def format_instant(instant: datetime) -> str:
    """UTC with milliseconds, always the same width, so that texts sort as instants do."""
    return instant.astimezone(UTC).isoformat("T", "milliseconds")[:-6] + "Z"  # for +00:00


@lru_cache(maxsize=INSTANTS_REMEMBERED)
def read_instant(text: str) -> datetime | None:
    """What `format_instant` wrote, as the same instant in UTC; None where it wrote no such text."""
    if len(text) != 24 or text[4::3][:2] != "--" or text[10] + text[19] + text[23] != "T.Z":
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _texts(headers: Iterable[tuple[str, bytes | None]]) -> dict[str, str]:
    """All at once, and where one of them is wrong or somebody else's, one by one."""
    headers = tuple(headers)
    try:
        texts = {name: value.decode() for name, value in headers}  # type: ignore[union-attr]
    except (AttributeError, UnicodeDecodeError):  # None has no such method
        return _texts_one_by_one(headers)
    if max(map(len, texts.values()), default=0) > LONGEST_ATTRIBUTE:
        return _texts_one_by_one(headers)
    return texts


def _texts_one_by_one(headers: Iterable[tuple[str, bytes | None]]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for name, value in headers:
        if name[:3] != "ce_" and name != "traceparent":
            continue  # somebody else's header is none of our business, whatever its bytes
        if value is None:
            raise EnvelopeError(f"header {name[:50]} is null")
        try:
            texts[name] = text = value.decode()
        except UnicodeDecodeError as error:
            raise EnvelopeError(f"header {name[:50]} is not UTF-8") from error
        if len(text) > LONGEST_ATTRIBUTE:
            raise EnvelopeError(f"header {name[:50]} has more than {LONGEST_ATTRIBUTE} characters")
    return texts


def _required(texts: Mapping[str, str]) -> tuple[str, ...]:
    """The attributes that every envelope has, in the order of `REQUIRED`."""
    try:
        found = _REQUIRED_OF(texts)
    except KeyError as error:
        raise EnvelopeError(f"header {error.args[0]} is missing") from error
    if not all(found):
        missing = next(name for name in REQUIRED if not texts[name])
        raise EnvelopeError(f"header {missing} is missing")
    return found


def _instant(text: str) -> datetime:
    known = read_instant(text)
    if known is not None:
        return known
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise EnvelopeError("header ce_time is not an RFC 3339 instant") from error
    if instant.tzinfo is None:
        raise EnvelopeError("header ce_time has no time zone")
    return instant


def _sequence(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18) or int(text) < 1:
        raise EnvelopeError("header ce_sequence is not a positive whole number")
    return int(text)
