"""Which trace a piece of work belongs to: what is carried in headers, told in logs, told to others.

Ids of spans are derived, not drawn: whoever knows a message knows the span that sent it and the one
that handled it. So a trace joins up though its parts are made by different processes, after a
restart, and by whoever publishes what somebody else committed; and a repeat makes the same ids.
"""

from __future__ import annotations

import hashlib
import random
import re
from contextvars import ContextVar
from typing import NamedTuple

_HEADER = re.compile(r"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")


class Trace(NamedTuple):
    """One span's place: its trace (32 hexadecimal digits), itself (16), and whether it is kept."""

    trace_id: str
    span_id: str
    sampled: bool = True

    @property
    def header(self) -> str:
        """As a W3C `traceparent`."""
        return f"00-{self.trace_id}-{self.span_id}-{'01' if self.sampled else '00'}"

    @classmethod
    def read(cls, header: str | None) -> Trace | None:
        """What a `traceparent` says; None where there is none, or none that can be read."""
        found = _HEADER.fullmatch(header) if header else None
        if found is None:
            return None
        trace_id, span_id, flags = found.groups()
        return cls(trace_id, span_id, bool(int(flags, 16) & 1))

    @classmethod
    def new(cls, share: float = 1.0) -> Trace:
        """A trace that begins here; one in `share` of all is kept."""
        trace_id = f"{random.getrandbits(128) or 1:032x}"
        return cls(trace_id, new_span_id(), within(trace_id, share))

    def beside(self, span_id: str) -> Trace:
        """Another span of the same trace."""
        return Trace(self.trace_id, span_id, self.sampled)


# What the running task works for. Its log lines carry it, and what it publishes goes on from it.
current: ContextVar[Trace | None] = ContextVar("trace", default=None)


def new_span_id() -> str:
    """Of a span that nobody has to find again."""
    return f"{random.getrandbits(64) or 1:016x}"


def within(trace_id: str, share: float) -> bool:
    """Whether a trace is among the share of all that is kept: every process says the same."""
    return int(trace_id[16:], 16) < share * 2**64


def sending_span(service: str, id: str) -> str:
    """Of the span in which a service sends the message `id`."""
    return _derived("span", service, id)


def handling_span(service: str, id: str) -> str:
    """Of the span in which a service handles the message `id`."""
    return _derived("handle", service, id)


def effect_span(id: str, number: int) -> str:
    """Of the span of an effect's try."""
    return _derived("effect", id, str(number))


def child_trace(traceparent: str | None, service: str, id: str) -> str:
    """The `traceparent` of the message `id` that `traceparent` brings about; a new trace where
    there was none to go on from, the same again at a repeat."""
    text = hashlib.sha256("\x1f".join(("span", service, id)).encode()).hexdigest()
    found = _HEADER.fullmatch(traceparent) if traceparent else None
    if found is not None:  # once per message: without a `Trace` in between
        return f"00-{found[1]}-{text[:16]}-{found[3]}"
    return f"00-{text[16:48]}-{text[:16]}-01"


def _derived(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
