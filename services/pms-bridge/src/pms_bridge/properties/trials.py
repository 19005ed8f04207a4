"""Testing a property's connection to its PMS: asked for by a person, answered with what was found.

Nothing is changed by it, here or there.
"""

from __future__ import annotations

from chassis.outcome import Context, Effect, Outcome, Work
from chassis.table import HandlerTable
from contracts.properties import PmsMode
from contracts.reconciliation import Check, ConnectionTested, ConnectionTried, TestConnection
from pms_bridge.properties.model import Property, properties
from pms_bridge.properties.refusals import refused, unknown_property
from pms_bridge.properties.sign_in import let_in

table = HandlerTable("pms-bridge")


class TryConnection(Work, kind="bridge.try-connection"):
    """Sign in and read, with the settings as they are now."""

    property_id: str
    request_id: str


@table.on(TestConnection, document=properties)
def trial_requested(
    known: Property | None, message: TestConnection, context: Context
) -> Outcome[Property]:
    """Whoever prepares a two-way connection may test it before it is switched on. No breaker stands
    before it: it tells how the connection is, not how it was."""
    property_id = message.property_id
    if known is None:
        return Outcome(events=[unknown_property(property_id)])
    if known.sheet.integrations.pms is PmsMode.NONE:
        refusal = refused(property_id, "integrations.pms", "the property has no PMS")
        return Outcome(events=[refusal])
    work = TryConnection(property_id=property_id, request_id=context.envelope.id)
    return Outcome(effects=[Effect(work, lane=f"connection:{property_id}")])


@table.on(ConnectionTried, document=properties)
def connection_tried(
    known: Property | None, message: ConnectionTried, context: Context
) -> Outcome[Property]:
    """Tell what was found: it works where every check passed. That the PMS let us in ends what
    people are asked about it."""
    tested = ConnectionTested(
        property_id=message.property_id,
        request_id=message.request_id,
        works=all(result.passed for result in message.checks),
        checks=message.checks,
        tried_at=message.tried_at,
    )
    signed_in = any(one.check is Check.SIGNED_IN and one.passed for one in message.checks)
    if known is None or not signed_in:
        return Outcome(events=[tested])
    after, told = let_in(known, message.tried_at)
    return Outcome(after, [tested, *told])
