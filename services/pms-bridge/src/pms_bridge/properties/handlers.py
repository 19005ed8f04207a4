"""Properties are taken over as inventory tells them."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.properties import PropertyState
from pms_bridge.properties.model import Property, properties

table = HandlerTable("pms-bridge")


@table.on(PropertyState, document=properties)
def property_told(
    known: Property | None, message: PropertyState, context: Context
) -> Outcome[Property]:
    """Keep the property as it is now; its newest state is all that counts."""
    return Outcome(Property(property_id=message.property_id, sheet=message.sheet))
