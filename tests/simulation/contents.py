"""What one service's simulated database holds, and how it answers the chassis' own queries.

Rows are never changed in place, so a row that was read stays as it was, and "is it still the same
object" tells whether somebody else has written it since.
"""

from __future__ import annotations

import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from pymongo.errors import OperationFailure

from chassis import rows
from tests.simulation.guards import Guard, Guards

Row = dict[str, Any]
Id = Any
WRITE_CONFLICT = 112
DUPLICATE_KEY = 11000


class View:
    """Rows by collection and id, and the queries that the chassis makes of them."""

    def __init__(self, guards: Guards, now: Callable[[], datetime]) -> None:
        self.guards = guards
        self.now = now

    def get(self, collection: str, id: Id) -> Row | None:
        raise NotImplementedError

    def put(self, collection: str, id: Id, row: Row | None) -> None:
        """Write a row, or remove it."""
        raise NotImplementedError

    def all_of(self, collection: str) -> Iterable[Row]:
        raise NotImplementedError

    def unpublished(self) -> Iterable[Row]:
        """What MongoDB finds by a partial index: the outbox alone grows long."""
        raise NotImplementedError

    def find(self, collection: str, where: Mapping[str, Any]) -> list[Row]:
        if collection == rows.INBOX and Guard.INBOX not in self.guards:
            return []
        rest = dict(where)
        if parts := rest.pop("$or", None):
            return [row for part in parts for row in self.find(collection, {**rest, **part})]
        found = self._near(collection, rest)
        for name, wanted in rest.items():
            found = kept(found, name, wanted, self.now)
        return list(found)

    def _near(self, collection: str, rest: dict[str, Any]) -> Iterable[Row]:
        """The rows that an index finds; the conditions that it answers are taken out of `rest`."""
        wanted = rest.get("_id")
        if isinstance(wanted, dict):
            if "$in" in wanted:
                del rest["_id"]
                found = [self.get(collection, id) for id in wanted["$in"]]
                return [row for row in found if row is not None]
        elif wanted is not None:
            del rest["_id"]
            row = self.get(collection, wanted)
            return [] if row is None else [row]
        if collection == rows.OUTBOX and rest.get("published") is False:
            return self.unpublished() if Guard.RECOVERY in self.guards else []
        return self.all_of(collection)

    def insert(self, collection: str, row: Row) -> bool:
        """False where the id is taken."""
        id = row["_id"]
        if self.get(collection, id) is not None:
            if collection == rows.INBOX and Guard.INBOX not in self.guards:
                return True
            if "v" not in row or Guard.VERSION in self.guards:
                return False
        self.put(collection, id, row)
        return True

    def update(self, collection: str, where: Mapping[str, Any], change: Any, *, many: bool) -> int:
        """How many rows matched."""
        found = self.find(collection, self._without_guards(collection, where))
        for row in found if many else found[:1]:
            self.put(collection, row["_id"], changed(row, change, self.now))
        return len(found)

    def upsert(self, collection: str, id: Id, change: Mapping[str, Any]) -> Row:
        row = self.get(collection, id)
        start = {"_id": id, **change.get("$setOnInsert", {})} if row is None else row
        after = changed(start, change, self.now)
        self.put(collection, id, after)
        return after

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
        if {Guard.EPOCH, Guard.VERSION} <= self.guards:
            return where
        left_out = set()
        if collection == rows.OWNERSHIP and Guard.EPOCH not in self.guards:
            left_out.add("epoch")
        if Guard.VERSION not in self.guards:
            left_out.add("v")
        return {name: value for name, value in where.items() if name not in left_out}


