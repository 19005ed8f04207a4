"""The collections that a rebuild fills, beside those in use, in the same database."""

from __future__ import annotations

from collections.abc import Collection as Names
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from pymongo import ReplaceOne
from pymongo.errors import CollectionInvalid

from chassis import rows
from chassis.database import Database

MEMORY = (rows.SEEN, rows.INBOX)
# What an index of a collection in use says that is its own.
NOT_COPIED = frozenset({"v", "key", "ns", "background"})


class Shelves:
    """`views` are the names of the collections in use; each has one that is rebuilt."""

    def __init__(self, database: Database, views: Sequence[str]) -> None:
        self._db = database
        self.views = tuple(views)

    def of(self, name: str) -> str:
        """Where the rebuilding looks for what a service keeps under a name: beside it, where it is
        rebuilt or remembers repeats, else there itself."""
        return rows.REBUILT + name if name in self.views or name in MEMORY else name

    async def clear(self) -> None:
        """Empty shelves, whatever a rebuild before this one left on them."""

        def work(database: Any) -> None:
            for name in (*self.views, *MEMORY):
                database.drop_collection(rows.REBUILT + name)
                create(database, rows.REBUILT + name)
            for name in self.views:
                create(database, name)

        await self._db.with_driver(work)

    async def remove(self) -> None:
        """Leave nothing behind."""

        def work(database: Any) -> None:
            for name in (*self.views, *MEMORY):
                database.drop_collection(rows.REBUILT + name)

        await self._db.with_driver(work)

    async def put(self, written: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
        """Rows as they are now, in place of what was there under their ids. A majority has them
        afterwards: reads see nothing else, and the next batch reads them."""

        def work(database: Any) -> None:
            for name, kept in written.items():
                models = [ReplaceOne({"_id": row["_id"]}, row, upsert=True) for row in kept]
                database[self.of(name)].bulk_write(models, ordered=False)

        await self._db.with_driver(work)

    async def copy_indexes(self) -> dict[str, timedelta]:
        """Give the rebuilt what those in use have; how long rows stay where old ones are removed by
        `at`, by collection."""

        def work(database: Any) -> dict[str, timedelta]:
            kept: dict[str, timedelta] = {}
            for name in self.views:
                for index in database[name].list_indexes():
                    if index["name"] == "_id_":
                        continue
                    options = {key: value for key, value in index.items() if key not in NOT_COPIED}
                    database[rows.REBUILT + name].create_index(
                        list(index["key"].items()), **options
                    )
                    if "expireAfterSeconds" in index:
                        kept[name] = timedelta(seconds=index["expireAfterSeconds"])
            return kept

        return await self._db.with_driver(work)

    async def swap(self) -> None:
        """Put what is rebuilt in the place of what is in use, one collection after the other, each
        at once. Who reads meanwhile finds the one or the other."""

        def work(database: Any) -> None:
            for name in self.views:
                database[rows.REBUILT + name].rename(name, dropTarget=True)

        await self._db.with_driver(work)


def create(database: Any, name: str) -> None:
    """Have a collection be there, if only an empty one."""
    try:
        database.create_collection(name)
    except CollectionInvalid:
        return


def in_slices(ids: Names[str], size: int) -> Iterator[list[str]]:
    """Ids in order, so many at a time."""
    ordered = sorted(ids)
    for start in range(0, len(ordered), size):
        yield ordered[start : start + size]
