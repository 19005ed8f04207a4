"""A property as inventory last told it."""

from __future__ import annotations

from datetime import date
from typing import Self

from chassis.documents import Collection, Document
from contracts.properties import PmsMode, PropertySheet


class Property(Document):
    """Kept under the property's id. `next_day` is the day that is compared next, by the clock
    (`pms_bridge.reconciliation`); None where nothing is delivered and so nothing compared."""

    property_id: str
    sheet: PropertySheet
    next_day: date | None = None

    @property
    def takes_charges(self) -> bool:
        """Whether its PMS is charged by us (C13), not by its staff (C12)."""
        return self.sheet.integrations.pms is PmsMode.TWO_WAY

    @property
    def time_zone(self) -> str:
        return self.sheet.time_zone

    def comparing_next(self, day: date | None) -> Self:
        return self.model_copy(update={"next_day": day})


properties = Collection("properties", Property)
