"""A property as inventory last told it."""

from __future__ import annotations

from chassis.documents import Collection, Document
from contracts.properties import PropertySheet


class Property(Document):
    """Kept under the property's id."""

    property_id: str
    sheet: PropertySheet


properties = Collection("properties", Property)
