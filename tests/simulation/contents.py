"""What one service's simulated database holds, and how it answers the chassis' own queries.

Rows are never changed in place, so a row that was read stays as it was, and "is it still the same
object" tells whether somebody else has written it since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pymongo.errors import OperationFailure

from chassis import rows
from tests.simulation.guards import Guard, Guards

Row = dict[str, Any]
Id = Any
WRITE_CONFLICT = 112
DUPLICATE_KEY = 11000


class Contents:
    """The collections of one service, shared by all its processes."""

    def __init__(self, guards: Guards) -> None:
        self.guards = guards
        self.collections: dict[str, dict[Id, Row]] = defaultdict(dict)
        # What MongoDB finds by a partial index: this collection alone grows long.
        self.unpublished: dict[Id, Row] = {}
        # Transactions that have begun and not ended, by whose they are.
        self.open_drafts: dict[str, list[Draft]] = {}

    def write(self, collection: str, id: Id, row: Row | None) -> None:
        if row is None:
            self.collections[collection].pop(id, None)
        else:
            self.collections[collection][id] = row
        if collection == rows.OUTBOX:
            self.unpublished.pop(id, None)
            if row is not None and not row["published"]:
                self.unpublished[id] = row


class Draft:
    """A transaction's view: what is committed, and over it what it has written itself."""

    def __init__(self, contents: Contents, now: datetime) -> None:
        self._contents = contents
        self._now = now
        self._written: dict[tuple[str, Id], Row | None] = {}
        self._before: dict[tuple[str, Id], Row | None] = {}
        self._aborted = False

    def abort(self) -> None:
        """Ended by somebody else: whoever goes on with it is told to try again."""
        self._aborted = True

    def get(self, collection: str, id: Id) -> Row | None:
        place = (collection, id)
        if place in self._written:
            return self._written[place]
        return self._contents.collections[collection].get(id)

    def put(self, collection: str, id: Id, row: Row | None) -> None:
        place = (collection, id)
        if place not in self._written:
            self._before[place] = self._contents.collections[collection].get(id)
        self._written[place] = row

    def commit(self) -> None:
        """All or nothing. Raises `OperationFailure` where somebody else wrote the same meanwhile:
        to be tried again, as MongoDB says in that case."""
        if self._aborted:
            raise write_conflict()
        for (collection, id), before in self._before.items():
            if self._contents.collections[collection].get(id) is not before:
                raise write_conflict()
        for (collection, id), row in self._written.items():
            self._contents.write(collection, id, row)

    # -- the queries that the chassis makes ----------------------------------------------------

    def find(self, collection: str, where: Mapping[str, Any]) -> list[Row]:
        guards = self._contents.guards
        if collection == rows.INBOX and Guard.INBOX not in guards:
            return []
        if where.get("published") is False and Guard.RECOVERY not in guards:
            return []
        if "$or" in where:
            return [row for part in where["$or"] for row in self.find(collection, part)]
        return [row for row in self._near(collection, where) if matches(row, where, self._now)]

    def _near(self, collection: str, where: Mapping[str, Any]) -> Iterable[Row]:
        wanted = where.get("_id")
        if isinstance(wanted, dict) and "$in" in wanted:
            found = (self.get(collection, id) for id in wanted["$in"])
            return [row for row in found if row is not None]
        if wanted is not None and not isinstance(wanted, dict):
            row = self.get(collection, wanted)
            return [] if row is None else [row]
        if collection == rows.OUTBOX and where.get("published") is False:
            return list(self._contents.unpublished.values())
        return self._all(collection)

    def _all(self, collection: str) -> list[Row]:
        stored = self._contents.collections[collection]
        mine = {id: row for (name, id), row in self._written.items() if name == collection}
        if not mine:
            return list(stored.values())
        return [row for row in {**stored, **mine}.values() if row is not None]

    def insert(self, collection: str, row: Row) -> bool:
        """False where the id is taken."""
        guards = self._contents.guards
        if self.get(collection, row["_id"]) is not None:
            if collection == rows.INBOX and Guard.INBOX not in guards:
                return True
            if "v" not in row or Guard.VERSION in guards:
                return False
        self.put(collection, row["_id"], row)
        return True

    def update(self, collection: str, where: Mapping[str, Any], change: Any, *, many: bool) -> int:
        """How many rows matched."""
        found = self.find(collection, self._without_guards(collection, where))
        for row in found if many else found[:1]:
            self.put(collection, row["_id"], changed(row, change, self._now))
        return len(found)

    def upsert(self, collection: str, id: Id, change: Mapping[str, Any]) -> None:
        row = self.get(collection, id)
        start = {"_id": id, **change.get("$setOnInsert", {})} if row is None else row
        self.put(collection, id, changed(start, change, self._now))

    def replace(self, collection: str, where: Mapping[str, Any], row: Row, *, upsert: bool) -> int:
        found = self.find(collection, self._without_guards(collection, where))
        if found or upsert:
            self.put(collection, row["_id"], row)
        return len(found)

    def delete(self, collection: str, where: Mapping[str, Any]) -> int:
        found = self.find(collection, where)
        for row in found:
            self.put(collection, row["_id"], None)
        return len(found)

    def _without_guards(self, collection: str, where: Mapping[str, Any]) -> Mapping[str, Any]:
        guards = self._contents.guards
        left_out = set()
        if collection == rows.OWNERSHIP and Guard.EPOCH not in guards:
            left_out.add("epoch")
        if Guard.VERSION not in guards:
            left_out.add("v")
        return {name: value for name, value in where.items() if name not in left_out}


