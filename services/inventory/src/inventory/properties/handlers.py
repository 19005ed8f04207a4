"""The properties' table: one request, answered with what became of it."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts import topics
from contracts.properties import (
    DefineProperty,
    PropertyDefined,
    PropertyRefused,
    PropertyState,
)
from inventory.properties.model import Objection, Property, objection, properties

table = HandlerTable("inventory")


def as_told(known: Property) -> PropertyState:
    """The property as other services keep it."""
    return PropertyState(property_id=known.property_id, sheet=known.sheet)


table.state(properties, topics.INVENTORY_PROPERTY_STATE)(as_told)


@table.on(DefineProperty, document=properties)
def define(known: Property | None, message: DefineProperty, context: Context) -> Outcome[Property]:
    """Create the property or replace its sheet; the same sheet again changes nothing."""
    objected = objection(known, message.sheet)
    if objected is not None:
        return Outcome(events=[_refused(message, objected, context)])
    if known is not None and known.sheet == message.sheet:
        return Outcome(events=[_defined(message, context, changed=False)])
    defined = Property(property_id=message.property_id, sheet=message.sheet)
    return Outcome(defined, [_defined(message, context, changed=True), as_told(defined)])


def _refused(message: DefineProperty, objected: Objection, context: Context) -> PropertyRefused:
    return PropertyRefused(
        property_id=message.property_id,
        request_id=context.envelope.id,
        field=objected.field,
        reason=objected.reason,
    )


def _defined(message: DefineProperty, context: Context, *, changed: bool) -> PropertyDefined:
    return PropertyDefined(
        property_id=message.property_id,
        request_id=context.envelope.id,
        changed=changed,
        sheet=message.sheet,
    )
