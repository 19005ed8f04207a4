"""The people of a property whom the notifier is to know."""

from __future__ import annotations

from chassis.documents import Collection, Document
from contracts.recipients import Recipient

# As many as one message carries, see `contracts.recipients.PropertyRecipients`.
MOST = 200


class Recipients(Document):
    """Everybody of one property who has said how to be notified, by person id."""

    property_id: str
    people: tuple[Recipient, ...] = ()

    def recipient(self, person_id: str) -> Recipient | None:
        return next((known for known in self.people if known.person_id == person_id), None)

    def having(self, recipient: Recipient) -> Recipients:
        others = self.without(recipient.person_id).people
        people = sorted((*others, recipient), key=lambda known: known.person_id)
        return self.model_copy(update={"people": tuple(people)})

    def without(self, person_id: str) -> Recipients:
        people = tuple(known for known in self.people if known.person_id != person_id)
        return self.model_copy(update={"people": people})


RECIPIENTS = Collection("recipients", Recipients)
