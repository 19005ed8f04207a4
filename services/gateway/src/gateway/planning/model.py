"""One night of a hut."""

from __future__ import annotations

from chassis.documents import Collection, Document, Index
from contracts.planning import Closing, DayStock
from contracts.selling import Night


class DayView(Document):
    """A night as it was told last. `revision` counts the changes."""

    day_id: str
    property_id: str
    night: Night
    closing: Closing | None = None
    stock: tuple[DayStock, ...] = ()
    revision: int = 0


PLANNING = Collection(
    "planning_days", DayView, indexes=(Index((("property_id", 1), ("night", 1))),)
)
