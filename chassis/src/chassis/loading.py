"""What a batch needs from MongoDB before it is decided: a few queries, whatever its size."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from cachetools import LRUCache

from chassis import rows
from chassis.batch import Loaded, ParkedRecord, Place, Slot
from chassis.database import Database, Row
from chassis.documents import Ref
from chassis.records import Control, Read, Readable, Skipped, read
from chassis.table import HandlerTable
from contracts.topics import Topic

# One release takes at most as many parked records; the rest follows by a further release order.
RELEASE_AT_ONCE = 500
# Of so many documents that are only read (how a hut sells) the models are kept.
READ_REMEMBERED = 1_000


class Loader:
    """Reads for one service's batches."""

    def __init__(
        self, database: Database, table: HandlerTable, topics: Mapping[str, Topic]
    ) -> None:
        self._db = database
        self._table = table
        self._topics = topics
        self._read: LRUCache[Place, Slot] = LRUCache(READ_REMEMBERED)

    async def load(self, batch: Sequence[Read]) -> Loaded:
        """All that the batch touches: parked keys, inbox, and one query per collection, at one go;
        and once more for what waits under keys that this batch may release."""
        loaded = Loaded()
        keys = {item.key for item in batch if not isinstance(item, Skipped) and item.key}
        found = await self._fill(loaded, batch, {rows.PARKED_KEYS: keys})
        parked_rows = found[rows.PARKED_KEYS]
        loaded.parked_keys = {row["_id"]: rows.parked_key_of(row) for row in parked_rows}
        waiting = await self._load_parked(loaded, batch)
        if waiting:
            await self._fill(loaded, [read(record.incoming, self._table) for record in waiting], {})
        return loaded

    async def _fill(
        self, loaded: Loaded, items: Sequence[Read], more: Mapping[str, Collection[str]]
    ) -> Mapping[str, Sequence[Row]]:
        """Take in what some records touch; all rows found, `more` of them too, by collection."""
        documents: dict[str, dict[str, Ref[Any]]] = {}
        for ref in self._refs(items):
            documents.setdefault(ref.collection.name, {})[ref.id] = ref
        inbox_ids = {item.inbox_id for item in items if item.inbox_id}
        seen_keys = {item.seen_key for item in items if item.seen_key}
        found = await self._db.find_by_ids(
            {**more, rows.INBOX: inbox_ids, rows.SEEN: seen_keys, **documents}
        )
        loaded.inbox.update(row["_id"] for row in found[rows.INBOX])
        loaded.seen.update((row["_id"], row["sequence"]) for row in found[rows.SEEN])
        for name, refs in documents.items():
            stored = {row["_id"]: row for row in found[name]}
            for id, ref in refs.items():
                loaded.slots[name, id] = rows.slot_of(ref, stored.get(id))
        for place in {
            ref.place for item in items if isinstance(item, Readable) for ref in item.reads
        }:
            self._remember(place, loaded.slots[place])
        return found

    def _remember(self, place: Place, slot: Slot) -> None:
        """Give what is read again and again the model that was made of it before, if it is still
        the same: to see that takes a tenth of the time of making it."""
        before = self._read.get(place)
        if before is not None and not before.dirty and before.stored == slot.stored:
            slot.model = before.model
        self._read[place] = slot

    async def _load_parked(self, loaded: Loaded, batch: Sequence[Read]) -> list[ParkedRecord]:
        """The queues that this batch may drain: of keys to be released, or that await a message."""
        ordered = {item.key for item in batch if isinstance(item, Control)}
        wanted = [
            key
            for key, parked in loaded.parked_keys.items()
            if key in ordered or parked.awaits is not None
        ]
        for key in wanted:
            found = await self._db.find(
                rows.PARKED_RECORDS, {"key": key}, sort=[("n", 1)], limit=RELEASE_AT_ONCE + 1
            )
            if len(found) > RELEASE_AT_ONCE:
                loaded.more_parked.add(key)
            loaded.parked_records[key] = [
                rows.parked_record_of(row, self._topics) for row in found[:RELEASE_AT_ONCE]
            ]
        return [record for queue in loaded.parked_records.values() for record in queue]

    def _refs(self, batch: Iterable[Read]) -> Iterable[Ref[Any]]:
        for item in batch:
            if isinstance(item, Readable):
                yield from item.touches
                yield from item.reads
            elif isinstance(item, Control):
                yield from (row.collection.ref(item.key) for row in self._table.states)
