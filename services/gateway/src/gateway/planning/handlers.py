"""Keeps the nights."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.planning import PlanningDayChanged
from gateway.planning.model import PLANNING, DayView

planning = HandlerTable("gateway")


@planning.on(PlanningDayChanged, document=PLANNING, key=lambda message: message.day_id)
def day_changed(
    known: DayView | None, message: PlanningDayChanged, context: Context
) -> Outcome[DayView]:
    view = DayView(
        day_id=message.day_id,
        property_id=message.property_id,
        night=message.night,
        closing=message.closing,
        stock=message.stock,
        revision=(known.revision if known else 0) + 1,
    )
    return Outcome(view)
