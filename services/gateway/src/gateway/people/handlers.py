"""The gateway's own table: how each person of a property is notified, and telling the notifier."""

from __future__ import annotations

from chassis.outcome import Context, Outcome
from chassis.table import HandlerTable
from contracts import topics
from contracts.recipients import (
    BrowserGone,
    PropertyRecipients,
    RecipientRefused,
    RecipientSet,
    RemoveRecipient,
    SetRecipient,
)
from gateway.people.model import MOST, RECIPIENTS, Recipients

recipients = HandlerTable("gateway")


def as_told(known: Recipients) -> PropertyRecipients:
    """The people of a property as the notifier keeps them."""
    return PropertyRecipients(property_id=known.property_id, recipients=known.people)


recipients.state(RECIPIENTS, topics.GATEWAY_PEOPLE_STATE)(as_told)


@recipients.on(SetRecipient, document=RECIPIENTS)
def set_recipient(
    known: Recipients | None, message: SetRecipient, context: Context
) -> Outcome[Recipients]:
    """Saved as it was sent (O24); the same again is answered, and told to nobody."""
    before = known or Recipients(property_id=message.property_id)
    after = before.having(message.recipient)
    if len(after.people) > MOST:
        return Outcome(events=[_full(message)])
    said = RecipientSet(
        property_id=message.property_id,
        person_id=message.recipient.person_id,
        recipient=message.recipient,
    )
    return Outcome(after, [said] if after == known else [said, as_told(after)])


@recipients.on(RemoveRecipient, document=RECIPIENTS)
def remove_recipient(
    known: Recipients | None, message: RemoveRecipient, context: Context
) -> Outcome[Recipients]:
    """Who has left a property is told nothing of it any more."""
    before = known or Recipients(property_id=message.property_id)
    after = before.without(message.person_id)
    said = RecipientSet(property_id=message.property_id, person_id=message.person_id)
    return Outcome(after, [said] if after == before else [said, as_told(after)])


@recipients.on(BrowserGone, document=RECIPIENTS)
def browser_gone(
    known: Recipients | None, message: BrowserGone, context: Context
) -> Outcome[Recipients]:
    """A browser that takes no pop-ups any more is forgotten; a later one of the person stays."""
    person = known.recipient(message.person_id) if known else None
    if known is None or person is None:
        return Outcome()
    left = tuple(b for b in person.browsers if b.endpoint != message.endpoint)
    if left == person.browsers:
        return Outcome()
    after = known.having(person.model_copy(update={"browsers": left}))
    return Outcome(after, [as_told(after)])


def _full(message: SetRecipient) -> RecipientRefused:
    return RecipientRefused(
        property_id=message.property_id,
        person_id=message.recipient.person_id,
        field="property",
        reason=f"{MOST} people are notified here already",
    )
