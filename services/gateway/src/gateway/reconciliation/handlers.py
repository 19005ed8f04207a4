"""Keeps what the bridge says of a property's books and connection."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.reconciliation import ConnectionTested, DayReconciled
from gateway.reconciliation.model import CONNECTIONS, DAYS, ConnectionView, DayView, day_id

reconciliation = HandlerTable("gateway")


@reconciliation.on(DayReconciled, document=DAYS, key=day_id)
def day_reconciled(
    known: DayView | None, message: DayReconciled, context: Context
) -> Outcome[DayView]:
    """The newest comparison of a day takes the place of the one before."""
    if known is not None and known.compared_at > message.compared_at:
        return Outcome()
    found = {name: getattr(message, name) for name in DayView.model_fields}
    return Outcome(DayView.model_validate(found))


@reconciliation.on(ConnectionTested, document=CONNECTIONS)
def connection_tested(
    known: ConnectionView | None, message: ConnectionTested, context: Context
) -> Outcome[ConnectionView]:
    if known is not None and known.tried_at > message.tried_at:
        return Outcome()
    return Outcome(
        ConnectionView(
            property_id=message.property_id,
            works=message.works,
            checks=message.checks,
            tried_at=message.tried_at,
        )
    )
