"""What makes a day be compared: its hour, a person, a statement that comes late."""

from __future__ import annotations

from typing import Any

from chassis.documents import Ref
from chassis.outcome import Changes, Context, Outcome
from chassis.table import Documents, HandlerTable
from contracts.reconciliation import (
    DayRead,
    DayReconciled,
    PropertyRequestRefused,
    ReconcileDay,
    ReconciliationDue,
    StatementTaken,
    TakeStatement,
)
from pms_bridge.properties.model import Property, properties
from pms_bridge.properties.refusals import refused, unknown_property
from pms_bridge.reconciliation.days import bounds, day_after
from pms_bridge.reconciliation.statement import Statement, statement_of
from pms_bridge.reconciliation.work import comparison_due, read_day

table = HandlerTable("pms-bridge")

LARGEST_SUM = 10**12  # of `contracts.money.MinorUnits`, which the day's totals are


def _touched(message: TakeStatement) -> tuple[Ref[Any], ...]:
    return (properties.ref(message.property_id), statement_of(message))


@table.on_many(TakeStatement, touches=_touched)
def statement_taken(documents: Documents, message: TakeStatement, context: Context) -> Changes:
    """Keep the newest statement of a day. A day that was compared without it is compared again."""
    place, ref = _touched(message)
    known, before = documents[place], documents[ref]
    of = known if isinstance(known, Property) else None
    if refusal := _refusal(of, message):
        return Changes(events=[refusal])
    if isinstance(before, Statement) and message.issued_at < before.issued_at:
        return Changes(events=[_taken(message, kept=False)])
    late = of is not None and of.next_day is not None and message.day < of.next_day
    again = [read_day(message.property_id, message.day)] if late else []
    return Changes({ref: Statement.of(message)}, [_taken(message, kept=True)], again)


@table.on(ReconciliationDue, document=properties)
def day_due(
    known: Property | None, message: ReconciliationDue, context: Context
) -> Outcome[Property]:
    """Compare the day before, and wait for the next one. A timer of a day that has been compared,
    or of a property that has no deliveries any more, does nothing."""
    if known is None or known.next_day != message.day:
        return Outcome()
    if not known.sheet.integrations.delivery:
        return Outcome(known.comparing_next(None))
    following = known.comparing_next(day_after(message.day))
    reading = read_day(message.property_id, message.day)
    return Outcome(following, effects=[reading, *comparison_due(following)])


@table.on(ReconcileDay, document=properties)
def comparison_requested(
    known: Property | None, message: ReconcileDay, context: Context
) -> Outcome[Property]:
    """A person wants to see a day compared now."""
    if known is None:
        return Outcome(events=[unknown_property(message.property_id)])
    first, _ = bounds(message.day, known.time_zone)
    if context.now < first:
        return Outcome(events=[refused(message.property_id, "day", "the day has not begun yet")])
    return Outcome(effects=[read_day(message.property_id, message.day, context.envelope.id)])


@table.on(DayRead, document=properties)
def day_read(known: Property | None, message: DayRead, context: Context) -> Outcome[Property]:
    """Tell what comparing a day found."""
    told = {name: getattr(message, name) for name in DayReconciled.model_fields}
    return Outcome(events=[DayReconciled(**told)])


def _refusal(of: Property | None, message: TakeStatement) -> PropertyRequestRefused | None:
    """Why a statement cannot be compared with anything."""
    if of is not None and of.sheet.currency != message.currency:
        reason = f"the property's currency is {of.sheet.currency}, not {message.currency}"
        return refused(message.property_id, "currency", reason)
    if sum(abs(line.charged) for line in message.lines) > LARGEST_SUM:
        return refused(message.property_id, "lines", "the lines come to more than can be")
    return None


def _taken(message: TakeStatement, *, kept: bool) -> StatementTaken:
    return StatementTaken(
        property_id=message.property_id,
        partner_id=message.partner_id,
        day=message.day,
        lines=len(message.lines),
        kept=kept,
    )
