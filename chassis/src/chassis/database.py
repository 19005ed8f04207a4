"""MongoDB, and the only module that knows motor: its successor can take its place here alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from bson import Binary, decode_all
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo import ReadPreference, UpdateMany, WriteConcern
from pymongo.errors import OperationFailure
from pymongo.read_concern import ReadConcern

from chassis.logs import logger
from chassis.writes import CommitFailed, Unmatched, Writes

log = logger(__name__)

Row = dict[str, Any]
# A client session, opaque to everybody but this module.
Session = Any
INDEX_OPTIONS_CONFLICT = 85
# There is no such collection, or no such index in it.
NOT_THERE = (26, 27)
# A collection was put in another one's place while it was read: the same question again is answered
# from the new one.
REPLACED = 175
# A rebuild does so once; a slow answer may meet a few of them.
MOST_REPLACED = 5
DURABLE = WriteConcern(w="majority", j=True)
# Answered at once: for what may be lost again without harm.
QUICK = WriteConcern(w=1, j=False)
# A service commits one batch at a time, which waits for none of the doors' and the tasks' reads.
AT_ONCE, READ_AT_ONCE = 4, 16
# How many rows the server may send in one reply, which it does up to 16 MB: it would send 101, and
# be asked once more for the others.
ROWS_A_REPLY = 10_000
T = TypeVar("T")


class Database:
    """One service's database.

    Every call may raise `pymongo.errors.PyMongoError`. Reads see what a majority has.
    """

    def __init__(self, client: Any, name: str) -> None:
        self._client = client
        self._database = client.get_database(
            name,
            write_concern=DURABLE,
            read_concern=ReadConcern("majority"),
            read_preference=ReadPreference.PRIMARY,
        )
        self.name = name
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix=f"mongo-{name}")
        self._readers = ThreadPoolExecutor(READ_AT_ONCE, thread_name_prefix=f"mongo-read-{name}")

    @classmethod
    def connect(cls, url: str, name: str, owner: str | None = None) -> Database:
        """Open a client lazily: no connection is made until the first call. `owner` is what the
        server knows it by (at most 128 bytes)."""
        client: Any = AsyncIOMotorClient(
            url,
            tz_aware=True,
            uuidRepresentation="standard",
            serverSelectionTimeoutMS=5_000,
            connectTimeoutMS=5_000,
            socketTimeoutMS=20_000,
            retryWrites=True,
            maxPoolSize=50,
            appname=owner,
        )
        return cls(client, name)

    def close(self) -> None:
        self._client.close()
        # The readers stay: who still asks hears the driver's error.
        self._threads.shutdown(wait=False)

    async def _at_one_go(self, work: Callable[..., T], *told: Any) -> T:
        """Several calls of the driver in a row, by one thread. Motor hands every call to a thread
        and back, and on a busy loop each of these waits for its turn (docs/performance.md)."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, work, *told)

    async def _read(self, work: Callable[[], T]) -> T:
        """One question, asked and read to its end by one thread."""

        async def ask() -> T:
            return await asyncio.get_running_loop().run_in_executor(self._readers, work)

        return await _answered(ask)

    async def ping(self) -> None:
        await self._database.command("ping")

    async def end_transactions(self, owner: str) -> None:
        """End all transactions that a client of that name has open.

        Those of a process that is dead or stands still would keep their locks until the server's
        time limit, a minute or more; everybody who writes the same rows waits for them. Whose
        transaction is ended while it lives is told so, and tries again.
        """
        stages: list[Mapping[str, Any]] = [
            {"$currentOp": {"allUsers": False, "idleSessions": True}},
            {"$match": {"appName": owner, "transaction": {"$exists": True}}},
        ]
        try:
            found = await self._client.admin.aggregate(stages).to_list(None)
            if sessions := [{"id": Binary.from_uuid(row["lsid"]["id"])} for row in found]:
                await self._client.admin.command("killSessions", sessions)
        except OperationFailure as error:
            log.warning("open transactions are left to their time limit", why=error.code)

    async def drop(self) -> None:
        """Remove the whole database (tests and `down --data` only)."""
        await self._client.drop_database(self.name)

    async def find(
        self,
        collection: str,
        where: Mapping[str, Any],
        *,
        sort: Sequence[tuple[str, int]] = (),
        limit: int = 0,
        fields: Mapping[str, Any] | None = None,
        session: Session = None,
    ) -> list[Row]:
        """All matching rows (at most `limit`, 0 for all), in one list."""
        order, under = list(sort) or None, session and session.delegate

        def found() -> list[Row]:
            rows = self._database.delegate[collection].find(
                where, fields, sort=order, limit=limit, batch_size=ROWS_A_REPLY, session=under
            )
            return list(rows)

        return await self._read(found)

    async def find_raw(
        self,
        collection: str,
        where: Mapping[str, Any],
        fields: Mapping[str, Any],
    ) -> bytes:
        """All matching rows as the server sent them, one BSON document after the other: who sees
        the same bytes as before need not take them apart again. `rows_of` does that."""

        def found() -> bytes:
            target = self._database.delegate[collection]
            batches = target.find_raw_batches(where, fields, batch_size=ROWS_A_REPLY)
            return b"".join(batches)

        return await self._read(found)

    def rows_of(self, raw: bytes) -> list[Row]:
        """The rows that `find_raw` returned."""
        rows: list[Row] = decode_all(raw, self._database.codec_options)
        return rows

    async def find_by_ids(self, wanted: Mapping[str, Collection[Any]]) -> dict[str, list[Row]]:
        """The rows with these ids, of several collections; a list for each of them."""
        return await _answered(lambda: self._at_one_go(self._find_by_ids, wanted))

    def _find_by_ids(self, wanted: Mapping[str, Collection[Any]]) -> dict[str, list[Row]]:
        database, found = self._database.delegate, {}
        for name, ids in wanted.items():
            where = {"_id": {"$in": list(ids)}}
            cursor = database[name].find(where, batch_size=ROWS_A_REPLY) if ids else ()
            found[name] = list(cursor)
        return found

    async def find_one(
        self, collection: str, where: Mapping[str, Any], *, session: Session = None
    ) -> Row | None:
        rows = await self.find(collection, where, limit=1, session=session)
        return rows[0] if rows else None

    async def insert(
        self, collection: str, rows: Sequence[Mapping[str, Any]], *, session: Session = None
    ) -> None:
        """Insert rows, all at once. Raises `BulkWriteError` on a duplicate key."""
        if rows:
            await self._database[collection].insert_many(rows, session=session)

    async def update(
        self,
        collection: str,
        where: Mapping[str, Any],
        change: Any,
        *,
        many: bool = False,
        upsert: bool = False,
        durable: bool = True,
        session: Session = None,
    ) -> int:
        """Change matching rows; the number that matched (an upsert that inserts counts as 0). One
        that is not `durable` may be lost when the server dies."""
        target = self._database[collection]
        if not durable:
            target = target.with_options(write_concern=QUICK)
        method = target.update_many if many else target.update_one
        result = await method(where, change, upsert=upsert, session=session)
        return int(result.matched_count)

    async def change_each(
        self, collection: str, changes: Sequence[tuple[Mapping[str, Any], Any]]
    ) -> None:
        """Change all rows that match, of several conditions at once. It may be lost when the server
        dies."""
        if changes:
            models = [UpdateMany(where, change) for where, change in changes]
            target = self._database[collection].with_options(write_concern=QUICK)
            await target.bulk_write(models, ordered=False)

    async def change_one(
        self, collection: str, where: Mapping[str, Any], change: Any, *, upsert: bool = False
    ) -> Row | None:
        """Change one row and get it as it is afterwards."""
        row: Row | None = await self._database[collection].find_one_and_update(
            where, change, upsert=upsert, return_document=True
        )
        return row

    async def delete(
        self, collection: str, where: Mapping[str, Any], *, session: Session = None
    ) -> int:
        result = await self._database[collection].delete_many(where, session=session)
        return int(result.deleted_count)

    async def count(self, collection: str, where: Mapping[str, Any], *, limit: int = 0) -> int:
        extra = {"limit": limit} if limit else {}
        target = self._database[collection]
        return int(await _answered(lambda: target.count_documents(where, **extra)))

    async def aggregate(self, collection: str, stages: Sequence[Mapping[str, Any]]) -> list[Row]:
        async def ask() -> list[Row]:
            rows: list[Row] = await self._database[collection].aggregate(stages).to_list(None)
            return rows

        return await _answered(ask)

    async def with_driver(self, work: Callable[[Any], T]) -> T:
        """Have a thread do something with the driver's own database, whose calls wait: for what is
        done once, and is no service's business."""
        return await self._at_one_go(work, self._database.delegate)

    async def index(self, collection: str, fields: Sequence[tuple[str, int]], **kind: Any) -> None:
        """Create an index unless it is there already; one that expires rows takes the new time."""
        try:
            await self._database[collection].create_index(list(fields), **kind)
        except OperationFailure as error:
            if error.code != INDEX_OPTIONS_CONFLICT or "expireAfterSeconds" not in kind:
                raise
            index = {"keyPattern": dict(fields), "expireAfterSeconds": kind["expireAfterSeconds"]}
            await self._database.command({"collMod": collection, "index": index})

    async def drop_index(self, collection: str, name: str) -> None:
        """Remove an index, if it is there. Asking for its removal locks the collection even where
        it is not, and waits for every transaction that is open, also one that a dead process left.
        """
        try:
            if name in await self._database[collection].index_information():
                await self._database[collection].drop_index(name)
        except OperationFailure as error:
            if error.code not in NOT_THERE:
                raise

    async def transact(self, statements: Sequence[Writes]) -> None:
        """Write all of it in one transaction, durable on a majority, or nothing.

        Asked to commit exactly once, and nothing is tried again: who calls it decides anew from
        fresh reads. Raises `Unmatched`, `CommitFailed`, or what the driver raises for a statement.
        Once begun it is seen through even where nobody waits for it any more.
        """
        await self._at_one_go(self._transact, statements)

    def _transact(self, statements: Sequence[Writes]) -> None:
        database = self._database.delegate
        with self._client.delegate.start_session() as session:
            session.start_transaction(
                read_concern=ReadConcern("snapshot"),
                write_concern=DURABLE,
                read_preference=ReadPreference.PRIMARY,
            )
            try:
                for one in statements:
                    done = database[one.collection].bulk_write(list(one.models), session=session)
                    found = done.matched_count + done.deleted_count
                    if one.matched is not None and found != one.matched:
                        raise Unmatched(one.collection)
            except BaseException:
                session.abort_transaction()
                raise
            try:
                session.commit_transaction()
            except Exception as error:
                raise CommitFailed(error) from error

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        """One transaction: snapshot reads, durable on a majority.

        Left normally it has been asked to commit exactly once; left by an exception it is aborted.
        It never tries again by itself: who calls it decides anew from fresh reads.
        """
        async with await self._client.start_session() as session:
            session.start_transaction(
                read_concern=ReadConcern("snapshot"),
                write_concern=DURABLE,
                read_preference=ReadPreference.PRIMARY,
            )
            try:
                yield session
            except BaseException:
                if session.in_transaction:
                    await session.abort_transaction()
                raise
            await session.commit_transaction()


async def _answered(ask: Callable[[], Awaitable[T]]) -> T:
    """What was asked for, whatever is put in its place meanwhile. A transaction is told, and tries
    again as a whole: there it is another error."""
    for _ in range(MOST_REPLACED):
        try:
            return await ask()
        except OperationFailure as error:
            if error.code != REPLACED:
                raise
    return await ask()
