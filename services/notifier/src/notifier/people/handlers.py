"""People are taken over as the gateway tells them."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts.recipients import PropertyRecipients
from notifier.people.model import People, people

table = HandlerTable("notifier")


@table.on(PropertyRecipients, document=people)
def people_told(
    known: People | None, message: PropertyRecipients, context: Context
) -> Outcome[People]:
    """Keep who is to be told of what; the newest state is all that counts."""
    return Outcome(People(property_id=message.property_id, recipients=message.recipients))
