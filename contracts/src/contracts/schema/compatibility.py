"""Whether a contract still serves everybody who relies on an earlier one.

Two readers are served at once: one that knows only the old schema and meets new messages, and one
that knows the new schema and meets old messages, which a topic keeps for days or for ever. So v1
only gains messages, topics and optional fields; whatever else changes is breaking, widened limits
included: an old reader refuses what lies beyond the limit it knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.schema.contract import Contract
from contracts.schema.field_changes import field_changes


@dataclass(frozen=True, slots=True)
class Break:
    """One breaking change: of which message or topic, where in it, and why it breaks somebody."""

    subject: str
    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.subject}: {self.path}: {self.reason}"


def breaking_changes(old: Contract, new: Contract) -> list[Break]:
    """Every breaking change from `old` to `new`, messages first."""
    return [*_messages(old, new), *_topics(old, new)]


def _messages(old: Contract, new: Contract) -> Iterator[Break]:
    for name, was in sorted(old.schemas.items()):
        now = new.schemas.get(name)
        if now is None:
            yield Break(name, "$", "message removed")
            continue
        yield from (Break(name, "$", reason) for reason in _rebound(was, now))
        yield from (Break(name, path, reason) for path, reason in field_changes(was, now))


def _rebound(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Changes of where a message travels and what identifies it. One of the chassis' own may travel
    on further topics: whoever reads those is new to them."""
    for what in ("topic", "key", "subject"):
        before, after = was.get(f"x-{what}"), now.get(f"x-{what}")
        if before != after and not _travels_further(before, after):
            yield f"{what} changed from {before} to {after}"


def _travels_further(before: Any, after: Any) -> bool:
    return isinstance(before, list) and isinstance(after, list) and {*before} <= {*after}


def _topics(old: Contract, new: Contract) -> Iterator[Break]:
    for name, was in sorted(old.channels.items()):
        now = new.channels.get(name)
        if now is None:
            yield Break(name, "topic", "topic removed")
            continue
        yield from (Break(name, path, reason) for path, reason in _channel_changes(was, now))


def _channel_changes(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    before, after = was["bindings"]["kafka"], now["bindings"]["kafka"]
    if was["x-key"] != now["x-key"]:
        yield "key", f"changed from {was['x-key']} to {now['x-key']}"
    if before["partitions"] != after["partitions"]:
        changed = f"changed from {before['partitions']} to {after['partitions']}"
        yield "partitions", f"{changed}: keys would move away from their owners"
    if was["x-visibility"] == "public" != now["x-visibility"]:
        yield "visibility", "public before, private now"
    yield from _keeping_changes(before["topicConfiguration"], after["topicConfiguration"])


def _keeping_changes(was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    before, after = was["cleanup.policy"], now["cleanup.policy"]
    if before != after:
        yield "cleanup policy", f"changed from {' '.join(before)} to {' '.join(after)}"
        return
    kept, keeps = (policy.get("retention.ms", float("inf")) for policy in (was, now))
    if keeps < kept:
        yield "retention", f"shortened from {kept} to {keeps} ms: a reader may miss records"
