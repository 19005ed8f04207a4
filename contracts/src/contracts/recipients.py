"""Who of a property's people is notified of what, and by which channel (O24, O25)."""

from __future__ import annotations

from datetime import time
from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import Message, Part
from contracts.notices import Channel, Occasion
from contracts.properties import Language, MailAddress

PersonId = Annotated[str, Field(min_length=1, max_length=64)]
# E.164: a plus, a country code, at most fifteen digits.
PhoneNumber = Annotated[str, Field(pattern=r"^\+[1-9][0-9]{6,14}$", examples=["+33639980042"])]


class Wish(Part):
    """By which channels a person is notified of an occasion."""

    occasion: Occasion
    channels: Annotated[tuple[Channel, ...], Field(max_length=3)]


class Browser(Part):
    """A browser that shows pop-ups: a Web Push subscription (RFC 8030, RFC 8291)."""

    endpoint: Annotated[str, Field(pattern=r"^https?://", max_length=1000)]
    p256dh: Annotated[str, Field(max_length=200)]
    auth: Annotated[str, Field(max_length=100)]


class QuietHours(Part):
    """Between these, in the property's time zone, pop-ups and text messages are not sent; mails
    are. May go past midnight."""

    start: time
    end: time


class Recipient(Part):
    """One person of a property as the notifier needs to know them."""

    person_id: PersonId
    language: Language
    mail: MailAddress | None = None
    phone: PhoneNumber | None = None
    browsers: Annotated[tuple[Browser, ...], Field(max_length=10)] = ()
    wishes: Annotated[tuple[Wish, ...], Field(max_length=20)] = ()
    quiet: QuietHours | None = None


class SetRecipient(
    Message,
    type="gateway.people.set-recipient.v1",
    topic=topics.GATEWAY_PEOPLE_COMMANDS,
    key="property_id",
):
    """Keep how a person of this property wishes to be notified, in place of what was known."""

    recipient: Recipient


class RemoveRecipient(
    Message,
    type="gateway.people.remove-recipient.v1",
    topic=topics.GATEWAY_PEOPLE_COMMANDS,
    key="property_id",
):
    """The person does not work at this property any more."""

    person_id: PersonId


class RecipientSet(
    Message,
    type="gateway.people.recipient-set.v1",
    topic=topics.GATEWAY_PEOPLE_EVENTS,
    key="property_id",
):
    """A request about a person's notifications was carried out; `removed` or as it is now."""

    person_id: PersonId
    recipient: Recipient | None = None


class RecipientRefused(
    Message,
    type="gateway.people.recipient-refused.v1",
    topic=topics.GATEWAY_PEOPLE_EVENTS,
    key="property_id",
):
    """A request about a person's notifications was refused: which field, and why."""

    person_id: PersonId
    field: str
    reason: str


class PropertyRecipients(
    Message,
    type="gateway.people.state.v1",
    topic=topics.GATEWAY_PEOPLE_STATE,
    key="property_id",
):
    """All people of a property who wish to be notified of something."""

    recipients: Annotated[tuple[Recipient, ...], Field(max_length=200)]


class BrowserGone(
    Message,
    type="notifier.recipient.browser-gone.v1",
    topic=topics.NOTIFIER_RECIPIENT_EVENTS,
    key="property_id",
):
    """A browser takes no pop-ups any more: its subscription has ended."""

    person_id: PersonId
    endpoint: Annotated[str, Field(max_length=1000)]