def write_conflict() -> OperationFailure:
    details = {"errorLabels": ["TransientTransactionError"], "codeName": "WriteConflict"}
    return OperationFailure("somebody else wrote it", WRITE_CONFLICT, details)


def matches(row: Row, where: Mapping[str, Any], now: datetime) -> bool:
    for name, wanted in where.items():
        if name == "$expr":
            (operator, (left, right)), *_ = wanted.items()
            if not _compare(operator, value_of(left, row, now), value_of(right, row, now)):
                return False
        elif not isinstance(wanted, dict):
            if row.get(name) != wanted:
                return False
        elif not all(_compare(op, row.get(name), value) for op, value in wanted.items()):
            return False
    return True


def _compare(operator: str, value: Any, wanted: Any) -> bool:
    match operator:
        case "$in":
            return value in wanted
        case "$nin":
            return value not in wanted
        case "$lte":
            return bool(value <= wanted)
        case "$lt":
            return bool(value < wanted)
        case "$gt":
            return bool(value > wanted)
        case _:
            raise NotImplementedError(operator)


def changed(row: Row, change: Any, now: datetime) -> Row:
    """The row after an update, given as operators or as a pipeline."""
    after = dict(row)
    if isinstance(change, list):
        for stage in change:
            after.update({name: value_of(to, row, now) for name, to in stage["$set"].items()})
        return after
    for name, by in change.get("$inc", {}).items():
        after[name] = after.get(name, 0) + by
    for name, value in change.get("$set", {}).items():
        outer, dot, inner = name.partition(".")
        after[outer] = {**after[outer], inner: value} if dot else value
    return after


def value_of(expression: Any, row: Row, now: datetime) -> Any:
    """An aggregation expression's value; `$$NOW` is the database's clock."""
    if isinstance(expression, str) and expression.startswith("$"):
        return now if expression == "$$NOW" else row.get(expression[1:])
    if not isinstance(expression, dict):
        return expression
    ((operator, arguments),) = expression.items()
    values = [value_of(argument, row, now) for argument in arguments]
    match operator:
        case "$add":
            left, right = values
            moved = isinstance(left, datetime)
            return left + (timedelta(milliseconds=right) if moved else right)
        case "$ifNull":
            return next((value for value in values if value is not None), None)
        case _:
            raise NotImplementedError(operator)


def sorted_rows(found: Sequence[Row], sort: Sequence[tuple[str, int]]) -> list[Row]:
    ordered = list(found)
    for name, direction in reversed(sort):
        ordered.sort(key=lambda row: row[name], reverse=direction < 0)
    return ordered
