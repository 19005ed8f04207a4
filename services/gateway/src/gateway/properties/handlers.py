"""Keeps the properties."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.properties import PropertyState
from gateway.properties.model import PROPERTIES, PropertyView

properties = HandlerTable("gateway")


@properties.on(PropertyState, document=PROPERTIES)
def property_state(
    known: PropertyView | None, message: PropertyState, context: Context
) -> Outcome[PropertyView]:
    return Outcome(PropertyView(property_id=message.property_id, sheet=message.sheet))
