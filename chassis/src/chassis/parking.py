"""Keys that are set aside: each a queue of records in the order they came."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chassis.batch import Loaded, ParkedKey, ParkedRecord, Plan
from chassis.emit import Cause, emit_part
from chassis.records import Incoming, Outgoing
from contracts.control import ReleaseKey
from contracts.topics import control_topic


class Parking:
    """The parked keys of one batch, as they stand after each record."""

    def __init__(self, loaded: Loaded, plan: Plan, now: datetime) -> None:
        self._keys = dict(loaded.parked_keys)
        self._queues = {key: list(queue) for key, queue in loaded.parked_records.items()}
        self._more = set(loaded.more_parked)
        self._plan = plan
        self._now = now

    def of(self, key: str) -> ParkedKey | None:
        parked = self._keys.get(key)
        return None if parked is None or parked.released else parked

    def open(
        self,
        key: str,
        partition: int,
        reason: str,
        handler: str,
        awaits: tuple[str, str, int] | None,
    ) -> ParkedKey:
        """Park a key that is not parked. One released earlier in this batch is parked again."""
        earlier = self._keys.get(key)
        parked = ParkedKey(
            key,
            partition,
            reason,
            handler,
            self._now,
            awaits,
            next=earlier.next if earlier else 0,
            is_new=earlier.is_new if earlier else True,
            dirty=True,
        )
        self._keys[key] = parked
        self._queues[key] = []
        return parked

    def append(self, parked: ParkedKey, incoming: Incoming, reason: str) -> None:
        record = ParkedRecord(incoming.position, parked.key, parked.next, incoming, reason)
        parked.next += 1
        parked.dirty = True
        self._plan.parked_records[record.id] = record
        if parked.key not in self._more:
            self._queues.setdefault(parked.key, []).append(record)

    def put_first(self, parked: ParkedKey, incoming: Incoming, reason: str) -> None:
        """Queue a record before all that waits: it is the one that they wait for."""
        queue = self._queues[parked.key]
        n = queue[0].n - 1 if queue else parked.next
        record = ParkedRecord(incoming.position, parked.key, n, incoming, reason)
        parked.next = max(parked.next, n + 1)
        self._plan.parked_records[record.id] = record
        queue.insert(0, record)

    def waiting(self, parked: ParkedKey) -> Iterator[ParkedRecord]:
        yield from tuple(self._queues.get(parked.key, ()))

    def take(self, parked: ParkedKey, record_id: str) -> ParkedRecord | None:
        """Remove one record from its queue by its id; None if it is not there."""
        for record in self.waiting(parked):
            if record.id == record_id:
                self.remove(parked, record)
                return record
        return None

    def remove(self, parked: ParkedKey, record: ParkedRecord) -> None:
        self._queues[parked.key].remove(record)
        if self._plan.parked_records.pop(record.id, None) is None:
            self._plan.unparked_ids.append(record.id)

    def keep(
        self,
        parked: ParkedKey,
        reason: str,
        handler: str,
        awaits: tuple[str, str, int] | None,
    ) -> None:
        """It failed again: the key stays parked, for the reason of now."""
        parked.reason, parked.handler, parked.awaits = reason, handler, awaits
        parked.dirty = True

    def close(self, parked: ParkedKey) -> None:
        parked.released = parked.dirty = True

    def has_more(self, parked: ParkedKey) -> bool:
        return parked.key in self._more

    def go_on(self, cause: Cause, parked: ParkedKey) -> tuple[int, Outgoing]:
        """A further release order, for a queue longer than one batch takes."""
        order = emit_part(
            cause, ReleaseKey(), ReleaseKey.TYPE, control_topic(cause.service), parked.key
        )
        return parked.partition, order

    def finish(self) -> None:
        """Hand over to the plan which keys are to be written or removed."""
        self._plan.parked_keys = [
            parked
            for parked in self._keys.values()
            if parked.dirty and not (parked.is_new and parked.released)
        ]
