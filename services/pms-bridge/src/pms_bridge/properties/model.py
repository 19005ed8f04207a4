"""A property as inventory last told it."""

from __future__ import annotations

from chassis.documents import Collection, Document
from contracts.properties import PmsMode, PropertySheet


class Property(Document):
    """Kept under the property's id."""

    property_id: str
    sheet: PropertySheet

    @property
    def takes_charges(self) -> bool:
        """Whether its PMS is charged by us (C13), not by its staff (C12)."""
        return self.sheet.integrations.pms is PmsMode.TWO_WAY


properties = Collection("properties", Property)
