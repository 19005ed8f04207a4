"""What is kept whole, changed part by part, and counts its changes."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import Field

from chassis.documents import Document
from chassis.outcome import Context
from contracts.message import Instant, Part
from gateway.board.moments import SOMEBODY


class LastChange(Part):
    """When a part was changed last, at which revision, and by which person or program."""

    revision: int
    at: Instant
    by: str | None = None


class RevisedView(Document):
    """Base of a view whose owner publishes it whole. `changes` has the parts that were ever
    changed, by name."""

    property_id: str
    revision: int = 0
    changes: dict[str, LastChange] = Field(default_factory=dict)

    def changed_since(self, revision: int) -> dict[str, LastChange]:
        return {part: last for part, last in self.changes.items() if last.revision > revision}

    def is_newest_of(self, part: str, revision: int) -> bool:
        """Whether who has seen this revision has seen the part as it is now."""
        return part not in self.changed_since(revision)


def changes_after(
    known: RevisedView | None, parts: Iterable[str], revision: int, context: Context
) -> dict[str, LastChange]:
    """The changes with some more: what differs from the state seen last was changed by the new
    one's actor."""
    envelope = context.envelope
    by = envelope.actor if envelope.actor.startswith(SOMEBODY) else None
    last = LastChange(revision=revision, at=envelope.time, by=by)
    return {**(known.changes if known else {}), **dict.fromkeys(parts, last)}
