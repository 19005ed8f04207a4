"""What a batch is given to read: as it is now, and made a model of only when it has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pytest

from chassis.batch import Loaded
from chassis.database import Database, Row
from chassis.documents import to_stored
from chassis.loading import READ_REMEMBERED, Loader
from chassis.outcome import Context, Outcome
from chassis.records import read
from chassis.table import HandlerTable
from contracts.deliveries import CourierNear
from contracts.topics import BY_NAME
from tests.chassis.memory import Memory
from tests.chassis.tally import Sheet, Tally, near, property_sheet, sheets, tallies

ORDER = "order-1"
SHEET = sheets.ref(ORDER)


def reading() -> HandlerTable:
    """A service that reads a sheet of its own for each order."""
    table = HandlerTable("tally")

    @table.on(CourierNear, document=tallies, reads=lambda message: [sheets.ref(message.order_id)])
    def count(tally: Tally | None, message: CourierNear, context: Context) -> Outcome[Tally]:
        sheet = context.read(sheets.ref(message.order_id))
        return Outcome(Tally().with_entry(sheet.sheet.name if sheet else "nowhere"))

    return table


class Kept(Database):
    """A database of some rows, without a server."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Row] = {}

    def put(self, name: str, version: int, id: str = ORDER) -> None:
        state = to_stored(Sheet(sheet=property_sheet(name)))
        self.rows[sheets.name, id] = {"_id": id, "v": version, "state": state} | {
            "seq": {},
            "p": 0,
            "by": "rule:test",
        }

    async def find_by_ids(self, wanted: Mapping[str, Collection[Any]]) -> dict[str, list[Row]]:
        return {name: list(self._found(name, ids)) for name, ids in wanted.items()}

    def _found(self, name: str, ids: Iterable[str]) -> Iterable[Row]:
        return (dict(self.rows[name, id]) for id in ids if (name, id) in self.rows)


TABLE = reading()


@pytest.fixture
def database() -> Kept:
    return Kept()


@pytest.fixture
def loader(database: Kept) -> Loader:
    return Loader(database, TABLE, BY_NAME)


async def loaded(loader: Loader, *orders: str) -> Loaded:
    memory = Memory(TABLE)
    return await loader.load([read(memory.record(near(order)), TABLE) for order in orders])


async def sheet_of(loader: Loader) -> Any:
    return (await loaded(loader, ORDER)).slots[SHEET.place].state()


async def test_what_is_only_read_is_made_a_model_once_while_it_stays_as_it_is(
    loader: Loader, database: Kept
) -> None:
    database.put("Hôtel Lumière", 1)
    first = await sheet_of(loader)
    assert await sheet_of(loader) is first


async def test_what_has_changed_is_read_as_it_is_now_whatever_its_version(
    loader: Loader, database: Kept
) -> None:
    database.put("Hôtel Lumière", 1)
    await sheet_of(loader)
    database.put("Hôtel des Cimes", 1)  # gone, and there again
    assert (await sheet_of(loader)).sheet.name == "Hôtel des Cimes"
    database.rows.clear()
    assert await sheet_of(loader) is None


async def test_what_a_batch_has_changed_and_perhaps_not_committed_is_read_anew(
    loader: Loader, database: Kept
) -> None:
    database.put("Hôtel Lumière", 1)
    slot = (await loaded(loader, ORDER)).slots[SHEET.place]
    slot.model = changed = Sheet(sheet=property_sheet("Hôtel des Cimes"))
    slot.stored = to_stored(changed)
    slot.changed(0, "rule:test")
    assert (await sheet_of(loader)).sheet.name == "Hôtel Lumière"
    database.put("Hôtel des Cimes", 2)
    assert await sheet_of(loader) is not changed


async def test_of_what_is_read_only_so_much_is_remembered(loader: Loader, database: Kept) -> None:
    database.put("Hôtel Lumière", 1)
    first = await sheet_of(loader)
    await loaded(loader, *(f"other-{n}" for n in range(READ_REMEMBERED)))
    assert await sheet_of(loader) is not first
