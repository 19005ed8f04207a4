"""Files that a service keeps beside its documents, each whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gridfs import GridFSBucket
from gridfs.errors import NoFile

from chassis.database import Database, Row


class Files:
    """One bucket of them. Every call may raise PyMongoError."""

    def __init__(self, database: Database, bucket: str) -> None:
        self._db = database
        self._bucket = bucket

    async def put(self, id: str, data: bytes, about: Row) -> None:
        """Keep a file; one that is there under this id stays as it is. Raises
        `gridfs.errors.FileExists` where another writer is at it."""
        if await self._db.find_one(f"{self._bucket}.files", {"_id": id}) is not None:
            return
        # What is left of a writer that died on the way.
        await self._db.delete(f"{self._bucket}.chunks", {"files_id": id})

        def write(driver: Any) -> None:
            GridFSBucket(driver, self._bucket).upload_from_stream_with_id(
                id, id, data, metadata=about
            )

        await self._db.with_driver(write)

    async def get(self, id: str) -> tuple[bytes, Row] | None:
        """A file and what was noted about it."""

        def read(driver: Any) -> tuple[bytes, Row] | None:
            try:
                stream = GridFSBucket(driver, self._bucket).open_download_stream(id)
            except NoFile:
                return None
            return stream.read(), dict(stream.metadata or {})

        return await self._db.with_driver(read)

    async def having(self, ids: Sequence[str], about: Mapping[str, Any]) -> set[str]:
        """Which of these files are there and have these notes."""
        where = {f"metadata.{name}": value for name, value in about.items()}
        rows = await self._db.find(f"{self._bucket}.files", {**where, "_id": {"$in": list(ids)}})
        return {str(row["_id"]) for row in rows}
