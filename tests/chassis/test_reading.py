"""What doors read by id: as it is committed, and made a model of only when it has changed."""

from __future__ import annotations

from chassis.documents import to_stored
from chassis.runtime import DocumentReader
from tests.chassis.tally import Sheet, property_sheet, sheets, tally_service
from tests.support.bench import Bench

REF = sheets.ref("order-1")


class Shelf:
    """The one document, as it is put there by others."""

    def __init__(self, bench: Bench) -> None:
        self.database = bench.database(tally_service())

    async def put(self, name: str | None) -> None:
        state = None if name is None else to_stored(Sheet(sheet=property_sheet(name)))
        await self.database.delete(sheets.name, {})
        await self.database.insert(sheets.name, [{"_id": REF.id, "v": 1, "state": state}])


async def test_a_document_is_read_as_it_is_now_and_the_same_is_one_object(bench: Bench) -> None:
    shelf = Shelf(bench)
    reader = DocumentReader(shelf.database)
    assert await reader.get(REF) is None
    await shelf.put("Lumière")
    first = await reader.get(REF)
    assert first is not None
    assert first.sheet.name == "Lumière"
    await shelf.put("Lumière")
    assert await reader.get(REF) is first
    await shelf.put("Soleil")
    other = await reader.get(REF)
    assert other is not None
    assert other.sheet.name == "Soleil"
    await shelf.put(None)
    assert await reader.get(REF) is None
    await shelf.put("Lumière")
    assert await reader.get(REF) == first


async def test_no_more_is_remembered_than_was_said(bench: Bench) -> None:
    shelf, other = Shelf(bench), sheets.ref("order-2")
    reader = DocumentReader(shelf.database, most=1)
    await shelf.put("Lumière")
    first = await reader.get(REF)
    await shelf.database.insert(
        sheets.name,
        [{"_id": other.id, "v": 1, "state": to_stored(Sheet(sheet=property_sheet("x")))}],
    )
    await reader.get(other)
    again = await reader.get(REF)
    assert again == first
    assert again is not first
