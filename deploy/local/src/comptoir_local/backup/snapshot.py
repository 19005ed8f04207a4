"""All databases of an installation as they were at one instant, read while it goes on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.errors import OperationFailure, PyMongoError
from pymongo.read_concern import ReadConcern

from chassis import rows
from comptoir_local.backup.files import RAW, Progress, RowFile
from comptoir_local.backup.manifest import FileNote
from comptoir_local.reach import Reach
from comptoir_local.trouble import Trouble
from contracts.topics import SERVICES

SNAPSHOT_TOO_OLD = 239
BATCH_ROWS = 500
Say = Callable[[str], None]
Row = dict[str, Any]


def database_of(reach: Reach, service: str) -> str:
    return f"{reach.namespace}comptoir-{service}"


@dataclass(frozen=True)
class Snapshot:
    """Every read is of the same instant, in all databases: what one service has taken in, another
    has said. MongoDB keeps that instant for five minutes, or for
    `minSnapshotHistoryWindowInSeconds`."""

    reach: Reach
    client: MongoClient[Row]
    session: ClientSession
    collections: dict[str, list[str]]

    @classmethod
    @contextmanager
    def of(cls, reach: Reach) -> Iterator[Snapshot]:
        """Taken as late as the first read. Raises Trouble where MongoDB does not give one."""
        try:
            with MongoClient[Row](
                reach.engines.mongo, tz_aware=True, serverSelectionTimeoutMS=10_000
            ) as client:
                # Listed before: one that comes later has nothing to show of that instant.
                names = {service: _collections(client, reach, service) for service in SERVICES}
                with client.start_session(snapshot=True) as session:
                    yield cls(reach, client, session, names)
        except OperationFailure as error:
            if error.code == SNAPSHOT_TOO_OLD:
                raise Trouble(
                    "MongoDB no longer keeps the instant that is being read.",
                    "Have it keep more with its parameter minSnapshotHistoryWindowInSeconds.",
                ) from error
            raise Trouble(f"MongoDB refused to be read: {error}") from error
        except PyMongoError as error:
            raise Trouble(f"MongoDB does not answer: {error}") from error

    def begin(self) -> None:
        """Settle the instant, by a first read of a collection that every installation has. Raises
        Trouble where it was not settled: each read would then be of an instant of its own."""
        outbox = self.client[database_of(self.reach, "orders")][rows.OUTBOX]
        outbox.find_one({}, {"_id": 1}, session=self.session)
        if self.session._snapshot_time is None:
            raise Trouble(
                "MongoDB settled no instant to read.", "Is this an installation, on a replica set?"
            )

    def find(self, service: str, collection: str, fields: Row | None = None) -> list[Row]:
        """All rows of a small collection."""
        database = self.client[database_of(self.reach, service)]
        return list(database[collection].find({}, fields, session=self.session))

    def published_by(self, ids: Collection[str], *, now: bool) -> set[str]:
        """Which of these messages a service has committed to say: at the instant, or up to now."""
        found: set[str] = set()
        for service in SERVICES:
            outbox = self.client[database_of(self.reach, service)][rows.OUTBOX]
            where = {"_id": {"$in": list(ids)}}
            if now:
                outbox = outbox.with_options(read_concern=ReadConcern("majority"))
                cursor = outbox.find(where, {"_id": 1})
            else:
                cursor = outbox.find(where, {"_id": 1}, session=self.session)
            found.update(row["_id"] for row in cursor)
        return found

    def keep(self, folder: Path, say: Say) -> dict[str, FileNote]:
        """Write every collection to a file of its own; their notes, by path."""
        notes: dict[str, FileNote] = {}
        for service, names in self.collections.items():
            progress = Progress(f"database of {service}", say)
            for name in names:
                path = f"databases/{service}/{name}.bson.gz"
                notes[path] = self._keep(service, name, folder / path, progress)
            say(f"database of {service}: {progress.rows} rows of {len(names)} collections")
        return notes

    def _keep(self, service: str, name: str, path: Path, progress: Progress) -> FileNote:
        database = self.client[database_of(self.reach, service)]
        collection: Any = database.get_collection(name, codec_options=RAW)
        with RowFile(path) as file:
            for row in collection.find({}, session=self.session, batch_size=BATCH_ROWS):
                file.add(row.raw)
                progress.one_more()
        return file.note


def _collections(client: MongoClient[Row], reach: Reach, service: str) -> list[str]:
    names = client[database_of(reach, service)].list_collection_names()
    # What a rebuild is at work on is of no use elsewhere.
    left_out = ("system.", rows.REBUILT, rows.REBUILDS)
    return sorted(name for name in names if not name.startswith(left_out))
