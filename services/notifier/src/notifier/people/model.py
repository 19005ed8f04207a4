"""A property's people as the gateway last told them."""

from __future__ import annotations

from chassis.documents import Collection, Document
from contracts.recipients import Recipient


class People(Document):
    """Kept under the property's id."""

    property_id: str
    recipients: tuple[Recipient, ...] = ()


people = Collection("people", People)
