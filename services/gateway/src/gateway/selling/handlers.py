"""Keeps what each hut sells."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.catalogue import SellingState
from gateway.huts.revised import changes_after
from gateway.selling.model import SELLING, SellingView, parts_that_differ

selling = HandlerTable("gateway")


@selling.on(SellingState, document=SELLING)
def selling_state(
    known: SellingView | None, message: SellingState, context: Context
) -> Outcome[SellingView]:
    """The newest state says all."""
    parts = parts_that_differ(known.selling if known else None, message.selling)
    view = SellingView(
        property_id=message.property_id,
        revision=message.revision,
        changes=changes_after(known, parts, message.revision, context),
        selling=message.selling,
    )
    return Outcome(view)
