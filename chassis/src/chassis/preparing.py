"""Readies one service's database without running the service: its indexes, before any release."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from chassis.database import Database
from chassis.documents import Collection
from chassis.settings import ChassisSettings, database_name
from chassis.store import Store
from chassis.table import HandlerTable
from contracts.topics import control_topic

Own = Callable[[Database], Awaitable[None]]


async def prepare_database(
    settings: ChassisSettings,
    table: HandlerTable,
    collections: Sequence[Collection[Any]],
    own: Own | None = None,
) -> None:
    """Create what is missing of a service's indexes; harmless twice, and beside itself.

    `own` is what the service does to its database beside that. A change of rows that are stored
    already belongs there: it runs before the processes of a release start, while those of the
    release before still run, so both must be able to read what it leaves. Raises PyMongoError.
    """
    consumed = [*table.topics, control_topic(table.service)]
    database = Database.connect(settings.mongo, database_name(settings, table.service))
    try:
        by_name = {topic.name: topic for topic in consumed}
        store = Store(database, collections, by_name, settings.history_kept)
        await store.prepare()
        if own is not None:
            await own(database)
    finally:
        database.close()
