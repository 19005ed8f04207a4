"""What a service has taken in before: by sequence where a message has one, else by id."""

from __future__ import annotations

from chassis.batch import Loaded, Plan
from chassis.records import Control, Readable, Skipped


class Repeats:
    """Knows repeats and gaps of one batch, as they stand after each record."""

    def __init__(self, loaded: Loaded, plan: Plan) -> None:
        self._inbox = set(loaded.inbox)
        self._seen = dict(loaded.seen)
        self._plan = plan

    def known(self, item: Readable | Skipped | Control) -> bool:
        """Whether it was taken in before."""
        if item.seen_key is None:
            return item.inbox_id in self._inbox
        return _sequence(item) <= self._seen.get(item.seen_key, 0)

    def missing(self, item: Readable | Skipped) -> int | None:
        """The sequence that should have come before, if it did not. A compacted topic has gaps by
        nature: its newest state says all."""
        if item.seen_key is None or item.incoming.topic.compacted:
            return None
        expected = self._seen.get(item.seen_key, 0) + 1
        return expected if _sequence(item) > expected else None

    def remember(self, item: Readable | Skipped | Control) -> None:
        """Know it again from here on."""
        partition = item.incoming.partition
        if item.seen_key is not None:
            sequence = self._seen[item.seen_key] = _sequence(item)
            self._plan.seen[item.seen_key] = (sequence, partition)
        elif item.inbox_id is not None:
            self._inbox.add(item.inbox_id)
            self._plan.inbox.append((item.inbox_id, partition))


def _sequence(item: Readable | Skipped | Control) -> int:
    return (item.envelope.sequence if item.envelope else None) or 0
