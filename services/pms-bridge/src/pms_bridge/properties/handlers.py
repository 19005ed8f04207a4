"""Properties are taken over as inventory tells them."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.properties import PropertyState
from pms_bridge.properties.model import Property, properties
from pms_bridge.reconciliation.days import first_day
from pms_bridge.reconciliation.work import comparison_due

table = HandlerTable("pms-bridge")


@table.on(PropertyState, document=properties)
def property_told(
    known: Property | None, message: PropertyState, context: Context
) -> Outcome[Property]:
    """Keep the property as it is now; its newest state is all that counts. Where meals are
    delivered, its days begin to be compared."""
    told = Property(property_id=message.property_id, sheet=message.sheet)
    if known is not None:
        told = known.model_copy(update={"sheet": message.sheet})
    if told.next_day is not None or not message.sheet.integrations.delivery:
        return Outcome(told)
    first = told.comparing_next(first_day(context.now, told.time_zone))
    return Outcome(first, effects=comparison_due(first))
