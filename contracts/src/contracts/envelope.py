"""CloudEvents 1.0 in Kafka's binary mode: the facts about a message, as record headers.

The payload travels as the record's value and is never read here.
Source: CloudEvents 1.0.2, "Kafka Protocol Binding", section 3.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

SPEC_VERSION = "1.0"
CONTENT_TYPE = "application/json"
# More than any attribute of ours has. What quotes them (an answer's causation, a reason) must fit
# into a record again.
LONGEST_ATTRIBUTE = 500

Headers = list[tuple[str, bytes]]


class EnvelopeError(ValueError):
    """The headers are not a CloudEvent that Comptoir can read; says which one and why."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who says what about which aggregate, when, and in consequence of what.

    `source` and `id` together are unique for ever: a repeat carries the same pair.
    `sequence` counts the events of one `subject` from one `source`, from 1 and without a gap;
    it is absent where the source keeps no state (a partner's webhook, a person's request).
    `actor` is who caused it: `person:ID`, `key:ID`, `partner:ID` or `rule:NAME`.
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
        values: dict[str, str | None] = {
            "content-type": CONTENT_TYPE,
            "ce_specversion": SPEC_VERSION,
            "ce_id": self.id,
            "ce_source": self.source,
            "ce_type": self.type,
            "ce_subject": self.subject,
            "ce_time": format_instant(self.time),
            "ce_property": self.property_id,
            "ce_actor": self.actor,
            "ce_correlationid": self.correlation_id,
            "ce_causationid": self.causation_id,
            "ce_sequence": None if self.sequence is None else str(self.sequence),
            "traceparent": self.traceparent,
        }
        return [(name, value.encode()) for name, value in values.items() if value is not None]

    @classmethod
    def from_headers(cls, headers: Iterable[tuple[str, bytes | None]]) -> Envelope:
        """Read an envelope back.

        Raises `EnvelopeError` naming the header that is missing, null, not UTF-8, too long or
        malformed, and never what is in it.
        """
        texts = _texts(headers)
        if _required(texts, "ce_specversion") != SPEC_VERSION:
            raise EnvelopeError("header ce_specversion is not 1.0")
        return cls(
            id=_required(texts, "ce_id"),
            source=_required(texts, "ce_source"),
            type=_required(texts, "ce_type"),
            subject=_required(texts, "ce_subject"),
            time=_instant(_required(texts, "ce_time")),
            property_id=_required(texts, "ce_property"),
            actor=texts.get("ce_actor", "rule:unknown"),
            correlation_id=texts.get("ce_correlationid") or _required(texts, "ce_id"),
            causation_id=texts.get("ce_causationid"),
            sequence=_sequence(texts.get("ce_sequence")),
            traceparent=texts.get("traceparent"),
        )


def format_instant(instant: datetime) -> str:
    """UTC with milliseconds, always the same width, so that texts sort as instants do."""
    return instant.astimezone(UTC).isoformat("T", "milliseconds")[:-6] + "Z"  # for +00:00


def _texts(headers: Iterable[tuple[str, bytes | None]]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for name, value in headers:
        if not (name.startswith("ce_") or name == "traceparent"):
            continue  # somebody else's header is none of our business, whatever its bytes
        if value is None:
            raise EnvelopeError(f"header {name[:50]} is null")
        try:
            texts[name] = value.decode()
        except UnicodeDecodeError as error:
            raise EnvelopeError(f"header {name[:50]} is not UTF-8") from error
        if len(texts[name]) > LONGEST_ATTRIBUTE:
            raise EnvelopeError(f"header {name[:50]} has more than {LONGEST_ATTRIBUTE} characters")
    return texts


def _required(texts: Mapping[str, str], name: str) -> str:
    value = texts.get(name, "")
    if not value:
        raise EnvelopeError(f"header {name} is missing")
    return value


def _instant(text: str) -> datetime:
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