class Contents(View):
    """The committed rows of one service, shared by all its processes; `now` is the database's own
    clock."""

    def __init__(self, guards: Guards, now: Callable[[], datetime]) -> None:
        super().__init__(guards, now)
        self.collections: dict[str, dict[Id, Row]] = defaultdict(dict)
        self._unpublished: dict[Id, Row] = {}
        # Transactions that have begun and not ended, by whose they are.
        self.open_drafts: dict[str, list[Draft]] = {}

    def forget(self) -> None:
        self.collections.clear()
        self._unpublished.clear()
        self.open_drafts.clear()

    def get(self, collection: str, id: Id) -> Row | None:
        return self.collections[collection].get(id)

    def put(self, collection: str, id: Id, row: Row | None) -> None:
        if row is None:
            self.collections[collection].pop(id, None)
        else:
            self.collections[collection][id] = row
        if collection == rows.OUTBOX:
            if row is None or row["published"]:
                self._unpublished.pop(id, None)
            else:
                self._unpublished[id] = row

    def all_of(self, collection: str) -> Iterable[Row]:
        return self.collections[collection].values()

    def unpublished(self) -> Iterable[Row]:
        return self._unpublished.values()


class Draft(View):
    """A transaction's view: what is committed, and over it what it has written itself."""

    def __init__(self, contents: Contents) -> None:
        super().__init__(contents.guards, contents.now)
        self._contents = contents
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
        return self._contents.get(collection, id)

    def put(self, collection: str, id: Id, row: Row | None) -> None:
        place = (collection, id)
        if place not in self._written:
            self._before[place] = self._contents.get(collection, id)
        self._written[place] = row

    def all_of(self, collection: str) -> Iterable[Row]:
        stored = self._contents.collections[collection]
        mine = {id: row for (name, id), row in self._written.items() if name == collection}
        if not mine:
            return stored.values()
        return [row for row in {**stored, **mine}.values() if row is not None]

    def unpublished(self) -> Iterable[Row]:
        return self.all_of(rows.OUTBOX)

    def commit(self) -> None:
        """All or nothing. Raises `OperationFailure` where somebody else wrote the same meanwhile:
        to be tried again, as MongoDB says in that case."""
        if self._aborted:
            raise write_conflict()
        contents = self._contents
        for (collection, id), before in self._before.items():
            if contents.get(collection, id) is not before:
                raise write_conflict()
        for (collection, id), row in self._written.items():
            contents.put(collection, id, row)


def write_conflict() -> OperationFailure:
    details = {"errorLabels": ["TransientTransactionError"], "codeName": "WriteConflict"}
    return OperationFailure("somebody else wrote it", WRITE_CONFLICT, details)


def kept(
    found: Iterable[Row], name: str, wanted: Any, now: Callable[[], datetime]
) -> Iterable[Row]:
    """Those of some rows that meet one condition of a query."""
    if name == "$expr":
        ((comparison, (left, right)),) = wanted.items()
        test, at = OPERATORS[comparison], now()
        return [row for row in found if test(value_of(left, row, at), value_of(right, row, at))]
    if not isinstance(wanted, dict):
        return [row for row in found if row.get(name) == wanted]
    for comparison, value in wanted.items():
        test = OPERATORS[comparison]
        found = [row for row in found if test(row.get(name), value)]
    return found


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "$in": lambda value, wanted: value in wanted,
    "$ne": operator.ne,
    "$nin": lambda value, wanted: value not in wanted,
    "$lte": operator.le,
    "$lt": operator.lt,
    "$gt": operator.gt,
}


def changed(row: Row, change: Any, now: Callable[[], datetime]) -> Row:
    """The row after an update, given as operators or as a pipeline."""
    after = dict(row)
    if isinstance(change, list):
        at = now()
        for stage in change:
            after.update({name: value_of(to, row, at) for name, to in stage["$set"].items()})
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
    ((function, arguments),) = expression.items()
    values = [value_of(argument, row, now) for argument in arguments]
    match function:
        case "$add":
            left, right = values
            moved = isinstance(left, datetime)
            return left + (timedelta(milliseconds=right) if moved else right)
        case "$ifNull":
            return next((value for value in values if value is not None), None)
        case _:
            raise NotImplementedError(function)


def sorted_rows(found: Sequence[Row], sort: Sequence[tuple[str, int]]) -> list[Row]:
    ordered = list(found)
    for name, direction in reversed(sort):
        ordered.sort(key=itemgetter(name), reverse=direction < 0)
    return ordered
