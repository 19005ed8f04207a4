"""The work of comparing a day: waiting for its hour, and reading its sides."""

from __future__ import annotations

from datetime import date

from chassis.outcome import Effect, Work
from pms_bridge.properties.model import Property
from pms_bridge.reconciliation.days import comparison_time


class AwaitDay(Work, kind="bridge.await-day"):
    """Report that the hour has come at which a day is compared."""

    property_id: str
    day: date


class ReadDay(Work, kind="bridge.read-day"):
    """Read a day's statements, folios and postings, and report how they compare.

    `request_id` is the id of a person's request; a day that the clock compares has none.
    """

    property_id: str
    day: date
    request_id: str | None = None


def comparison_due(of: Property) -> list[Effect]:
    """The timer of the property's next day, if there is one."""
    if of.next_day is None:
        return []
    work = AwaitDay(property_id=of.property_id, day=of.next_day)
    return [Effect(work, due_at=comparison_time(of.next_day, of.time_zone))]


def read_day(property_id: str, day: date, request_id: str | None = None) -> Effect:
    """One reading at a time per property."""
    work = ReadDay(property_id=property_id, day=day, request_id=request_id)
    return Effect(work, lane=f"reconciliation:{property_id}")
