"""Keeps what each hut says of itself."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.huts import HutSheet, HutState
from gateway.huts.model import HUTS, SHEET_PARTS, HutView, sheet_ref
from gateway.huts.revised import changes_after

huts = HandlerTable("gateway")


@huts.on(HutState, document=HUTS, key=lambda state: sheet_ref(state.property_id).id)
def hut_state(known: HutView | None, message: HutState, context: Context) -> Outcome[HutView]:
    """The newest state says all."""
    before = known.sheet if known else HutSheet()
    parts = [one for one in SHEET_PARTS if getattr(before, one) != getattr(message.sheet, one)]
    view = HutView(
        property_id=message.property_id,
        revision=message.revision,
        changes=changes_after(known, parts, message.revision, context),
        sheet=message.sheet,
    )
    return Outcome(view)
