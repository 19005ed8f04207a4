"""One night of a hut."""

from __future__ import annotations

from chassis.documents import Collection, Document, Index
from contracts.planning import Closing, DayStock, PlanningDayChanged
from contracts.selling import Night
from gateway.planning.cells import cells_of, digest_of


class DayView(Document):
    """A night as it was told last. `cells` is what the grid shows of it beside `closing`, and
    `digest` stands for both; `revision` counts the changes."""

    day_id: str
    property_id: str
    night: Night
    closing: Closing | None = None
    stock: tuple[DayStock, ...] = ()
    cells: str = "[]"
    digest: str | None = None
    revision: int = 0


PLANNING = Collection(
    # The grid reads the digests from the index alone.
    "planning_days",
    DayView,
    indexes=(Index((("property_id", 1), ("night", 1), ("digest", 1))),),
)


def view_of(message: PlanningDayChanged, known: DayView | None) -> DayView:
    """A night as a message says it, one change on."""
    cells = cells_of(message.closing, message.stock)
    return DayView(
        day_id=message.day_id,
        property_id=message.property_id,
        night=message.night,
        closing=message.closing,
        stock=message.stock,
        cells=cells,
        digest=digest_of(message.closing, cells),
        revision=(known.revision if known else 0) + 1,
    )
