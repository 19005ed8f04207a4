"""A hut's selling as its owner set it, with its revision."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.documents import Collection, Document
from contracts.catalogue import SellingState
from contracts.message import Count
from contracts.selling import Selling
from inventory.properties.model import Objection


class HutSelling(Document):
    """Kept under the property's id. `revision` goes up with each change."""

    property_id: str
    revision: Count = 0
    selling: Selling

    def changed(self, selling: Selling) -> HutSelling:
        return self.model_copy(update={"selling": selling, "revision": self.revision + 1})


sellings: Collection[HutSelling] = Collection("sellings", HutSelling)


def as_told(known: HutSelling) -> SellingState:
    """The selling as other services keep it."""
    return SellingState(
        property_id=known.property_id, revision=known.revision, selling=known.selling
    )


def twice(ids: Sequence[str], field: str) -> Objection | None:
    """What speaks against two of the same name."""
    for index, id in enumerate(ids):
        if id in ids[:index]:
            return Objection(f"{field}.{index}.id", f"{id} is there twice")
    return None
