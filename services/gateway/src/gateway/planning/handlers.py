"""Keeps the nights."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.planning import PlanningDayChanged
from gateway.planning.model import PLANNING, DayView, view_of

planning = HandlerTable("gateway")


@planning.on(PlanningDayChanged, document=PLANNING, key=lambda message: message.day_id)
def day_changed(
    known: DayView | None, message: PlanningDayChanged, context: Context
) -> Outcome[DayView]:
    return Outcome(view_of(message, known))
