"""A hut's sheet as its warden wrote it, with its revision."""

from __future__ import annotations

from chassis.documents import Collection, Document
from contracts.huts import HutSheet, HutState
from contracts.message import Count


class Hut(Document):
    """Kept under the property's id; there is exactly one (R10). `revision` goes up with each
    change."""

    property_id: str
    revision: Count = 0
    sheet: HutSheet = HutSheet()

    def changed(self, sheet: HutSheet) -> Hut:
        return self.model_copy(update={"sheet": sheet, "revision": self.revision + 1})


huts: Collection[Hut] = Collection("huts", Hut)


def as_told(known: Hut) -> HutState:
    """The sheet as other services keep it."""
    return HutState(property_id=known.property_id, revision=known.revision, sheet=known.sheet)
