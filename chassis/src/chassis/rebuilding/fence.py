"""Keeps a service's owners of partitions from committing for a moment, and one rebuild at a time.

The epoch in each ownership row is raised, as by a new owner, and nobody may claim the row. What was
in hand is decided again by whoever owns the partition afterwards: nothing of it is lost. Effects,
their reports and the outbox go on.
"""

from __future__ import annotations

import asyncio
import secrets
from datetime import UTC, datetime, timedelta

from pymongo.errors import DuplicateKeyError

from chassis import rows
from chassis.database import Database
from chassis.logs import logger
from chassis.rebuilding.trouble import NotNow
from contracts.topics import PARTITIONS

log = logger(__name__)

# One that has not said for so long that it is at work is dead.
DEAD_AFTER = timedelta(seconds=20)
BEAT_SECONDS = 3.0


class Fence:
    """One rebuild's hold on a service."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._token = secrets.token_hex(8)
        self._beating: asyncio.Task[None] | None = None
        self.up = False

    async def begin(self) -> None:
        """Be the only rebuild of the service, and take down what a dead one left standing. Raises
        `NotNow` where another one is at work."""
        now = datetime.now(UTC)
        free = {"_id": "rebuild", "beat_at": {"$lt": now - DEAD_AFTER}}
        mine = {"$set": {"token": self._token, "beat_at": now}}
        try:
            await self._db.change_one(rows.REBUILDS, free, mine, upsert=True)
        except DuplicateKeyError:
            raise NotNow(
                "another rebuild of this service is at work, or died a moment ago; "
                "try again in half a minute"
            ) from None
        if await lift(self._db):
            log.warning("took down the fence of a rebuild that died")
        self._beating = asyncio.create_task(self._beat())

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            beat = {"$set": {"beat_at": datetime.now(UTC)}}
            await self._db.update(rows.REBUILDS, {"token": self._token}, beat)

    async def end(self) -> None:
        """Let go of everything."""
        if self._beating is not None:
            self._beating.cancel()
        if self.up:
            await self.take_down()
        await self._db.delete(rows.REBUILDS, {"token": self._token})

    async def put_up(self) -> None:
        """From here on nobody commits a batch, and what was handled stays as it is."""
        self.up = True
        owned = await self._db.find(rows.OWNERSHIP, {})
        owners = {row["owner"] for row in owned if row["owner"]}
        await asyncio.gather(*(self._db.end_transactions(owner) for owner in owners))
        await asyncio.gather(*(self._fenced(partition) for partition in range(PARTITIONS)))

    async def _fenced(self, partition: int) -> None:
        await self._db.change_one(
            rows.OWNERSHIP,
            {"_id": partition},
            {
                "$inc": {"epoch": 1},
                "$set": {"swapping": self._token},
                "$setOnInsert": {"n": 0, "offsets": {}, "owner": ""},
            },
            upsert=True,
        )

    async def still_up(self) -> bool:
        """Whether nobody took it down meanwhile."""
        return await self._db.count(rows.OWNERSHIP, {"swapping": self._token}) == PARTITIONS

    async def take_down(self) -> None:
        await self._db.update(
            rows.OWNERSHIP,
            {"swapping": self._token},
            {"$unset": {"swapping": ""}},
            many=True,
        )
        self.up = False


async def lift(database: Database) -> int:
    """Take down whosever fence there is; from how many partitions. Harmless whenever the rebuild
    that put it up is dead: all its views, old and new, are as of the same moment."""
    return await database.update(
        rows.OWNERSHIP,
        {"swapping": {"$type": "string"}},
        {"$unset": {"swapping": ""}},
        many=True,
    )


async def release(database: Database) -> int:
    """Take down the fence of a rebuild that died. Raises `NotNow` while one is at work."""
    row = await database.find_one(rows.REBUILDS, {"_id": "rebuild"})
    if row is not None and row["beat_at"] > datetime.now(UTC) - DEAD_AFTER:
        raise NotNow(
            "a rebuild of this service is at work, or died a moment ago; try again in half a minute"
        )
    return await lift(database)
