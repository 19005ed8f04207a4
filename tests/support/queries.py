"""What MongoDB itself tells of the queries that were made: its profiler's account."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pymongo import MongoClient

Query = dict[str, Any]


@contextmanager
def queries_of(mongo: str, database: str, *collections: str) -> Iterator[list[Query]]:
    """The queries of some collections that are made within; there once the context is left."""
    found: list[Query] = []
    with MongoClient[Query](mongo) as client:
        profiled = client[database]
        profiled.command("profile", 2)
        try:
            yield found
        finally:
            profiled.command("profile", 0)
            spaces = [f"{database}.{name}" for name in collections]
            found += profiled["system.profile"].find({"ns": {"$in": spaces}})
            profiled["system.profile"].drop()
