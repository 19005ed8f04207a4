"""The database as one simulated process sees it: it may fail, lose answers, and stop the process.

Takes the place of `chassis.database.Database`, so that the chassis' loader, store and effect store
run as they are.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from pymongo import DeleteMany, InsertOne, ReplaceOne, UpdateMany, UpdateOne
from pymongo.errors import AutoReconnect, BulkWriteError, PyMongoError

from chassis.database import Database, Row, Session
from chassis.writes import CommitFailed, Unmatched, Writes
from tests.simulation.contents import (
    DUPLICATE_KEY,
    Contents,
    Draft,
    sorted_rows,
    write_conflict,
)
from tests.simulation.faults import Dice, Fault
from tests.simulation.machine import Machine


class SimulatedDatabase(Database):
    """One process's connection to the contents."""

    def __init__(self, contents: Contents, machine: Machine, dice: Dice, name: str) -> None:
        self._contents = contents
        self._machine = machine
        self._dice = dice
        self.name = name

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
        await self._machine.gate()
        if session is None and self._dice.hits(Fault.READ_FAILED, self._machine.name):
            raise AutoReconnect("the connection was lost while reading")
        found: list[Row] = (session or self._contents).find(collection, where)
        ordered = sorted_rows(found, sort) if sort else found
        return ordered[:limit] if limit else ordered

    async def find_by_ids(self, wanted: Mapping[str, Collection[Any]]) -> dict[str, list[Row]]:
        return {
            name: await self.find(name, {"_id": {"$in": list(ids)}}) if ids else []
            for name, ids in wanted.items()
        }

    async def find_one(
        self, collection: str, where: Mapping[str, Any], *, session: Session = None
    ) -> Row | None:
        found = await self.find(collection, where, session=session)
        return found[0] if found else None

    async def insert(
        self, collection: str, rows: Sequence[Mapping[str, Any]], *, session: Session = None
    ) -> None:
        for row in rows:
            if not session.insert(collection, dict(row)):
                raise BulkWriteError({"writeErrors": [{"code": DUPLICATE_KEY}]})

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
        if session is not None:
            return int(session.update(collection, where, change, many=many))
        await self._machine.turn()
        return self._contents.update(collection, where, change, many=many)

    async def change_each(
        self, collection: str, changes: Sequence[tuple[Mapping[str, Any], Any]]
    ) -> None:
        """As one request."""
        await self._machine.turn()
        for where, change in changes:
            self._contents.update(collection, where, change, many=True)

    async def change_one(
        self, collection: str, where: Mapping[str, Any], change: Any, *, upsert: bool = False
    ) -> Row | None:
        await self._machine.turn()
        return self._contents.upsert(collection, where["_id"], change)

    async def delete(
        self, collection: str, where: Mapping[str, Any], *, session: Session = None
    ) -> int:
        return int(session.delete(collection, where))

    async def count(self, collection: str, where: Mapping[str, Any], *, limit: int = 0) -> int:
        await self._machine.gate()
        if not where:
            return len(self._contents.collections[collection])
        return len(self._contents.find(collection, where))

    async def aggregate(self, collection: str, stages: Sequence[Mapping[str, Any]]) -> list[Row]:
        """A match, perhaps a sort, and a group by one field: all that the chassis asks for."""
        await self._machine.gate()
        steps = {name: step for stage in stages for name, step in stage.items()}
        found = self._contents.find(collection, steps["$match"])
        ordered = sorted_rows(found, list(steps.get("$sort", {}).items()))
        by = steps["$group"]["_id"].removeprefix("$")
        groups: dict[str, list[Row]] = {}
        for row in ordered:
            groups.setdefault(row[by], []).append(row)
        return [grouped(key, rows, steps["$group"]) for key, rows in groups.items()]

    async def end_transactions(self, owner: str) -> None:
        """What another process was about to commit comes to nothing."""
        await self._machine.gate()
        for draft in self._contents.open_drafts.pop(owner, ()):
            draft.abort()

    async def transact(self, statements: Sequence[Writes]) -> None:
        async with self._drafted() as draft:
            for one in statements:
                matched = sum(_write(draft, one.collection, write) for write in one.models)
                if one.matched is not None and matched != one.matched:
                    raise Unmatched(one.collection)
            try:
                await self._commit(draft)
            except PyMongoError as error:
                raise CommitFailed(error) from error

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Session]:
        async with self._drafted() as draft:
            yield draft
            await self._commit(draft)

    @asynccontextmanager
    async def _drafted(self) -> AsyncIterator[Draft]:
        await self._machine.gate()
        draft = Draft(self._contents)
        drafts = self._contents.open_drafts.setdefault(self.name, [])
        drafts.append(draft)
        try:
            yield draft
        finally:
            drafts.remove(draft)

    async def _commit(self, draft: Draft) -> None:
        """Asked to commit once; what the process hears of it may be less than what happened."""
        await self._machine.turn()
        who = self._machine.name
        if self._dice.hits(Fault.WRITE_CONFLICT, who):
            raise write_conflict()
        if self._dice.hits(Fault.COMMIT_REFUSED, who):
            raise AutoReconnect("not sent", {"errorLabels": ["TransientTransactionError"]})
        unknown = {"errorLabels": ["UnknownTransactionCommitResult"]}
        if self._dice.hits(Fault.COMMIT_LOST, who):
            raise AutoReconnect("no answer to the commit", unknown)
        draft.commit()
        if self._dice.hits(Fault.COMMIT_ANSWER_LOST, who):
            raise AutoReconnect("no answer to the commit", unknown)


def _write(draft: Draft, collection: str, write: Any) -> int:
    """One of pymongo's write models; how many rows it matched."""
    change: Any = getattr(write, "_doc", None)
    match write:
        case InsertOne():
            if not draft.insert(collection, change):
                raise BulkWriteError({"writeErrors": [{"code": DUPLICATE_KEY}]})
            return 0
        case ReplaceOne():
            where = write._filter
            return draft.replace(collection, where, change, upsert=bool(write._upsert))
        case UpdateOne() if write._upsert:
            draft.upsert(collection, write._filter["_id"], change)
            return 1
        case UpdateOne():
            return draft.update(collection, write._filter, change, many=False)
        case UpdateMany():
            return draft.update(collection, write._filter, change, many=True)
        case DeleteMany():
            return draft.delete(collection, write._filter)
        case _:
            raise NotImplementedError(type(write).__name__)


def grouped(key: str, rows: Sequence[Row], group: Mapping[str, Any]) -> Row:
    """One group's row, each of its fields from an accumulator over its rows."""
    made: Row = {"_id": key}
    for name, accumulator in group.items():
        match accumulator:
            case {"$first": str(field)}:
                made[name] = rows[0][field.removeprefix("$")]
            case {"$min": str(field)}:
                made[name] = min(row[field.removeprefix("$")] for row in rows)
            case {"$sum": 1}:
                made[name] = len(rows)
            case _ if name != "_id":
                raise NotImplementedError(accumulator)
    return made
