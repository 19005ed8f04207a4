"""A property as it is now."""

from __future__ import annotations

from chassis.documents import Collection, Document, Index
from contracts.properties import PropertySheet


class PropertyView(Document):
    property_id: str
    sheet: PropertySheet


PROPERTIES = Collection("properties", PropertyView, indexes=(Index((("property_id", 1),)),))
