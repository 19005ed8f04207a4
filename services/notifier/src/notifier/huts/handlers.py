"""Huts are taken over as inventory tells them; its newest state is all that counts."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.catalogue import SellingState
from contracts.huts import HutState
from notifier.huts.model import Hut, HutMails, hut_mails, huts

table = HandlerTable("notifier")


@table.on(HutState, document=huts)
def hut_told(known: Hut | None, message: HutState, context: Context) -> Outcome[Hut]:
    return Outcome(Hut(property_id=message.property_id, sheet=message.sheet))


@table.on(SellingState, document=hut_mails)
def selling_told(
    known: HutMails | None, message: SellingState, context: Context
) -> Outcome[HutMails]:
    """Of all that a hut sells, its mails alone."""
    return Outcome(HutMails(property_id=message.property_id, mails=message.selling.mails))
