"""Contexts for handlers under test: a fixed clock, a plain envelope, documents by reference."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from chassis.documents import Document, Ref
from chassis.outcome import Context
from contracts.envelope import Envelope
from contracts.message import Message

NOW = datetime(2026, 11, 23, 19, 41, tzinfo=UTC)


def envelope(message: Message | None = None, **fields: Any) -> Envelope:
    """An envelope as it would carry `message`; any field may be given."""
    about = {
        "id": "message-1",
        "source": "/tests",
        "type": "tests.any.v1" if message is None else message.TYPE,
        "subject": "any" if message is None else message.subject,
        "time": NOW,
        "property_id": "hotel-lumiere" if message is None else message.property_id,
        "actor": "partner:demo-page",
        "correlation_id": "message-1",
    }
    return Envelope(**{**about, **fields})


def context(
    *,
    now: datetime = NOW,
    envelope: Envelope = envelope(),  # noqa: B008 - a frozen value, the same for everybody
    documents: Mapping[Ref[Any], Document] | None = None,
    service: str = "tests",
    handler: str = "handler",
) -> Context:
    """What a handler is given. `documents` are those that it may read."""
    known = dict(documents or {})
    return Context(now=now, envelope=envelope, service=service, handler=handler, reader=known.get)
