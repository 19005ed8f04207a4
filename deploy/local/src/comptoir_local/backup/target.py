"""Where a backup is restored to: prepared, and empty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pymongo import MongoClient, WriteConcern
from pymongo.errors import PyMongoError

from comptoir_local.backup.snapshot import Row, database_of
from comptoir_local.backup.topic_log import TopicLog
from comptoir_local.reach import Reach
from comptoir_local.trouble import Trouble
from contracts.topics import SERVICES

_EMPTY_IT = (
    "Restore into engines without this installation, or another COMPTOIR_NAMESPACE; stop the "
    "services first. What is there is never mixed with a backup."
)


@contextmanager
def databases(reach: Reach) -> Iterator[MongoClient[Row]]:
    """A client whose writes a majority has. Raises Trouble where MongoDB does not answer."""
    try:
        with MongoClient[Row](
            reach.engines.mongo, tz_aware=True, serverSelectionTimeoutMS=10_000
        ) as client:
            yield client
    except PyMongoError as error:
        raise Trouble(f"MongoDB did not take it: {error}") from error


def collection_of(client: MongoClient[Row], reach: Reach, service: str, name: str) -> Any:
    durable = WriteConcern(w="majority", j=True)
    return client[database_of(reach, service)].get_collection(name, write_concern=durable)


def check_databases(reach: Reach) -> None:
    """Indexes may be there, rows may not. Raises Trouble naming the first collection with one."""
    with databases(reach) as client:
        for service in SERVICES:
            database = client[database_of(reach, service)]
            for name in sorted(database.list_collection_names()):
                if database[name].find_one({}, {"_id": 1}) is not None:
                    raise Trouble(
                        f"{database.name} is not empty: it has rows of {name}.", _EMPTY_IT
                    )


async def check_topics(reach: Reach) -> None:
    """Topics may be there, records may never have been. Raises Trouble naming the first."""
    async with TopicLog.of(reach) as log:
        for place, end in sorted((await log.ends()).items()):
            if end:
                raise Trouble(f"Topic {place.topic} is not empty: it had {end} records.", _EMPTY_IT)
