"""Folds batches of messages into the rebuilt collections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from chassis import rows
from chassis.batch import Loaded, Place
from chassis.database import Database
from chassis.rebuilding.folding import Folding, PassedOver, read_all, refs_of
from chassis.rebuilding.shelves import Shelves
from chassis.records import Incoming, Read
from chassis.table import HandlerTable


class Filling:
    """`folded` counts what changed something, `gaps` what came after something that is missing;
    `touched` which documents were changed since `watch`."""

    def __init__(
        self, database: Database, table: HandlerTable, shelves: Shelves, passed: PassedOver
    ) -> None:
        self._db = database
        self._table = table
        self._shelves = shelves
        self._views = frozenset(shelves.views)
        self._passed = passed
        self.taken = 0
        self.folded = 0
        self.gaps = 0
        self.touched: set[Place] = set()
        self._watching = False

    def watch(self) -> None:
        """Note from here on which documents are changed."""
        self._watching = True

    async def take(self, batch: Sequence[Incoming]) -> None:
        """Fold some messages, in order. Raises `HandlerFailed`."""
        if not batch:
            return
        items = read_all(batch, self._table)
        loaded = await self._loaded(items)
        folding = Folding(self._table, self._views, loaded, self._passed)
        folding.run(items)
        await self._keep(folding)
        self.taken += len(batch)
        self.folded += folding.folded
        self.gaps += folding.gaps
        if self._watching:
            self.touched |= folding.at.keys()

    async def _loaded(self, items: Sequence[Read]) -> Loaded:
        wanted = refs_of(items, self._views)
        shelf = self._shelves.of
        seen = {item.seen_key for item in items if item.seen_key}
        inbox = {item.inbox_id for item in items if item.inbox_id}
        found = await self._db.find_by_ids(
            {
                shelf(rows.SEEN): seen,
                shelf(rows.INBOX): inbox,
                **{shelf(name): refs for name, refs in wanted.items()},
            }
        )
        loaded = Loaded()
        loaded.seen = {row["_id"]: row["sequence"] for row in found[shelf(rows.SEEN)]}
        loaded.inbox = {row["_id"] for row in found[shelf(rows.INBOX)]}
        for name, refs in wanted.items():
            stored = {row["_id"]: row for row in found[shelf(name)]}
            for id, ref in refs.items():
                loaded.slots[name, id] = rows.slot_of(ref, stored.get(id))
        return loaded

    async def _keep(self, folding: Folding) -> None:
        plan = folding.plan
        written: dict[str, list[rows.Row]] = {}
        for slot in plan.slots:
            at = folding.at[slot.ref.place]
            written.setdefault(slot.ref.collection.name, []).append(rows.document_row(slot, at))
        if plan.seen:
            written[rows.SEEN] = [
                {"_id": key, "sequence": sequence, "p": partition}
                for key, (sequence, partition) in plan.seen.items()
            ]
        if plan.inbox:
            now = datetime.now(UTC)
            written[rows.INBOX] = [
                {"_id": id, "p": partition, "at": now} for id, partition in plan.inbox
            ]
        await self._shelves.put(written)
