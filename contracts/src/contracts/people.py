"""The people who work at a property, as far as others must know of them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from contracts import topics
from contracts.message import Instant, Message, Text
from contracts.properties import Language, MailAddress
from contracts.recipients import PersonId


class PersonInvited(
    Message,
    type="gateway.people.invited.v1",
    topic=topics.GATEWAY_PEOPLE_EVENTS,
    key="property_id",
):
    """A person is to get a mail with a link by which they set their password. The link works once,
    until `good_until`, and is as good as the password itself: it goes to `mail` and nowhere else.
    """

    person_id: PersonId
    mail: MailAddress
    name: Text
    language: Language
    property_name: Text
    invited_by: Text
    link: Annotated[str, Field(pattern=r"^https?://", max_length=1500)]
    good_until: Instant
